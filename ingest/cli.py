"""`kb-ingest`: manuals in, out and looked after. It parses, calls the counter and prints."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ingest.counter import Counter, Plain, open_counter
from ingest.desk import Described
from ingest.intake import Wanted, list_wanted, take_in
from ingest.stamps import Stamps
from ingest.wiring import source, stamps
from kb_sources.errors import FixciteError, SettingsInvalid
from kb_sources.manual import Language
from kb_sources.settings import Settings, read_settings

app = typer.Typer(
    help="Add manuals to the knowledge base and look after them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
review = typer.Typer(
    help="Look at what was read with doubt, and correct or confirm it.", no_args_is_help=True
)
app.add_typer(review, name="review")
_out = Console(soft_wrap=True)
_err = Console(stderr=True, soft_wrap=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
Name = Annotated[
    str, typer.Argument(help="A manual's id, or the first 8+ characters of an edition's sha256.")
]


@app.command()
def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files (PDF, pictures, Markdown, text, FAQ as CSV), http(s) addresses of files, or folders.",
            metavar="PATH|URL|FOLDER...",
        ),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(help="CSV of file, title, maker, products (a;b), language, revision; files beside it."),
    ] = None,
    title: Annotated[str, typer.Option(help="Title; else the file's own, else its name.")] = "",
    maker: Annotated[str, typer.Option(help="Who publishes the manual.")] = "",
    product: Annotated[list[str] | None, typer.Option(help="A product it is for; may be repeated.")] = None,
    language: Annotated[str, typer.Option(help="zh or en; else recognised.")] = "",
    revision: Annotated[str, typer.Option(help="Edition or revision, as printed.")] = "",
    manual: Annotated[str, typer.Option(help="Id of the manual that this is a new edition of.")] = "",
    beside: Annotated[
        bool, typer.Option(help="Keep the live edition too (other market or serial range).")
    ] = False,
    again: Annotated[bool, typer.Option(help="Read a known file anew.")] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Queue only; a running kb-serve does the work.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add manuals. What is there already is left alone; a new edition replaces the old one once it is ready.

    Examples: `kb-ingest add manuals/` · `kb-ingest add n7.pdf --maker Norvik --product N7` ·
    `kb-ingest add https://norvik.example/n7.pdf` · `kb-ingest add --manifest manuals/manifest.csv`
    """
    described = Described(title, maker, tuple(product or ()), _language(language), revision, manual)
    settings = read_settings()
    work = list(list_wanted(paths or [], manifest, described, partial(source, settings)))
    with _counter(as_json, settings) as counter:
        noted = stamps(settings)
        receipts = [_add_one(counter, noted, wanted, again, beside, as_json) for wanted in work]
        if not no_wait:
            _follow_all(counter, receipts, as_json)
    if as_json:
        print(json.dumps(receipts, ensure_ascii=False, indent=2))
    failed = [r for r in receipts if r.get("error")]
    if failed and not as_json:
        _err.print(f"[red]{len(failed)} of {len(receipts)} files were not added.[/red]")
    raise typer.Exit(1 if failed else 0)


def _add_one(
    counter: Counter, stamps: Stamps, wanted: Wanted, again: bool, beside: bool, quiet: bool
) -> Plain:
    name = wanted.item.name
    try:
        with _err.status(f"{name}…") if _err.is_terminal and not quiet else nullcontext():
            receipt = take_in(counter, stamps, wanted, again=again, beside=beside)
    except FixciteError as error:
        if error.exit_code == SettingsInvalid.exit_code:
            raise
        if not quiet:
            _err.print(f"[red]✗[/red] {name}: {error}", highlight=False)
        return {"name": name, "error": error.message, "hint": error.hint, "kind": type(error).__name__}
    if not quiet and receipt["noop"]:
        _out.print(f"[green]✓[/green] {receipt['message']}", highlight=False)
    return receipt


