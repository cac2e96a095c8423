"""`python -m api` is kb-serve."""

from __future__ import annotations

from api.cli import main

main()
