"""`python -m evaluation` is kb-eval."""

from __future__ import annotations

from evaluation.cli import main

main()
