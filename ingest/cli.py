"""`kb-ingest`: manuals in, out and looked after. It parses, calls the counter and prints."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest.counter import Counter, Plain, open_counter
from ingest.desk import Described
from ingest.intake import Wanted, list_wanted, take_in
from ingest.printing import (
    ERR,
    busy,
    done,
    failed,
    job_row,
    manual_rows,
    names,
    print_table,
    say,
    summary,
    warned,
)
from ingest.stamps import Stamps
from ingest.wiring import source, stamps
from kb_sources.errors import FixciteError, NotFound, SettingsInvalid
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
        typer.Option(
            help="CSV of file (beside it, or an address), title, maker, products (a;b), language, revision."
        ),
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
        elif not as_json:
            _say_queued(receipts)
    if as_json:
        print(json.dumps(receipts, ensure_ascii=False, indent=2))
    lost = sum(bool(r.get("error")) for r in receipts)
    if lost and not as_json:
        failed(f"{lost} of {len(receipts)} files were not added.")
    raise typer.Exit(1 if lost else 0)


def _add_one(
    counter: Counter, stamps: Stamps, wanted: Wanted, again: bool, beside: bool, quiet: bool
) -> Plain:
    name = wanted.item.name
    try:
        with busy(f"{name}…", quiet=quiet):
            receipt = take_in(counter, stamps, wanted, again=again, beside=beside)
    except FixciteError as error:
        if error.exit_code == SettingsInvalid.exit_code:
            raise
        if not quiet:
            failed(f"{name}: {error}")
        return {"name": name, "error": error.message, "hint": error.hint, "kind": type(error).__name__}
    if not quiet and receipt["noop"]:
        done(receipt["message"])
    return receipt


def _follow_all(counter: Counter, receipts: list[Plain], quiet: bool) -> None:
    """Wait for the jobs with a bar on a terminal; a receipt learns what became of its job."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[stage]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal, transient=True) as bar:
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
        failed(f"{receipt['name']}: {receipt['error']}")
        return
    for entry in counter.manual(receipt["manual"])["editions"]:
        if entry["edition"]["id"] == receipt["edition"] and entry["report"]:
            receipt["report"] = entry["report"]
            done(f"{receipt['name']}: {summary(entry)}")
            if entry["edition"]["state"] == "needs_review":
                warned(receipt["message"])


def _say_queued(receipts: list[Plain]) -> None:
    for receipt in receipts:
        if receipt.get("job"):
            done(f"{receipt['message']} ({receipt['job']})")
    if any(receipt.get("job") for receipt in receipts):
        say("kb-serve reads what is queued; without one, `kb-ingest worker` does.")


@app.command()
def status(
    jobs: Annotated[bool, typer.Option("--jobs", help="Show jobs instead of manuals.")] = False,
    as_json: AsJson = False,
) -> None:
    """What the knowledge base holds, or what is being read (--jobs)."""
    with _counter(as_json) as counter:
        rows = counter.jobs() if jobs else counter.status()
        files = _files(counter) if jobs else {}
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        say("No jobs yet." if jobs else "No manuals yet. `kb-ingest add FOLDER` adds some.")
        return
    if jobs:
        print_table(("job", "file", "state", "stage", "pages", "reason"), (job_row(r, files) for r in rows))
        return
    print_table(("manual", "title", "products", "edition", "state", "read"), manual_rows(rows))


@app.command()
def retire(name: Name, as_json: AsJson = False) -> None:
    """Take a manual or edition out of search. Old citations still open, with a banner."""
    _act(
        as_json,
        lambda c: c.change(name, "retire"),
        lambda told: (
            f"Out of search: {names(told['editions'])}. `kb-ingest rollback ID` brings one back."
            if told["editions"]
            else "Nothing to do: no edition of it is in search."
        ),
    )


@app.command()
def rollback(name: Name, as_json: AsJson = False) -> None:
    """Bring the edition that was live before back (or the edition named)."""
    _act(
        as_json,
        lambda c: c.change(name, "rollback"),
        lambda told: f"{names(told['editions'])} is live again.",
    )


