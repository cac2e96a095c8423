"""Prints how broken, locked and bomb files end when they are added: indexed, rejected, password asked.

    python benchmarks/hostile.py FOLDER... [--out FILE.csv]

Each file goes through the desk and the worker of a knowledge base of its own, as `kb-ingest add` does it.
Seconds are wall time of niced children; memory is the largest child so far.
"""

from __future__ import annotations

import argparse
import csv
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.desk import Described
from ingest.wiring import Workshop, build
from kb_sources.errors import FixciteError, ManualEncrypted
from kb_sources.settings import Settings

ENDS_WELL = ("indexed", "indexed but for some pages", "rejected", "password asked")


@dataclass(frozen=True, slots=True)
class Ended:
    file: str
    outcome: str
    reason: str
    open_s: float
    page_s: float  # the slowest page, its OCR included
    mib: int


class Clock:
    """Told each step of the recipe, it knows the longest time between two pages."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()

    def __call__(self, step: str) -> None:
        now = time.monotonic()
        if step == "page":
            self.longest = max(self.longest, now - self._last)
        self._last = now


def add(file: Path, name: str) -> Ended:
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="fixcite-hostile-") as folder:
        workshop = build(Settings(data=Path(folder), retrieval_store="exact"), clock)
        began = time.monotonic()
        try:
            receipt = workshop.desk.add(file, file.name, Described())
            open_s = time.monotonic() - began
            workshop.worker.work_off()
            outcome, reason = _became(workshop, receipt.job or "", receipt.edition)
        except ManualEncrypted as error:
            open_s, outcome, reason = time.monotonic() - began, "password asked", str(error)
        except FixciteError as error:
            open_s, outcome, reason = time.monotonic() - began, "rejected", str(error)
            if not error.hint:
                outcome = "rejected without a hint"
        except Exception as error:
            open_s, outcome, reason = time.monotonic() - began, "accident", repr(error)
        finally:
            workshop.close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    return Ended(name, outcome, reason, round(open_s, 1), round(clock.longest, 1), peak)


def _became(workshop: Workshop, job_id: str, edition: str) -> tuple[str, str]:
    job = workshop.desk.job(job_id)
    if job.state != "done":
        named = job.state == "failed" and not job.reason.startswith("unexpected")
        return "rejected" if named else f"job {job.state}", job.reason
    (status,) = workshop.desk.status()
    report = status.editions[0].report or {}
    failed = report["routes"].get("failed", 0)
    told = ", ".join(f"{count} {route}" for route, count in report["routes"].items())
    why = report["look_first"][0]["why"] if failed else ""
    return ENDS_WELL[failed > 0], f"{told}; {report['passages']} passages; {why}"


def files(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            yield file, f"{folder.name}/{file.relative_to(folder)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, help="CSV with a line a file")
    arguments = parser.parse_args()
    ended = []
    for file, name in files(arguments.folders):
        ended.append(add(file, name))
        if ended[-1].outcome not in ENDS_WELL:
            print(f"{name}: {ended[-1].outcome}: {ended[-1].reason}", flush=True)
    if arguments.out:
        with arguments.out.open("w", newline="") as table:
            rows = csv.DictWriter(table, list(asdict(ended[0])))
            rows.writeheader()
            rows.writerows(asdict(e) for e in ended)
    for outcome, count in Counter(e.outcome for e in ended).most_common():
        print(f"{count:5} {outcome}")
    for measure in ("open_s", "page_s", "mib"):
        worst = max(ended, key=lambda e: getattr(e, measure))
        print(f"most {measure}: {getattr(worst, measure)} ({worst.file})")


if __name__ == "__main__":
    main()