def _follow_all(counter: Counter, receipts: list[Plain], quiet: bool) -> None:
    """Wait for the jobs with a bar on a terminal; a receipt learns what became of its job."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[stage]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_err, disable=quiet or not _err.is_terminal, transient=True) as bar:
        for receipt in receipts:
            if not receipt.get("job"):
                continue
            task = bar.add_task(receipt["name"], total=None, stage="queued")

            def show(job: Plain, task: Any = task) -> None:
                total = job["pages_total"] or None
                bar.update(task, completed=job["pages_done"], total=total, stage=job["stage"])

            job = counter.follow(receipt["job"], show)
            bar.remove_task(task)
            receipt["state"] = job["state"]
            if job["state"] != "done":
                receipt["error"] = job["reason"] or job["state"]
            if not quiet:
                _report(counter, receipt)


def _report(counter: Counter, receipt: Plain) -> None:
    if receipt.get("error"):
        _err.print(f"[red]✗[/red] {receipt['name']}: {receipt['error']}", highlight=False)
        return
    for manual in counter.status():
        for entry in manual["editions"]:
            if entry["edition"]["id"] == receipt["edition"] and entry["report"]:
                receipt["report"] = entry["report"]
                _out.print(f"[green]✓[/green] {receipt['name']}: {_summary(entry)}", highlight=False)


def _summary(entry: Plain) -> str:
    r = entry["report"]
    routes = ", ".join(f"{n} {route}" for route, n in r["routes"].items())
    words = (
        f"{r['pages']} pages ({routes}), {r['steps']} steps in {r['procedures']} procedures, "
        f"{r['warnings']} warnings, {r['tables']} tables, {r['figures']} figures"
    )
    if r["unsure"]:
        words += f", {r['unsure']} unsure lines"
    if r["look_first"]:
        first = r["look_first"][0]
        words += f"; look first at page {first['page']}: {first['why']}"
    state = entry["edition"]["state"]
    return words if state == "live" else f"{words} [{state}]"


@app.command()
def status(
    jobs: Annotated[bool, typer.Option("--jobs", help="Show jobs instead of manuals.")] = False,
    as_json: AsJson = False,
) -> None:
    """What the knowledge base holds, or what is being read (--jobs)."""
    with _counter(as_json) as counter:
        rows = counter.jobs() if jobs else counter.status()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        _out.print("No jobs yet." if jobs else "No manuals yet. `kb-ingest add FOLDER` adds some.")
        return
    if jobs:
        _print_table(("job", "edition", "state", "stage", "pages", "reason"), map(_job_row, rows))
        return
    _print_table(("manual", "title", "products", "edition", "state", "read"), _manual_rows(rows))


def _job_row(job: Plain) -> tuple[str, ...]:
    pages = f"{job['pages_done']}/{job['pages_total'] or '?'}"
    return job["id"], job["edition"][:12], job["state"], job["stage"], pages, job["reason"]


def _manual_rows(rows: list[Plain]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        manual = row["manual"]
        for entry in row["editions"]:
            edition = entry["edition"]
            name = f"{edition['id'][:12]} {edition['revision']}".strip()
            read = _summary(entry) if entry["report"] else "not yet"
            yield manual["id"], manual["title"], ", ".join(manual["products"]), name, edition["state"], read


@app.command()
def retire(name: Name, as_json: AsJson = False) -> None:
    """Take a manual or edition out of search. Old citations still open, with a banner."""
    _act(
        as_json,
        lambda c: c.change(name, "retire"),
        lambda told: f"{len(told['editions'])} edition(s) retired.",
    )


@app.command()
def rollback(name: Name, as_json: AsJson = False) -> None:
    """Bring the edition that was live before back (or the edition named)."""
    _act(
        as_json,
        lambda c: c.change(name, "rollback"),
        lambda told: f"{told['editions'][0]['source_name']} is live again.",
    )


@app.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove a manual or edition for good, with pictures, passages and fixes. Old citations answer 410."""
    if not yes and not as_json:
        typer.confirm(f"Remove {name} for good?", abort=True)
    _act(as_json, lambda c: c.remove(name), lambda told: f"{len(told['removed'])} edition(s) removed.")