@app.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove a manual or edition for good, with pictures, passages and fixes. Old citations answer 410."""
    if not yes and not as_json:
        with _counter(True) as counter:
            meant = names(e["edition"] for e in _editions_named(counter, name))
        if meant:
            typer.confirm(f"Remove {meant} for good, with pictures, passages and fixes?", abort=True)
    _act(as_json, lambda c: c.remove(name), lambda told: f"{len(told['removed'])} edition(s) removed.")


def _editions_named(counter: Counter, name: str) -> list[Plain]:
    """The editions of a manual by its id, or the one edition by the start of its own."""
    rows = counter.status()
    of_manual = [e for row in rows if row["manual"]["id"] == name for e in row["editions"]]
    return of_manual or [e for row in rows for e in row["editions"] if e["edition"]["id"].startswith(name)]


@app.command()
def reindex(as_json: AsJson = False) -> None:
    """Build the search index anew from the catalogue, without reading any manual again."""
    _act(as_json, lambda c: c.reindex(), lambda told: f"{told['passages']} passages indexed.")


@app.command()
def worker() -> None:
    """Work off what is queued, then stop. Not needed while kb-serve runs: it has a worker of its own."""
    with _counter(False) as counter:
        of_edition = {e["edition"]["id"]: e["edition"] for row in counter.status() for e in row["editions"]}
        waiting = [j for j in counter.jobs() if j["state"] in ("queued", "running")]
        receipts = [
            {
                "job": j["id"],
                "edition": j["edition"],
                "message": "",
                "manual": e["manual_id"],
                "name": e["source_name"],
            }
            for j in waiting
            if (e := of_edition.get(j["edition"])) is not None
        ]
        _follow_all(counter, receipts, quiet=False)
    say(f"{len(waiting)} job(s) worked off." if waiting else "Nothing is queued.")
    raise typer.Exit(1 if any(r.get("error") for r in receipts) else 0)


@review.command("list")
def review_list(
    edition: Annotated[str | None, typer.Option(help="Only this edition (start of its sha256).")] = None,
    as_json: AsJson = False,
) -> None:
    """What a person should look at, worst first."""
    with _counter(as_json) as counter:
        items = counter.review(edition)
        files = _files(counter)
    if as_json:
        print(json.dumps(items, ensure_ascii=False, indent=2))
        return
    if not items:
        say("Nothing awaits review.")
        return
    rows = ((i["id"], files[i["edition"]], str(i["page"]), i["why"], i["text"]) for i in items)
    print_table(("item", "file", "page", "why", "read as"), rows)
    say("`kb-ingest review fix ITEM TEXT` puts one right, `kb-ingest review approve ITEM` confirms it.")


@review.command("show")
def review_show(item: str, as_json: AsJson = False) -> None:
    """One item with its place."""
    with _counter(as_json) as counter:
        found = next((i for i in counter.review(item.split(":", maxsplit=1)[0]) if i["id"] == item), None)
        files = _files(counter)
    if found is None:
        raise NotFound(f"{item!r} does not await review.", hint="`kb-ingest review list` shows the ids.")
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    box = ",".join(f"{found['box'][corner]:.4f}" for corner in ("x0", "y0", "x1", "y1"))
    say(f"{files[found['edition']]}, page {found['page']}: {found['why']}")
    say(f"read as: {found['text']}")
    say(f"to see it, with kb-serve: /editions/{found['edition']}/pages/{found['page']}?boxes={box}")


def _files(counter: Counter) -> dict[str, str]:
    """Edition → file name."""
    return {e["edition"]["id"]: e["edition"]["source_name"] for r in counter.status() for e in r["editions"]}


@review.command("fix")
def review_fix(item: str, text: str, as_json: AsJson = False) -> None:
    """Say what really stands there, "" when nothing does. The fix survives every later reading."""
    _act(as_json, lambda c: c.decide(item, text, _author()), lambda told: str(told["message"]))


@review.command("approve")
def review_approve(item: str, as_json: AsJson = False) -> None:
    """Confirm that an item was read rightly, or that an edition awaiting review is a manual of its own."""
    _act(as_json, lambda c: c.decide(item, None, _author()), lambda told: str(told["message"]))


def _author() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user often has no name
        return "editor"


def _act(as_json: bool, action: Callable[[Counter], Plain], said: Callable[[Plain], str]) -> None:
    with _counter(as_json) as counter:
        told = action(counter)
        if told.get("job"):
            job = counter.follow(told["job"], lambda job: None)
            told |= {"state": job["state"]} | ({"error": job["reason"]} if job["state"] != "done" else {})
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif told.get("error"):
        failed(f"{said(told)}: {told['error']}")
    else:
        done(said(told))
    raise typer.Exit(1 if told.get("error") else 0)


@contextmanager
def _counter(quiet: bool, settings: Settings | None = None) -> Iterator[Counter]:
    settings = settings or read_settings()
    if not quiet:
        ERR.print(f"KB_DATA={settings.data.resolve()}", style="dim", highlight=False)
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
        failed(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        ERR.print("Stopped. What was read is kept; the same command goes on from there.")
        sys.exit(130)
