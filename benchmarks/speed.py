"""How fast it is, each thing beside what it should be compared with, in one run.

    python benchmarks/speed.py [--only ask photo …] [--kb FOLDER] [--pages 20] [--out out/speed]

Prints Markdown and writes speed.json and speed.md. A machine shared with others makes every number worse and
the ratios little different: both sides of a ratio are measured in the same run, in turn where they are short.
With each part stands how long a fixed piece of work took just before it: what the neighbours left of a core.
`--kb` names a knowledge base of the samples; a copy of it is asked. Without it the samples are read first.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import speed_asking
import speed_finding
import speed_reading
from figure import Figure, Stage, p50

PARTS: dict[str, Callable[[Stage], Sequence[Figure]]] = {
    "mixed": speed_reading.mixed,
    "again": speed_reading.again,
    "long": speed_reading.long,
    "ask": speed_asking.ask,
    "photo": speed_asking.photo,
    "busy": speed_asking.busy,
    "cold": speed_asking.cold,
    "start": speed_asking.start,
    "search": speed_finding.search,
    "hybrid": speed_finding.hybrid,
}
_SUM_TO = 1_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    """What the run was made on."""

    when: str
    cores: int
    load: float  # processes wanting a core when the run began, this one not counted
    python: str


def machine() -> Machine:
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return Machine(when, os.cpu_count() or 1, round(os.getloadavg()[0], 1), sys.version.split()[0])


def yardstick(part: str) -> Figure:
    """Milliseconds by the clock of the same sum each time, the median of five."""
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        sum(number * number for number in range(_SUM_TO))
        spent.append(1000 * (time.perf_counter() - began))
    return Figure(part, "(yardstick before it: the same sum each time)", p50(spent), "ms")


def to_markdown(about: Machine, figures: Sequence[Figure]) -> str:
    """A table, one line a number; what misses its target is marked."""
    lines = [
        f"{about.when}, {about.cores} cores, load {about.load} at the start, Python {about.python}",
        "",
        "| part | what | measured | target | |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {f.part} | {f.what} | {f.told} | {f.target} | {f.verdict} |" for f in figures]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--kb", type=Path, help="a knowledge base of the samples, else one is made")
    parser.add_argument("--pages", type=int, default=20, help="of the mixed manual")
    parser.add_argument("--long-pages", type=int, default=1000, help="of the long text manual")
    parser.add_argument("--passages", type=int, default=100_000, help="synthetic passages to search among")
    parser.add_argument("--out", type=Path, default=Path("out/speed"))
    options = parser.parse_args()
    about = machine()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), options.kb, options.pages, options.long_pages, options.passages)
        for name in options.only:
            print(f"{name} …", file=sys.stderr, flush=True)
            figures += [yardstick(name), *PARTS[name](stage)]
    text = to_markdown(about, figures)
    print(text)
    options.out.mkdir(parents=True, exist_ok=True)
    told = {"machine": asdict(about), "figures": [asdict(f) for f in figures]}
    (options.out / "speed.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (options.out / "speed.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
