"""Measures retrieval on public sets of texts with the very Search the service uses.

    python benchmarks/finding.py --data ../shared/data [--only ohr-gt ...] [--store exact] [--json out.json]

It prints Markdown; a page or section is one unit, cut into passages of some 90 words. `--stock` measures
LlamaIndex's splitter in place of our cut, without product filter. `kb-eval run ohr_manual` judges alike.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation.baseline import search_stock
from evaluation.case import Case
from evaluation.dataset import DatasetSettings, TextSet
from evaluation.datasets import cmrc2018, emanual_samsung, ohr_manual, repair_zh_home
from evaluation.scorer import Result
from evaluation.shelf import Shelf, opened
from retrieval.question import Widener

RESAMPLES = 1000
HITS = 20
NOT_FOUND = 99


class NoGlossary:
    def widen(self, text: str, about: object = ()) -> tuple[()]:
        return ()


def _unfiltered(texts: TextSet) -> TextSet:
    return replace(texts, cases=tuple(replace(case, product=None) for case in texts.cases))


TASKS: dict[str, Callable[[DatasetSettings], TextSet]] = {
    "ohr-gt": ohr_manual.build,
    "ohr-MinerU": lambda settings: ohr_manual.build_as(settings, "MinerU"),
    "samsung-filtered": emanual_samsung.build,
    "samsung": lambda settings: _unfiltered(emanual_samsung.build(settings)),
    "cmrc2018-zh": cmrc2018.build,
    "repair-zh-home": repair_zh_home.build,
}


@dataclass(frozen=True, slots=True)
class Ranks:
    """Of the first gold unit among the distinct units found, 1-based; NOT_FOUND when it is not among them."""

    ranks: tuple[int, ...]
    folds: tuple[str, ...]  # what is left out together
    milliseconds: tuple[float, ...]

    def at(self, k: int) -> float:
        return sum(r <= k for r in self.ranks) / len(self.ranks)

    def interval(self, k: int) -> tuple[float, float]:
        """95 %, by resampling what belongs together (manual, article)."""
        groups: dict[str, list[bool]] = {}
        for rank, fold in zip(self.ranks, self.folds, strict=True):
            groups.setdefault(fold, []).append(rank <= k)
        rng = random.Random(0)
        names = list(groups)
        means = []
        for _ in range(RESAMPLES):
            drawn = [hit for name in rng.choices(names, k=len(names)) for hit in groups[name]]
            means.append(sum(drawn) / len(drawn))
        means.sort()
        return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]


def ranks_of(cases: Sequence[Case], results: Sequence[Result]) -> Ranks:
    ranks = [rank(case, result) for case, result in zip(cases, results, strict=True)]
    return Ranks(tuple(ranks), folds(cases), tuple(1000 * result.seconds for result in results))


def rank(case: Case, result: Result) -> int:
    right = (n for n, place in enumerate(result.found_for(case), start=1) if case.on_gold(*place))
    return next(right, NOT_FOUND)


def folds(cases: Sequence[Case]) -> tuple[str, ...]:
    """The gold manual of each case; where all share one, every case stands for itself."""
    manuals = [case.places[0].manual for case in cases]
    return tuple(manuals) if len(set(manuals)) > 1 else tuple(case.id for case in cases)


def measure(texts: TextSet, *, store: str, glossary: Widener | None) -> Ranks:
    with opened(Shelf(texts.pages), store=store, glossary=glossary) as desk:
        return ranks_of(texts.cases, list(desk.find(texts.cases, HITS)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--only", nargs="*", choices=TASKS, default=list(TASKS))
    parser.add_argument("--store", default="qdrant_edge")
    parser.add_argument("--no-glossary", action="store_true")
    parser.add_argument("--stock", action="store_true", help="stock LlamaIndex instead")
    parser.add_argument("--json", type=Path, help="also write the ranks there")
    options = parser.parse_args()
    glossary = NoGlossary() if options.no_glossary else None
    rows = {}
    print("| task | questions | units | @1 | 95 % | @5 | 95 % | p50 ms |")
    print("|---|---|---|---|---|---|---|---|")
    for name in options.only:
        texts = TASKS[name](DatasetSettings(options.data))
        if options.stock:
            ranks = ranks_of(texts.cases, search_stock(texts.pages, texts.cases, HITS))
        else:
            ranks = measure(texts, store=options.store, glossary=glossary)
        cells = [name, str(len(texts.cases)), str(len(texts.pages))]
        for k in (1, 5):
            low, high = ranks.interval(k)
            cells += [f"{ranks.at(k):.3f}", f"{low:.3f}–{high:.3f}"]
        cells.append(f"{statistics.median(ranks.milliseconds):.1f}")
        print("| " + " | ".join(cells) + " |", flush=True)
        rows[name] = {"at_1": ranks.at(1), "at_5": ranks.at(5), "ranks": ranks.ranks}
    if options.json:
        options.json.write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
