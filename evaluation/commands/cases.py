"""`kb-eval cases`: one's own cases checked, gathered from what people said, and approved answers exported."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.audit import Audit
from api.feedback import Feedback
from evaluation.candidates import Opinion, candidates, write_candidates
from evaluation.case import read_cases
from evaluation.console import AsJson
from evaluation.marks import read_marks
from evaluation.pairs import export
from evaluation.telling import TellingCommand
from evaluation.writing import writable_file, writable_folder
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import SettingsInvalid
from kb_sources.settings import read_settings

group = typer.Typer(help="Gold cases of one's own, and approved answers for training.", no_args_is_help=True)

Marks = Annotated[
    list[Path] | None,
    typer.Option("--marks", help="Marks saved from a page of `kb-eval pilot`. May be repeated."),
]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the knowledge base keeps of answers; reading it needs no running service."""

    audit: Audit
    catalogue: Catalogue
    blobs: Blobs
    tenant: str
    opinions: list[Opinion]


@group.command("check", cls=TellingCommand)
def check(
    file: Annotated[Path, typer.Argument(help="Cases as CSV or JSON lines.")],
    photos: Annotated[Path | None, typer.Option(help="Folder of their photos; else beside them.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read a file of cases and say what is in it; every unusable line is named with its number.

    Example: `kb-eval cases check my-cases.csv --photos pictures`

    Exit code 0: every line is a case · 1: some are not, or a photo is missing.
    """
    cases = read_cases(file, photos)
    missing = [f"{case.id}: {case.photo}" for case in cases if case.photo and not case.photo.is_file()]
    told = {
        "cases": len(cases),
        "actions": dict(Counter(case.action for case in cases)),
        "languages": dict(Counter(case.lang for case in cases)),
        "with_gold_pages": sum(bool(case.places) for case in cases),
        "missing_photos": missing,
    }
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for name, value in told.items():
            print(f"{name.replace('_', ' ')}: {value or 'none'}")
    raise typer.Exit(1 if missing else 0)


@group.command("from-feedback", cls=TellingCommand)
def from_feedback(
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("candidates.jsonl"),
    marks: Marks = None,
) -> None:
    """Make case candidates of the answers that people rated, or marked on the page of a pilot.

    Rated up: the cited pages are gold. Rated down: the question and what was said; a person writes the rest.
    Photos (redacted, as stored) go into `photos` beside the file. A file that is there is never written over.

    Examples: `kb-eval cases from-feedback --out new.jsonl` ·
    `kb-eval cases from-feedback --marks may/marks.json` · then `kb-eval run new.jsonl`
    """
    if out.exists():
        raise SettingsInvalid(
            f"{out} is there; what a person finished in it would be lost.",
            hint="Name another file with --out.",
        )
    writable_file(out)
    with _kept(marks) as kept:
        n = write_candidates(out, candidates(kept.opinions, kept.audit), kept.blobs)
    print(f"{n} candidates in {out.resolve()}")


@group.command("export", cls=TellingCommand)
def export_pairs(
    out: Annotated[Path, typer.Option(help="The folder to write pairs.jsonl and photos into.")] = Path(
        "pairs"
    ),
    marks: Marks = None,
) -> None:
    """Write approved question–answer pairs with photos for `python -m vlm.finetune` (docs/training-pairs.md).

    Approved: rated up, or marked right, and nobody spoke against it.

    Example: `kb-eval cases export --out pairs --marks may/marks.json`
    """
    writable_folder(out)
    with _kept(marks) as kept:
        told = export(kept.opinions, kept.audit, kept.catalogue, kept.blobs, out, kept.tenant)
    print(f"{told.pairs} pairs in {(out / 'pairs.jsonl').resolve()}")
    for why, n in told.left_out.items():
        print(f"left out, {why}: {n}")


@contextmanager
def _kept(marks: list[Path] | None) -> Iterator[_Kept]:
    settings = read_settings()
    if not settings.database_url and not (settings.data / "catalogue.db").is_file():
        raise SettingsInvalid(
            f"There is no knowledge base in {settings.data.resolve()}.", hint="Set KB_DATA."
        )
    engine = connect(settings.catalogue_url)
    try:
        blobs = Blobs(settings.blobs_address)
        given = Feedback(engine, settings.tenant).given()
        opinions = [
            Opinion(
                one.answer,
                one.rating == "up" and not one.reasons,
                "feedback",
                f"{datetime.fromtimestamp(one.created, UTC):%Y-%m-%d}",
                tuple(filter(None, (*one.reasons, one.comment))),
            )
            for one in given
        ]
        for path in marks or ():
            read = read_marks(path)
            day = f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d}"
            opinions += [
                Opinion(m.answer, m.verdict == "right", "marks", day, tuple(filter(None, (m.comment,))))
                for m in read
            ]
        audit = Audit(engine, blobs, settings.tenant)
        yield _Kept(audit, Catalogue(engine), blobs, settings.tenant, opinions)
    finally:
        engine.dispose()
