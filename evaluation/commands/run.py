"""`kb-eval run`: asks through the deployed service, scores, writes and prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from evaluation import report
from evaluation.case import Case, read_cases
from evaluation.console import AsJson, bar, say
from evaluation.dataset import DATASETS, Dataset, DatasetSettings, TextSet
from evaluation.judged import JudgedSet
from evaluation.judging import SCORERS, judge, load_scorers
from evaluation.run import ask_all, without_photos, write_results
from evaluation.scorer import Result, Score, Scorer, ScorerSettings
from evaluation.shelf import PageText, Shelf, opened
from evaluation.summary import Summary, summarise, to_json
from evaluation.wiring import Stand, absent_manuals, add_manuals, open_stand, settings_for
from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.plugins import load, names
from kb_sources.settings import read_settings

ASK_HITS = 8  # passages that an Ask looks at
TEXT_HITS = 20  # enough for ten pages or sections to be among them

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
Photos = Annotated[Path | None, typer.Option(help="Folder of the cases' photos; else beside the cases.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the results; default in KB_DATA/runs.")]
Baseline = Annotated[
    bool, typer.Option("--baseline", help="Put stock LlamaIndex beside the retrieval numbers.")
]


def command(
    source: Source = "samples",
    photos: Photos = None,
    without_photo: WithoutPhoto = False,
    out: Out = None,
    url: Annotated[str, typer.Option(help="Ask the kb-serve at this address instead.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="Only the first N cases; 0: all.")] = 0,
    baseline: Baseline = False,
    again: Annotated[bool, typer.Option("--again", help="Read a dataset's manuals anew.")] = False,
    data: Annotated[Path, typer.Option(help="Folder of the public datasets.")] = Path("../shared/data"),
    as_json: AsJson = False,
) -> None:
    """Ask every case once and score the answers. Writes results.jsonl, scores.json and report.md.

    A file of cases is asked of KB_DATA as it stands (of the running kb-serve, if there is one);
    evaluation/README.md tells its fields. A dataset brings its own manuals: they are read once into
    KB_DATA/datasets, where no customer meets them. One that is texts alone is searched, not asked.

    Examples: `kb-eval run` · `kb-eval run my-cases.csv --photos pictures/` ·
    `kb-eval run samples --without-photo --out words` · `kb-eval run cases.jsonl --url http://127.0.0.1:8000`

    Exit code 0: every case was asked, whatever the scores · 1: some could not be · 2: usage or settings.
    """
    dataset = _dataset(source, data)
    settings = read_settings()
    say(f"KB_DATA={settings.data.resolve()}", as_json)
    if isinstance(dataset, TextSet):
        if url or without_photo or again:
            raise SettingsInvalid(
                f"{source} is texts to be found in, and nothing is asked of a service.",
                hint="Leave --url, --without-photo and --again out.",
            )
        summary, results = _search(source, dataset, limit, baseline, as_json)
    else:
        if dataset is not None and not url:
            settings = settings_for(settings, source)
        cases = dataset.cases() if dataset else read_cases(Path(source), photos)
        cases = cases[:limit] if limit else cases
        asked = without_photos(cases) if without_photo else cases
        with open_stand(settings, url) as stand:
            _prepare(stand, dataset, again=again, quiet=as_json)
            absent = absent_manuals(stand, cases)
            stock = _stock(_pages(stand), cases) if baseline else []
            results = _ask(stand, asked, as_json)
        scorers = load_scorers(ScorerSettings(dataset.truth if dataset else None))
        about = _about(Path(source).name, stand.asked, results)
        about |= {"photos": "left out" if without_photo else "shown", "absent": absent}
        summary = summarise(about, judge(asked, results, scorers), stock)
    folder = out or settings.data / "runs" / f"{Path(source).stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    _write(folder, summary, results)
    print(json.dumps(to_json(summary), ensure_ascii=False) if as_json else report.to_markdown(summary))
    say(f"Written to {folder.resolve()}", as_json)
    raise typer.Exit(1 if any(r.error for r in results) else 0)


def _dataset(source: str, data: Path) -> Dataset | TextSet | None:
    """None when the source is a file of cases."""
    if source in names(DATASETS):
        dataset: Dataset | TextSet | JudgedSet = load(DATASETS, source).build(DatasetSettings(data))
        if isinstance(dataset, JudgedSet):
            raise SettingsInvalid(
                f"{source} holds texts that people judged, and nothing to be asked.",
                hint=f"Score a judge on it with `kb-eval checker {source}`.",
            )
        return dataset
    if not Path(source).suffix:
        raise PluginUnknown(
            f"{source!r} is neither a file of cases nor a dataset.",
            hint=f"Name a .jsonl or .csv file, or one of: {', '.join(names(DATASETS))}.",
        )
    return None


def _prepare(stand: Stand, dataset: Dataset | None, *, again: bool, quiet: bool) -> None:
    if dataset is None or stand.service is None:
        return
    with bar(quiet) as shown:
        task = shown.add_task("manuals", total=len(dataset.manuals()))

        def show(name: str) -> None:
            shown.update(task, advance=1, description=f"reading {escape(name)}")

        add_manuals(stand.service, dataset, again=again, progress=show)


def _ask(stand: Stand, cases: Sequence[Case], quiet: bool) -> list[Result]:
    with bar(quiet) as shown:
        task = shown.add_task("asking", total=len(cases))
        return ask_all(cases, stand.door, lambda done: shown.update(task, completed=done))


def _search(
    source: str, texts: TextSet, limit: int, baseline: bool, quiet: bool
) -> tuple[Summary, list[Result]]:
    """Search a set of texts; nothing but what is found is judged."""
    cases = texts.cases[:limit] if limit else texts.cases
    results: list[Result] = []
    with bar(quiet) as shown, opened(Shelf(texts.pages)) as desk:
        task = shown.add_task("searching", total=len(cases))
        for result in desk.find(cases, TEXT_HITS):
            results.append(result)
            shown.advance(task)
    stock = _stock(texts.pages, cases, TEXT_HITS) if baseline else []
    about = _about(source, "the search alone, in process", results) | {"photos": "none", "absent": []}
    return summarise(about, judge(cases, results, [_retrieval()]), stock), results


def _pages(stand: Stand) -> Iterator[PageText]:
    from evaluation.baseline import pages_of

    if stand.service is None:
        raise SettingsInvalid(
            "--baseline needs the pages, and they are in another process.",
            hint="Stop kb-serve, or leave --url out.",
        )
    return pages_of(stand.service)


def _stock(pages: Iterable[PageText], cases: Sequence[Case], limit: int = ASK_HITS) -> list[dict[str, Score]]:
    from evaluation.baseline import search_stock

    scorer = _retrieval()
    results = search_stock(pages, cases, limit)
    return [dict(scorer.score(case, result)) for case, result in zip(cases, results, strict=True)]


def _retrieval() -> Scorer:
    scorer: Scorer = load(SCORERS, "retrieval").build(ScorerSettings())
    return scorer


def _about(source: str, asked: str, results: Sequence[Result]) -> dict[str, Any]:
    modes = Counter(r.answer["mode"] for r in results if r.answer)
    return {
        "source": source,
        "cases": len(results),
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "asked": asked,
        "modes": ", ".join(f"{mode} {n}" for mode, n in modes.items()) or "none",
    }


def _write(folder: Path, summary: Summary, results: Sequence[Result]) -> None:
    write_results(folder / "results.jsonl", results)
    scores = json.dumps(to_json(summary), ensure_ascii=False, indent=1)
    (folder / "scores.json").write_text(scores + "\n", "utf-8")
    (folder / "report.md").write_text(report.to_markdown(summary), "utf-8")
