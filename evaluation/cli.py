"""`kb-eval`: does it tell the truth? It parses, asks through the deployed service, writes and prints."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evaluation import comparison, report
from evaluation.case import Case, read_cases
from evaluation.dataset import DATASETS, Dataset, DatasetSettings, TextSet
from evaluation.judging import SCORERS, judge, load_scorers
from evaluation.run import ask_all, without_photos, write_results
from evaluation.scorer import Result, Score, Scorer, ScorerSettings
from evaluation.shelf import PageText, Shelf, opened
from evaluation.summary import Summary, read_scores, summarise, to_json
from evaluation.wiring import Stand, absent_manuals, add_manuals, open_stand, settings_for
from kb_sources.errors import FixciteError, PluginUnknown, SettingsInvalid
from kb_sources.plugins import load, names
from kb_sources.settings import read_settings
from vlm.checking import GateSettings, build_gate

app = typer.Typer(
    help="Ask the deployed service questions whose answers are known, and score what comes back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_err = Console(stderr=True, soft_wrap=True)
ASK_HITS = 8  # passages that an Ask looks at
TEXT_HITS = 20  # enough for ten pages or sections to be among them

AsJson = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
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


@app.command()
def run(
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
    _say(f"KB_DATA={settings.data.resolve()}", as_json)
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
    _say(f"Written to {folder.resolve()}", as_json)
    raise typer.Exit(1 if any(r.error for r in results) else 0)


@app.command("compare")
def compare_runs(
    before: Annotated[Path, typer.Argument(metavar="A", help="Folder of a run (its --out).")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Folder of another run over the same cases.")],
    as_json: AsJson = False,
) -> None:
    """What changed from run A to run B, case by case, with paired 95 % intervals, and which cases flipped.

    Example: `kb-eval compare before after`
    """
    told = comparison.compare(read_scores(before), read_scores(after))
    print(
        json.dumps(comparison.to_json(told), ensure_ascii=False) if as_json else comparison.to_markdown(told)
    )


@app.command()
def perturb(
    gold: Annotated[
        list[Path] | None, typer.Argument(help="Files of gold claims (.jsonl); none: those on the samples.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same wrong claims.")] = 1,
    each: Annotated[int, typer.Option(min=1, help="Wrong claims at most per right one and kind.")] = 2,
    half: Annotated[
        str, typer.Option(help="Only the claims and wordings of this half: seen or heldout.")
    ] = "",
    show: Annotated[int, typer.Option(min=0, help="List so many that left or were blocked wrongly.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Make wrong claims from right ones, run both through the gate, and count what leaves.

    The held-out half is for reporting: do not write rules by what --show tells of it.
    evaluation/cases/README.md tells the fields and how the halves came about.

    Examples: `kb-eval perturb` · `kb-eval perturb --half seen --show 20` · `kb-eval perturb my-claims.jsonl`

    Exit code 0: every target of DESIGN §7 is met · 1: one is not · 2: usage or settings.
    """
    from evaluation import gauntlet

    trials = gauntlet.assemble(gold or [], seed, each, half)
    gate = build_gate(GateSettings())
    outcomes: list[gauntlet.Outcome] = []
    with _bar(as_json) as bar:
        task = bar.add_task("claims", total=sum(len(t) for t in trials.values()))
        for name, of_half in trials.items():
            outcomes += gauntlet.run(name, of_half, gate, lambda: bar.advance(task))
    cells = gauntlet.count(outcomes)
    targets, missed = gauntlet.judge(cells), gauntlet.missed(outcomes)[:show]
    if as_json:
        print(json.dumps(gauntlet.to_json(cells, targets, missed), ensure_ascii=False))
    else:
        print(gauntlet.to_markdown(cells, targets, missed))
    raise typer.Exit(0 if all(t.met for t in targets) else 1)


def _dataset(source: str, data: Path) -> Dataset | TextSet | None:
    """None when the source is a file of cases."""
    if source in names(DATASETS):
        dataset: Dataset | TextSet = load(DATASETS, source).build(DatasetSettings(data))
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
    with _bar(quiet) as bar:
        task = bar.add_task("manuals", total=len(dataset.manuals()))

        def show(name: str) -> None:
            bar.update(task, advance=1, description=f"reading {escape(name)}")

        add_manuals(stand.service, dataset, again=again, progress=show)


def _ask(stand: Stand, cases: Sequence[Case], quiet: bool) -> list[Result]:
    with _bar(quiet) as bar:
        task = bar.add_task("asking", total=len(cases))
        return ask_all(cases, stand.door, lambda done: bar.update(task, completed=done))


def _search(
    source: str, texts: TextSet, limit: int, baseline: bool, quiet: bool
) -> tuple[Summary, list[Result]]:
    """Search a set of texts; nothing but what is found is judged."""
    cases = texts.cases[:limit] if limit else texts.cases
    results: list[Result] = []
    with _bar(quiet) as bar, opened(Shelf(texts.pages)) as desk:
        task = bar.add_task("searching", total=len(cases))
        for result in desk.find(cases, TEXT_HITS):
            results.append(result)
            bar.advance(task)
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


@contextmanager
def _bar(quiet: bool) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, disable=quiet or not _err.is_terminal, transient=True) as bar:
        yield bar


def _say(text: str, quiet: bool) -> None:
    if not quiet:
        _err.print(text, style="dim", highlight=False, markup=False)


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except FixciteError as error:
        _err.print(f"[red]✗[/red] {escape(str(error))}", highlight=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _err.print("Stopped. Nothing was written.")
        sys.exit(130)
