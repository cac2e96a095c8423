"""A miniature Qwen3-VL: the real architecture at a thousandth of the size, fitted to a few answers by heart.

For tests of the real path (template, pixels, generation, streaming, HTTP, parsing). It knows what it was
fitted on and can read drawn fault codes; no quality of any model may be told from it.
"""
