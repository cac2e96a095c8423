"""What the commands share on a terminal: the quiet second stream, progress, the option for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kb_sources.errors import SourceUnavailable
from kb_sources.manual import Language

ERR = Console(stderr=True, soft_wrap=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
PageLanguage = Annotated[Language, typer.Option("--language", help="Of the page's own words.")]
PriceHour = Annotated[float, typer.Option(min=0, help="Price of an hour of the machine that answers.")]
PriceIn = Annotated[float, typer.Option(min=0, help="Price of a million tokens sent to the model.")]
PriceOut = Annotated[float, typer.Option(min=0, help="Price of a million tokens that the model writes.")]
Currency = Annotated[str, typer.Option(help="Of these prices; only printed.")]


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


@contextmanager
def when_stopped(told: Callable[[], str]) -> Iterator[None]:
    """What the door is to say where Ctrl-C, or a service that is gone, ends what is done within: what was
    kept, and how to go on."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        raise KeyboardInterrupt(told()) from stopped
    except SourceUnavailable as gone:
        raise SourceUnavailable(f"{gone.message} {told()}", hint=gone.hint) from gone


@contextmanager
def stages(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that is told what is being done, how much of it is done, and of how much."""
    with bar(quiet) as shown:
        task = shown.add_task("", total=None)
        yield lambda what, done, total: shown.update(
            task, description=escape(what), completed=done, total=total
        )
