"""`kb-eval pilot`: what would come of last month's tickets, and what people say of the answers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.confidence import calibration_path, write_calibration
from evaluation import pilot, pilot_page, tickets
from evaluation.calibrating import Threshold as Limit
from evaluation.calibrating import fit, thresholds
from evaluation.console import (
    AsJson,
    Currency,
    PageLanguage,
    PriceHour,
    PriceIn,
    PriceOut,
    say,
    stages,
    when_stopped,
)
from evaluation.cost import Prices
from evaluation.drilldown import pages_of
from evaluation.examination import Progress
from evaluation.marks import Mark, Share, known_marks, read_marks, share_out
from evaluation.page import cell, embed
from evaluation.report import spent, table
from evaluation.run import kept_results
from evaluation.scorer import Result
from evaluation.wiring import Stand, open_stand
from evaluation.writing import writable_file, writable_folder
from kb_sources.errors import FixciteError, SettingsInvalid
from kb_sources.manual import Language
from kb_sources.settings import Settings, read_settings

_PICTURES = 150
_LISTED = 15

Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", help="FIELD=NAME, a+b joins two, empty leaves out: question, id, product, symptom, photo."
    ),
]
Encoding = Annotated[str, typer.Option(help="Of the CSV, such as cp1252; default: found out, and printed.")]
Out = Annotated[Path | None, typer.Option(help="Folder of the pilot; default in KB_DATA/pilots.")]
Marks = Annotated[
    Path | None,
    typer.Option(
        help="What a person marked of --out: saved from its page, or a CSV with answer or case, mark."
    ),
]
Accept = Annotated[
    float,
    typer.Option(
        min=0, max=1, help="With --marks: from where answers leave, that this share of them be accepted."
    ),
]
Threshold = Annotated[
    float,
    typer.Option(min=0, max=1, help="With --calibrate: answers less likely to be accepted are handed over."),
]


def command(
    csv_file: Annotated[Path | None, typer.Argument(metavar="TICKETS.csv", help="One ticket a line.")] = None,
    photos: Annotated[Path | None, typer.Option(help="Folder of the photos; else beside the CSV.")] = None,
    column: Columns = None,
    encoding: Encoding = "",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave unusable lines out.")] = False,
    out: Out = None,
    limit: Annotated[int, typer.Option(min=0, help="Only the first N tickets; 0: all.")] = 0,
    sample: Annotated[int, typer.Option(min=0, help="Answers on the page for a person to mark.")] = 50,
    seed: Annotated[int, typer.Option(help="Draws other answers.")] = 0,
    marks: Marks = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="With --marks: answers tell their confidence from then on.")
    ] = False,
    threshold: Threshold = 0.0,
    accept: Accept = 0.0,
    url: Annotated[str, typer.Option(help="Ask the kb-serve at this address instead.")] = "",
    language: PageLanguage = "en",
    price_hour: PriceHour = 0.0,
    price_in: PriceIn = 0.0,
    price_out: PriceOut = 0.0,
    currency: Currency = "",
    as_json: AsJson = False,
) -> None:
    """Ask every ticket of a CSV: shares by product and symptom, ranked gaps, a page of answers to be marked.

    Columns are found by their names, in English or Chinese; --column says otherwise. Stopped, it goes on
    where it was. Writes pilot.html, pilot.json, gaps.csv and results.jsonl.

    Examples: `kb-eval pilot tickets.csv --photos pictures --out may` ·
    `kb-eval pilot export.csv --column question=Betreff --column product=brand+model` ·
    `kb-eval pilot --marks marks.json --out may --accept 0.9 --calibrate --threshold 0.8`

    Exit code 0: all asked, or marks counted · 1: some could not be, or a file is bad · 2: usage or settings.
    """
    settings = read_settings()
    if marks is not None:
        if out is None or csv_file is not None:
            raise SettingsInvalid("Marks belong to a pilot.", hint="kb-eval pilot --marks FILE --out FOLDER")
        if threshold and not calibrate:
            raise SettingsInvalid("--threshold is kept in a calibration.", hint="Add --calibrate.")
        _judged(marks, out, settings, accept, calibrate, threshold, as_json)
        return
    if csv_file is None or calibrate or threshold or accept:
        raise SettingsInvalid("Name a CSV of tickets, or --marks.", hint="kb-eval pilot --help")
    read = tickets.read_tickets(csv_file, dict(map(_pair, column or ())), photos, encoding)
    say(f"Read as {read.encoding}. Columns: {_mapping(read)}; {len(read.bad)} unusable line(s)", as_json)
    if not skip_bad:
        tickets.refuse_bad(csv_file, read)
    folder = writable_folder(out or settings.data / "pilots" / csv_file.stem)
    wanted = read.tickets[:limit] if limit else read.tickets
    with open_stand(settings, url) as stand, stages(as_json) as progress:
        outcomes = _asked(wanted, stand, folder, progress)
        found = pilot.find(outcomes, Prices(price_hour, price_in, price_out, currency))
        drawn = [pilot_page.lay_out_sample(o, _cleaner(stand)) for o in pilot.sample(outcomes, sample, seed)]
        title = f"{csv_file.name} {datetime.now(UTC):%Y-%m-%d}"
        page = _page(title, stand, found, drawn, outcomes, read, language)
    print(json.dumps(pilot.to_json(found), ensure_ascii=False) if as_json else _summary(found, language))
    _write(folder, found, page, read, as_json)
    raise typer.Exit(1 if any(o.result.error for o in outcomes) else 0)


def _asked(
    wanted: Sequence[tickets.Ticket], stand: Stand, folder: Path, progress: Progress
) -> list[pilot.Outcome]:
    """Ask, and say how far it came where it is stopped."""
    asked = 0

    def told(done: int) -> None:
        nonlocal asked
        asked = done
        progress("asking", done, len(wanted))

    def stopped() -> str:
        if not asked:
            return "Stopped. Nothing was asked yet."
        kept = f"{asked} of {len(wanted)} tickets are asked and kept in {folder / 'results.jsonl'}"
        return f"Stopped. {kept}; the same command goes on from there."

    with when_stopped(stopped):
        stand.door.check()
        return pilot.ask_tickets(wanted, stand.door, folder / "results.jsonl", told)


def _judged(
    marks: Path,
    out: Path,
    settings: Settings,
    accept: float,
    calibrate: bool,
    threshold: float,
    as_json: bool,
) -> None:
    """Print what people said; make a calibration of it where asked to. What is known is printed even where
    the marks are too few for what else was asked."""
    if calibrate:
        writable_file(calibration_path(settings.data, settings.tenant), "KB_DATA")
    pairs = known_marks(read_marks(marks), kept_results(out / "results.jsonl"))
    told: dict[str, object] = {}
    try:
        for part, data in _findings(pairs, settings, accept, calibrate, threshold):
            told |= data
            if not as_json:
                print(f"{part}\n")
    finally:
        if as_json:
            print(json.dumps(told, ensure_ascii=False))


def _findings(
    pairs: Sequence[tuple[Mark, Result]],
    settings: Settings,
    accept: float,
    calibrate: bool,
    threshold: float,
) -> Iterator[tuple[str, dict[str, object]]]:
    """Each finding in words and as data, once it is known."""
    shares = share_out([mark for mark, _ in pairs])
    yield (
        table(("marked", "answers", "share", "95 %"), [(verdict, *_of(s)) for verdict, s in shares.items()]),
        {verdict: asdict(share) for verdict, share in shares.items()},
    )
    remarks = [(m.answer, m.verdict, m.comment) for m, _ in pairs if m.comment or m.verdict != "right"]
    if remarks:
        yield table(("answer", "marked", "comment"), remarks), {}
    known = [(signs, mark.verdict == "right") for mark, r in pairs if (signs := r.trail.get("signs"))]
    signs, accepted = [signs for signs, _ in known], [right for _, right in known]
    if accept:
        found = thresholds(signs, accepted, accept)
        yield (
            _thresholds(found, accept),
            {"thresholds": {name: one and asdict(one) for name, one in found.items()}},
        )
    if calibrate:
        fitted = fit(signs, accepted, threshold)
        yield (
            f"Calibrated on {fitted.calibration.marks} marks. Brier score, each mark left out in turn: "
            f"{fitted.brier:.3f}; of one share for all: {fitted.brier_constant:.3f}.\n"
            f"Answers below {threshold:.0%} are handed over.",
            {"calibration": asdict(fitted)},
        )
        path = calibration_path(settings.data, settings.tenant)
        write_calibration(path, fitted.calibration)
        yield f"Written to {path}; kb-serve reads it as it starts.", {}


def _thresholds(found: Mapping[str, Limit | None], accept: float) -> str:
    """What to set, and what it is worth by marks that it was not chosen by."""
    rows = [
        (name, f"{one.value:.3f}", *_of(one.chosen), *_of(one.held_out)) if one else (name, "none", *"––––––")
        for name, one in found.items()
    ]
    head = ("set", "to", "accepted", "share", "95 %", "held out: accepted", "share", "95 %")
    return (
        f"From where answers leave, that {accept:.0%} of them be accepted. Held out: each mark against the "
        "threshold that the others choose.\n" + table(head, rows)
    )


def _of(share: Share) -> tuple[str, str, str]:
    mean = f"{share.count / share.of:.1%}" if share.of else "–"
    return f"{share.count} of {share.of}", mean, f"{share.low:.1%} … {share.high:.1%}"


def _page(
    title: str,
    stand: Stand,
    found: pilot.Findings,
    drawn: Sequence[dict[str, Any]],
    outcomes: Sequence[pilot.Outcome],
    read: tickets.Tickets,
    language: Language,
) -> str:
    return pilot_page.render(
        title,
        found,
        drawn,
        embed(pages_of(drawn), lambda edition, page: _picture(stand, edition, page), _PICTURES),
        language,
        asked=stand.asked,
        columns=_mapping(read),
        bad=len(read.bad),
        milliseconds=[1000 * o.result.seconds for o in outcomes if not o.result.error],
    )


def _summary(found: pilot.Findings, language: Language) -> str:
    rows = [
        (name, f"{share.mean:.1%}", f"{share.low:.1%} … {share.high:.1%}")
        for name, share in found.shares.items()
        if share.mean is not None
    ]
    parts = [f"# {found.tickets} tickets", table(("outcome", "share", "95 %"), rows)]
    parts.append(" · ".join(f"{name} {ms:,.0f} ms" for name, ms in found.latency_ms.items()))
    parts.append(f"Cost: {spent(found.cost)}")
    for head, some in (("product", found.by_product), ("symptom", found.by_symptom)):
        parts.append(f"## By {head}\n" + _shares(head, some, list(found.shares)))
    parts.append(
        "## Gaps\n" + "\n".join(f"- {pilot_page.gap_line(gap, language)}" for gap in found.gaps[:_LISTED])
    )
    return "\n\n".join(parts) + "\n"


def _shares(head: str, some: Sequence[pilot.Row], outcomes: Sequence[str]) -> str:
    """The share of each outcome, the groups with most tickets first."""
    rows = [
        (row.name, str(row.tickets), *(f"{row.counts.get(name, 0) / row.tickets:.0%}" for name in outcomes))
        for row in some[:_LISTED]
    ]
    more = f"\n… and {len(some) - _LISTED} more in pilot.json" if len(some) > _LISTED else ""
    return table((head, "tickets", *outcomes), rows) + more


def _write(folder: Path, found: pilot.Findings, page: str, read: tickets.Tickets, as_json: bool) -> None:
    (folder / "pilot.html").write_text(page, "utf-8")
    told = pilot.to_json(found) | {
        "columns": dict(read.columns),
        "bad": list(read.bad),
        "encoding": read.encoding,
    }
    (folder / "pilot.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    with (folder / "gaps.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("tickets", "why", "about", "product"))
        rows.writerows([cell(value) for value in gap] for gap in found.gaps)
    say(f"Judge the answers on {(folder / 'pilot.html').resolve()}", as_json)


def _cleaner(stand: Stand) -> pilot_page.Clean | None:
    return stand.service.ask.understanding.clean if stand.service else None


def _picture(stand: Stand, edition: str, page: int) -> bytes | None:
    try:
        return stand.door.picture(edition, page)
    except FixciteError:
        return None


def _mapping(read: tickets.Tickets) -> str:
    return ", ".join(f"{field}={'+'.join(names) or '–'}" for field, names in read.columns.items())


def _pair(text: str) -> tuple[str, str]:
    field, equals, name = text.partition("=")
    if not equals:
        raise SettingsInvalid(f"--column {text!r} is not FIELD=NAME.", hint="--column question=problem")
    return field.strip(), name.strip()
