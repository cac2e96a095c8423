"""`kb-eval report`: a run as one web page, with JSON and CSV beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from evaluation.console import PageLanguage, bar, say
from evaluation.drilldown import lay_out, pages_of
from evaluation.page import embed, render, to_csv
from evaluation.run import read_results
from evaluation.summary import read_scores
from evaluation.wiring import open_stand, settings_for
from evaluation.writing import writable_file
from kb_sources.errors import FixciteError, Gone, NotFound, SettingsInvalid
from kb_sources.settings import read_settings

_PICTURES = 300
_OF_A_RUN = ("scores", "pilot", "gaps", "marks")  # what else lies in its folder, or a pilot's


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run (its --out).")],
    out: Annotated[Path | None, typer.Option(help="The page; default report.html in RUN.")] = None,
    pictures: Annotated[
        int, typer.Option(min=0, help="At most so many page pictures, of failed cases first.")
    ] = _PICTURES,
    url: Annotated[str, typer.Option(help="Fetch the pages from the kb-serve at this address.")] = "",
    language: PageLanguage = "en",
) -> None:
    """Write a run as one HTML file that works offline: plots, tables, and every case from claim to lit page.

    report.json holds all that the page shows, report.csv a line a case. Page pictures come from the
    knowledge base that the run asked (KB_DATA); without it the page says that there are none.

    Examples: `kb-eval report out/samples` · `kb-eval report out/samples --out monday.html --language zh`

    Exit code 0: written · 1: RUN holds no run · 2: usage or settings.
    """
    scores = read_scores(run, whole=True)
    page = _free(out or run / "report.html")
    results = {result.case: result for result in read_results(run / "results.jsonl")}
    cases = [lay_out(row, results.get(row["id"])) for row in scores["cases"]]
    wanted = list(pages_of(cases))[:pictures]
    embedded: dict[str, str] = {}
    if wanted:
        embedded = _embedded(wanted, scores["run"].get("dataset", ""), url)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(scores, cases, embedded, language), "utf-8")
    whole = {**scores, "cases": cases}
    page.with_suffix(".json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    page.with_suffix(".csv").write_text("\ufeff" + to_csv(scores), "utf-8")
    say(f"{len(embedded)} of {len(wanted)} cited pages have a picture", quiet=False)
    print(page.resolve())


def _free(page: Path) -> Path:
    """The page's file. Raises SettingsInvalid where its JSON or CSV would take the place of anything but an
    earlier report's, or where it cannot be written."""
    if page.suffix.lower() != ".html":
        raise SettingsInvalid(f"The page is HTML, and {page.name} is not.", hint="--out NAME.html")
    for beside in (page.with_suffix(".json"), page.with_suffix(".csv")):
        if beside.exists() and (page.stem in _OF_A_RUN or not page.exists()):
            raise SettingsInvalid(
                f"{beside} is there, and would be written over.", hint="Name another page with --out."
            )
        writable_file(beside)
    return writable_file(page)


def _embedded(wanted: list[tuple[str, int]], dataset: str, url: str) -> dict[str, str]:
    settings = read_settings()
    settings = settings_for(settings, dataset) if dataset and not url else settings
    if not url and not settings.data.is_dir():
        return {}  # nothing was ever read here: do not make a folder by looking
    with open_stand(settings, url) as stand, bar(quiet=False) as shown:
        task = shown.add_task("pages", total=len(wanted))
        problems: dict[str, None] = {}

        def picture(edition: str, page: int) -> bytes | None:
            shown.advance(task)
            try:
                return stand.door.picture(edition, page)
            except (NotFound, Gone):
                return None  # of another knowledge base
            except FixciteError as error:
                problems[str(error)] = None
                return None

        found = embed(wanted, picture, len(wanted))
    for problem in problems:
        say(f"Without picture: {problem}", quiet=False)
    return found