@app.command()
def reindex(as_json: AsJson = False) -> None:
    """Build the search index anew from the catalogue, without reading any manual again."""
    _act(as_json, lambda c: c.reindex(), lambda told: f"{told['passages']} passages indexed.")


@app.command()
def worker() -> None:
    """Work off what is queued, then stop. Not needed while kb-serve runs: it has a worker of its own."""
    with _counter(False) as counter:
        waiting = [j for j in counter.jobs() if j["state"] in ("queued", "running")]
        receipts = [{"job": j["id"], "edition": j["edition"], "name": j["edition"][:12]} for j in waiting]
        _follow_all(counter, receipts, quiet=False)
    _out.print(f"{len(waiting)} job(s) worked off.")
    raise typer.Exit(1 if any(r.get("error") for r in receipts) else 0)


@review.command("list")
def review_list(
    edition: Annotated[str | None, typer.Option(help="Only this edition (start of its sha256).")] = None,
    as_json: AsJson = False,
) -> None:
    """What a person should look at, worst first."""
    with _counter(as_json) as counter:
        items = counter.review(edition)
    if as_json:
        print(json.dumps(items, ensure_ascii=False, indent=2))
        return
    if not items:
        _out.print("Nothing awaits review.")
        return
    rows = ((i["id"], str(i["page"]), i["why"], i["text"]) for i in items)
    _print_table(("item", "page", "why", "read as"), rows)


@review.command("show")
def review_show(item: str, as_json: AsJson = False) -> None:
    """One item with its place."""
    with _counter(as_json) as counter:
        found = [i for i in counter.review(item.split(":", maxsplit=1)[0]) if i["id"] == item]
    if not found:
        raise SettingsInvalid(
            f"{item!r} does not await review.", hint="`kb-ingest review list` shows the ids."
        )
    print(json.dumps(found[0], ensure_ascii=False, indent=2))


@review.command("fix")
def review_fix(item: str, text: str, as_json: AsJson = False) -> None:
    """Say what really stands there. The fix is kept apart and survives every later reading."""
    _act(as_json, lambda c: c.decide(item, text, getpass.getuser()), lambda told: str(told["message"]))


@review.command("approve")
def review_approve(item: str, as_json: AsJson = False) -> None:
    """Confirm that an item was read rightly."""
    _act(as_json, lambda c: c.decide(item, None, getpass.getuser()), lambda told: str(told["message"]))


def _act(as_json: bool, action: Callable[[Counter], Plain], said: Callable[[Plain], str]) -> None:
    with _counter(as_json) as counter:
        told = action(counter)
        if told.get("job"):
            counter.follow(told["job"], lambda job: None)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _out.print(f"[green]✓[/green] {said(told)}", highlight=False)


def _print_table(columns: tuple[str, ...], rows: Any) -> None:
    table = Table(*columns, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row)
    # A pipe has no width: never fold what another program will read.
    (_out if _out.is_terminal else Console(width=400)).print(table)


@contextmanager
def _counter(quiet: bool, settings: Settings | None = None) -> Iterator[Counter]:
    settings = settings or read_settings()
    if not quiet:
        _err.print(f"KB_DATA={settings.data.resolve()}", style="dim", highlight=False)
    with open_counter(settings) as counter:
        yield counter


def _language(text: str) -> Language | None:
    match text.strip().lower():
        case "":
            return None
        case "zh":
            return "zh"
        case "en":
            return "en"
        case other:
            raise SettingsInvalid(f"--language {other!r} is neither zh nor en.")


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except FixciteError as error:
        _err.print(f"[red]✗[/red] {error}", highlight=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _err.print("Stopped. What was read is kept; the same command goes on from there.")
        sys.exit(130)
