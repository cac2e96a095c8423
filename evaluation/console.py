"""What the commands share on a terminal: the quiet second stream, progress, the option for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

ERR = Console(stderr=True, soft_wrap=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]


@contextmanager
def bar(quiet: bool) -> Iterator[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal, transient=True) as shown:
        yield shown


def say(text: str, quiet: bool) -> None:
    """Beside the data, so that what is piped stays clean."""
    if not quiet:
        ERR.print(text, style="dim", highlight=False, markup=False)
