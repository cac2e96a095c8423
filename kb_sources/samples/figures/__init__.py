"""The vector drawings of the sample manuals, one module per product."""
