"""How `kb-ingest` says things: marks, summaries, tables. What comes from files is printed, never interpreted.

It decides nothing and knows no command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.counter import Plain

OUT = Console(soft_wrap=True)
ERR = Console(stderr=True, soft_wrap=True)


def say(text: str) -> None:
    OUT.print(Text(text))


def done(text: str) -> None:
    OUT.print(Text.assemble(("✓ ", "green"), text))


def warned(text: str) -> None:
    ERR.print(Text.assemble(("! ", "yellow"), text))


def failed(text: str) -> None:
    ERR.print(Text.assemble(("✗ ", "red"), text))


def busy(text: str, *, quiet: bool) -> AbstractContextManager[Any]:
    """A spinner on a terminal, nothing elsewhere."""
    return ERR.status(Text(text)) if ERR.is_terminal and not quiet else nullcontext()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(*columns, box=None, header_style="bold")
    for row in rows:
        table.add_row(*map(Text, row))
    # A pipe has no width: never fold what another program will read.
    (OUT if OUT.is_terminal else Console(width=400)).print(table)


def names(editions: Iterable[Plain]) -> str:
    return ", ".join(f"{e['source_name']} ({e['id'][:12]})" for e in editions)


def summary(entry: Plain) -> str:
    """An edition's report in a line."""
    r = entry["report"]
    routes = ", ".join(f"{n} {route}" for route, n in r["routes"].items())
    words = (
        f"{r['pages']} pages ({routes}), {r['steps']} steps in {r['procedures']} procedures, "
        f"{r['warnings']} warnings, {r['tables']} tables, {r['figures']} figures"
    )
    if r["unsure"]:
        words += f", {r['unsure']} unsure lines"
    if model := r.get("model"):
        words += f", {model['read']} of {model['asked']} pages asked about read by the model"
        if model["agreement"] is not None:
            words += f" ({model['agreement']:.0%} like the other reading)"
        if model["fell_back"]:
            words += f", {model['fell_back']} fell back"
    if r["look_first"]:
        first = r["look_first"][0]
        words += f"; look first at page {first['page']}: {first['why']}"
    state = entry["edition"]["state"]
    return words if state == "live" else f"{words} [{state}]"


def job_row(job: Plain, files: dict[str, str]) -> tuple[str, ...]:
    pages = f"{job['pages_done']}/{job['pages_total'] or '?'}"
    file = files.get(job["edition"], job["edition"][:12])
    return job["id"], file, job["state"], job["stage"], pages, job["reason"]


def manual_rows(rows: Iterable[Plain]) -> Iterator[tuple[str, ...]]:
    """A row an edition."""
    for row in rows:
        manual = row["manual"]
        for entry in row["editions"]:
            edition = entry["edition"]
            name = f"{edition['id'][:12]} {edition['revision']}".strip()
            read = summary(entry) if entry["report"] else "not yet"
            yield manual["id"], manual["title"], ", ".join(manual["products"]), name, edition["state"], read
