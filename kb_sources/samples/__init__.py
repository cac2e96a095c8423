"""Our own sample manuals and photos, fictitious throughout, with the script that builds them.

It is not part of the wheel, and nothing in the six packages imports it.
"""
