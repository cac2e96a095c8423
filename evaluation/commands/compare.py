"""`kb-eval compare`: two runs side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from evaluation import comparison
from evaluation.console import AsJson
from evaluation.summary import read_scores


def command(
    before: Annotated[Path, typer.Argument(metavar="A", help="Folder of a run (its --out).")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Folder of another run over the same cases.")],
    as_json: AsJson = False,
) -> None:
    """What changed from run A to run B, case by case, with paired 95 % intervals, and which cases flipped.

    Example: `kb-eval compare before after`

    Exit code 0: compared, whatever changed · 1: no run there, or no case in common · 2: usage or settings.
    """
    told = comparison.compare(read_scores(before), read_scores(after))
    print(
        json.dumps(comparison.to_json(told), ensure_ascii=False) if as_json else comparison.to_markdown(told)
    )
