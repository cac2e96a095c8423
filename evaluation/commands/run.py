"""`kb-eval run`: asks through the deployed service, scores, writes and prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from evaluation import report
from evaluation.case import Case, read_cases
from evaluation.console import (
    AsJson,
    Currency,
    PriceHour,
    PriceIn,
    PriceOut,
    say,
    stages,
    when_stopped,
)
from evaluation.cost import Prices
from evaluation.dataset import Dataset, TextSet, dataset_of
from evaluation.examination import Conditions, examine, search
from evaluation.run import write_results
from evaluation.scorer import Result
from evaluation.summary import Summary, to_json
from evaluation.wiring import settings_for
from evaluation.writing import writable_folder
from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import names
from kb_sources.settings import Settings, read_settings
from vlm.judge import JUDGES

_ASKED = "asked.jsonl"  # what is asked so far; gone once all is written

Source = Annotated[
    str,
    typer.Argument(
        metavar="CASES|DATASET",
        help="A file of cases (.jsonl or .csv), or a dataset: a file of evaluation/datasets.",
    ),
]
WithoutPhoto = Annotated[
    bool, typer.Option("--without-photo", help="Ask in words alone; `compare` shows what photos are worth.")
]
WithoutCheck = Annotated[
    list[str] | None,
    typer.Option(
        "--without-check", help="Leave a check out; `compare` shows what it saves. May be repeated."
    ),
]
Spoiled = Annotated[
    float,
    typer.Option(
        "--spoil", min=0, max=1, help="In this share of the answers draft one digit wrong, as a model may."
    ),
]
Photos = Annotated[Path | None, typer.Option(help="Folder of the cases' photos; else beside the cases.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the results; default in KB_DATA/runs.")]
Baseline = Annotated[
    bool, typer.Option("--baseline", help="Put stock LlamaIndex beside the retrieval numbers.")
]
Judge = Annotated[
    str,
    typer.Option(
        help=f"Judges reworded claims; a file of vlm/judges: {', '.join(names(JUDGES))}. Without it they are "
        "not judged."
    ),
]
Data = Annotated[Path, typer.Option(help="Folder of the public datasets.")]


def command(
    source: Source = "samples",
    photos: Photos = None,
    without_photo: WithoutPhoto = False,
    without_check: WithoutCheck = None,
    spoil: Spoiled = 0.0,
    out: Out = None,
    url: Annotated[str, typer.Option(help="Ask the kb-serve at this address instead.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="Only the first N cases; 0: all.")] = 0,
    baseline: Baseline = False,
    again: Annotated[bool, typer.Option("--again", help="Read a dataset's manuals anew.")] = False,
    data: Data = Path("../shared/data"),
    judge: Judge = "",
    price_hour: PriceHour = 0.0,
    price_in: PriceIn = 0.0,
    price_out: PriceOut = 0.0,
    currency: Currency = "",
    as_json: AsJson = False,
) -> None:
    """Ask every case once and score the answers. Writes results.jsonl, scores.json and report.md. Stopped,
    it goes on where it was with the same --out.

    A file of cases is asked of KB_DATA as it stands (of the running kb-serve, if there is one);
    evaluation/README.md tells its fields. A dataset brings its own manuals: they are read once into
    KB_DATA/datasets, where no customer meets them. One that is texts alone is searched, not asked.

    Examples: `kb-eval run` · `kb-eval run my-cases.csv --photos pictures/` ·
    `kb-eval run samples --without-photo --out words` ·
    `kb-eval run cases.jsonl --url http://127.0.0.1:8000` ·
    `kb-eval run samples --spoil 0.5 --without-check figures --out open`

    Exit code 0: every case was asked, whatever the scores · 1: some could not be · 2: usage or settings.
    """
    dataset = dataset_of(source, data)
    settings = read_settings()
    prices = Prices(price_hour, price_in, price_out, currency)
    conditions = Conditions(
        url, without_photo, tuple(without_check or ()), spoil, baseline, again, prices, judge
    )
    when = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    folder = out or settings.data / "runs" / f"{Path(source).stem}-{when}"
    if isinstance(dataset, TextSet):
        _refuse_asking(source, conditions)
        writable_folder(folder)
        with stages(as_json) as progress:
            summary, results = search(source, dataset, limit, baseline, progress)
    else:
        there = settings_for(settings, source) if dataset is not None and not url else settings
        cases = dataset.cases() if dataset else read_cases(Path(source), photos)
        cases = cases[:limit] if limit else cases
        writable_folder(folder)
        summary, results = _asked(there, Path(source).name, cases, dataset, conditions, folder, as_json)
    print(json.dumps(to_json(summary), ensure_ascii=False) if as_json else report.to_markdown(summary))
    _write(folder, summary, results)
    say(f"Written to {folder.resolve()}; `kb-eval report` makes a page of it", as_json)
    raise typer.Exit(1 if any(r.error for r in results) else 0)


def _refuse_asking(source: str, conditions: Conditions) -> None:
    asking = (conditions.url, conditions.without_photo, conditions.again, conditions.without_checks)
    if any(asking) or conditions.spoiled:
        raise SettingsInvalid(
            f"{source} is texts to be found in, and nothing is asked of a service.",
            hint="Leave --url, --without-photo, --without-check, --spoil and --again out.",
        )


def _asked(
    settings: Settings,
    source: str,
    cases: Sequence[Case],
    dataset: Dataset | None,
    conditions: Conditions,
    folder: Path,
    as_json: bool,
) -> tuple[Summary, list[Result]]:
    """Ask, keeping each answer in the folder; what a stopped run kept there is taken up."""
    kept, asked = folder / _ASKED, 0
    if kept.exists():
        say(f"What a stopped run asked is taken up from {kept}", as_json)

    def stopped() -> str:
        if not asked:
            return "Stopped. Nothing was asked yet."
        how = f"the same command with `--out {folder}` goes on from there"
        return f"Stopped. {asked} of {len(cases)} cases are asked and kept in {kept}; {how}."

    with when_stopped(stopped), stages(as_json) as shown:

        def progress(what: str, done: int, total: int) -> None:
            nonlocal asked
            asked = done if what == "asking" else asked
            shown(what, done, total)

        return examine(settings, source, cases, dataset, conditions, progress, kept)


def _write(folder: Path, summary: Summary, results: Sequence[Result]) -> None:
    write_results(folder / "results.jsonl", results)
    scores = json.dumps(to_json(summary), ensure_ascii=False, indent=1)
    (folder / "scores.json").write_text(scores + "\n", "utf-8")
    (folder / "report.md").write_text(report.to_markdown(summary), "utf-8")
    (folder / _ASKED).unlink(missing_ok=True)
