"""Is a run worse than a baseline, beyond what chance explains? And the baseline files it is held against.

It asks nothing. A baseline is a run's scores without what changes from day to day, one case a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.comparison import Change, Comparison, compare, uneven_table
from evaluation.report import interval, number, table
from kb_sources.errors import SettingsInvalid

BASELINES = Path(__file__).with_name("baselines")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Regression:
    """What is worse: measures whose 95 % interval lies below zero or that nothing is judged by any more,
    cases that now do harm, are gone or could not be asked."""

    told: Comparison
    worse: Sequence[Change]
    harmed: Sequence[str]
    gone: Sequence[str]
    failed: Sequence[str]
    lost: Sequence[str]

    @property
    def found(self) -> bool:
        return bool(self.worse or self.harmed or self.gone or self.failed or self.lost)


def regress(base: Mapping[str, Any], new: Mapping[str, Any]) -> Regression:
    """Two scores.json, or baselines. Harm needs no interval: one new case of it is one too many.

    Raises InputRejected when they share no case.
    """
    told = compare(base, new)
    worse = [c for c in told.changes if c.difference.high is not None and c.difference.high < 0]
    harmed = [flip.case for flip in told.flips if flip.harmed]
    there = {row["id"] for row in new["cases"]}
    gone = [row["id"] for row in base["cases"] if row["id"] not in there]
    failed = [flip.case for flip in told.flips if flip.after == "error" != flip.before]
    return Regression(
        told, worse, harmed, gone, failed, [reach.measure for reach in told.uneven if reach.lost]
    )


def to_markdown(found: Regression) -> str:
    names, n = found.told.names, found.told.common
    parts = [f"# {names[0]} → {names[1]}: {'worse' if found.found else 'no worse'} over {n} cases"]
    if found.worse:
        rows = [
            (
                c.measure,
                number(c.before),
                number(c.after),
                f"{c.difference.mean or 0:+.3f}",
                interval(c.difference),
            )
            for c in found.worse
        ]
        parts.append(table(("measure", "base", "new", "difference", "95 %"), rows))
    if found.harmed:
        parts.append(f"Harm that the base did not do: {', '.join(found.harmed)}")
    if found.gone:
        parts.append(f"Cases of the base that were not asked: {', '.join(found.gone)}")
    if found.failed:
        parts.append(f"Cases that the base asked and that are errors now: {', '.join(found.failed)}")
    if found.lost:
        parts.append(f"Measures of the base by which no case is judged now: {', '.join(found.lost)}")
    parts += uneven_table(found.told.uneven, ("base", "new"))
    flips = [flip.told for flip in found.told.flips]
    if flips:
        parts += [f"## Flipped: {len(flips)}", table(("case", "base", "new", "question"), flips)]
    return "\n\n".join(parts) + "\n"


def baseline_of(dataset: str) -> Path:
    """The committed baseline of a dataset. Raises SettingsInvalid when there is none."""
    path = BASELINES / f"{dataset}.json"
    if not path.is_file():
        raise SettingsInvalid(
            f"There is no baseline of {dataset}.",
            hint=f"Write one: kb-eval gate {dataset} --refresh. It comes with the repository alone.",
        )
    return path


def write_baseline(path: Path, scores: Mapping[str, Any]) -> None:
    """What `regress` needs of a run, one case a line so that a change of it can be read."""
    rows = []
    for row in scores["cases"]:
        values = {k: None if v is None else round(v, _DIGITS) for k, v in row["scores"].items()}
        kept = {k: row[k] for k in ("id", "wanted", "got", "cause", "question")} | {"scores": values}
        rows.append(json.dumps(kept, ensure_ascii=False))
    run = {k: scores["run"][k] for k in ("source", "cases", "modes")}
    run |= {"written_by": f"kb-eval gate {scores['run']['source']} --refresh"}
    head = f'"run": {json.dumps(run, ensure_ascii=False)},\n"latency_ms": {{}},\n"cases": [\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{" + head + ",\n".join(rows) + "\n]}\n", "utf-8")
