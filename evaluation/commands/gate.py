"""`kb-eval gate`: is it worse than before? For CI."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from evaluation import regression
from evaluation.console import AsJson, say, stages
from evaluation.dataset import DATASETS, TextSet, dataset_of
from evaluation.examination import Conditions, examine
from evaluation.summary import read_scores, to_json
from evaluation.wiring import settings_for
from kb_sources.errors import FixciteError, SettingsInvalid
from kb_sources.plugins import names
from kb_sources.settings import read_settings


def command(
    base: Annotated[
        str, typer.Argument(metavar="BASE|DATASET", help="A run or its scores.json; or a dataset's baseline.")
    ],
    new: Annotated[Path | None, typer.Argument(help="The run to judge; a dataset is asked anew.")] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Make what a dataset scores now its baseline.")
    ] = False,
    data: Annotated[Path, typer.Option(help="Folder of the public datasets.")] = Path("../shared/data"),
    as_json: AsJson = False,
) -> None:
    """Exit 1 when a run is worse than its base: a measure beyond its interval or judged nowhere any more, a
    case that now does harm, is gone or became an error. Which cases flipped is printed either way.

    Examples: `kb-eval gate out/monday out/tuesday` · `kb-eval gate samples` · `kb-eval gate samples out/a` ·
    `kb-eval gate samples --refresh` (then commit evaluation/baselines/samples.json, and say why)

    Exit code 0: no worse, or the baseline was written · 1: worse · 2: usage or settings, or a run could not
    be read or asked.
    """
    is_set = base in names(DATASETS)
    if not is_set and (new is None or refresh):
        raise SettingsInvalid(
            "A gate needs two runs, or a dataset with a baseline.", hint="kb-eval gate BASE NEW"
        )
    try:
        scores = read_scores(new) if new else _asked(base, data, as_json)
        if refresh:
            path = regression.BASELINES / f"{base}.json"
            regression.write_baseline(path, scores)
            say(f"Written to {path}", as_json)
            return
        before = read_scores(regression.baseline_of(base) if is_set else Path(base))
        found = regression.regress(before, scores)
    except FixciteError as error:  # exit code 1 says "worse", and that is not known
        raise SettingsInvalid(error.message, hint=error.hint) from error
    told = {
        "worse": [asdict(change) for change in found.worse],
        "harmed": list(found.harmed),
        "gone": list(found.gone),
        "failed": list(found.failed),
        "lost": list(found.lost),
        "uneven": [asdict(reach) for reach in found.told.uneven],
        "flips": [asdict(flip) for flip in found.told.flips],
    }
    print(json.dumps(told, ensure_ascii=False) if as_json else regression.to_markdown(found))
    raise typer.Exit(1 if found.found else 0)


def _asked(source: str, data: Path, as_json: bool) -> dict[str, object]:
    dataset = dataset_of(source, data)
    if dataset is None or isinstance(dataset, TextSet):
        raise SettingsInvalid(f"{source} is not asked of a service, so it has no baseline.")
    settings = settings_for(read_settings(), source)
    with stages(as_json) as progress:
        summary, _ = examine(settings, source, dataset.cases(), dataset, Conditions(), progress)
    return to_json(summary)
