"""Stock LlamaIndex on the public sets that benchmarks/finding.py measures: the numbers to stand beside.

    python benchmarks/baseline.py --data ../shared/data [--only ohr-gt ...] [--json out.json]

A page or section is one document → SentenceSplitter → the same search; no structure, no product filter.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from finding import HITS, TASKS, Result, Task

from evaluation.baseline import PageText, search_stock
from evaluation.case import Case, GoldPlace


def measure(task: Task) -> Result:
    """Ranks of the first gold unit among the distinct units found; 99 when it is not among them."""
    numbers: dict[tuple[str, str], int] = {}
    pages = []
    for unit in task.units:
        number = len(pages) + 1  # any number will do, as long as it is its own
        numbers[unit.manual, unit.name] = number
        pages.append(PageText(unit.manual, number, "\n".join((*unit.titles, unit.text)), task.language))
    cases = [
        Case(
            id=str(n),
            lang=task.language,
            question=case.question,
            product=None,
            action="answer",
            places=tuple(GoldPlace(manual, (numbers[manual, name],)) for manual, name in case.gold),
            must=(),
            forbid=(),
            kind=task.name,
        )
        for n, case in enumerate(task.cases)
    ]
    ranks = []
    for case, result in zip(cases, search_stock(pages, cases, HITS), strict=True):
        right = (rank for rank, found in enumerate(result.found, start=1) if case.on_gold(*found))
        ranks.append(next(right, 99))
    return Result(tuple(ranks), tuple(c.fold for c in task.cases), ())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--only", nargs="*", choices=TASKS, default=[t for t in TASKS if "filter" not in t])
    parser.add_argument("--json", type=Path, help="also write the ranks there")
    options = parser.parse_args()
    rows = {}
    print("| task, stock LlamaIndex | questions | @1 | 95 % | @5 | 95 % |")
    print("|---|---|---|---|---|---|")
    for name in options.only:
        result = measure(TASKS[name](options.data))
        cells = [name, str(len(result.ranks))]
        for k in (1, 5):
            low, high = result.interval(k)
            cells += [f"{result.at(k):.3f}", f"{low:.3f}–{high:.3f}"]
        print("| " + " | ".join(cells) + " |", flush=True)
        rows[name] = {"at_1": result.at(1), "at_5": result.at(5), "ranks": result.ranks}
    if options.json:
        options.json.write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
