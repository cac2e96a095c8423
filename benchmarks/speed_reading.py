"""Speed of reading: routed against OCR of everything, a second time against the first, a thousand pages."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import psutil
from figure import Figure, Stage, p50
from material import ROOT, SAMPLES, TruePage, environment, long_manual, mixed_manual
from rapidfuzz.distance import Levenshtein
from reading import without_leaders

from ingest.desk import Described
from ingest.opening import PageDone, read_manual
from ingest.page import PageRead, Word
from ingest.structure import structure
from ingest.wiring import build
from kb_sources.manual import Box
from kb_sources.settings import Settings

_AGAIN = 5
_LOOK_S = 0.1  # between two looks at memory


@dataclass(frozen=True, slots=True)
class Reading:
    """A manual read and structured: its pages, seconds of wall and of processor time."""

    pages: Sequence[PageRead]
    wall: float
    processor: float


def mixed(stage: Stage) -> list[Figure]:
    """Ours, OCR of every page, ours again: open → structure, and the text of both against the truth."""
    manual = mixed_manual(stage.folder, stage.pages)
    first, reference, second = _read(manual.path), _read(manual.pictured), _read(manual.path)
    wall, processor = fmean((first.wall, second.wall)), fmean((first.processor, second.processor))
    figures = [
        Figure("mixed", f"{stage.pages} pages, 20 % scans: pages/s", stage.pages / wall, "pages/s"),
        Figure("mixed", "OCR of every page: pages/s", stage.pages / reference.wall, "pages/s"),
        Figure("mixed", "times the pages/s of OCR of every page", reference.wall / wall, at_least=4),
        Figure("mixed", "the same in processor time", reference.processor / processor),
    ]
    for name, chosen in (("digital", False), ("scanned", True)):
        ours = error_rates(first.pages, manual.pages, scanned=chosen)
        theirs = error_rates(reference.pages, manual.pages, scanned=chosen)
        figures += [
            Figure("mixed", f"mean CER of {len(ours)} lines, {name} pages", 100 * fmean(ours), "%"),
            Figure("mixed", f"the same by OCR of every page, {name} pages", 100 * fmean(theirs), "%"),
        ]
    both = [error_rates(reading.pages, manual.pages) for reading in (first, reference)]
    figures.append(
        Figure("mixed", "mean CER less that of OCR", 100 * (fmean(both[0]) - fmean(both[1])), "points", 0)
    )
    return figures


def _read(path: Path) -> Reading:
    began, spent = time.perf_counter(), _processor_s()
    pages = [event.page for event in read_manual(path) if isinstance(event, PageDone)]
    structure(pages, "en")
    return Reading(pages, time.perf_counter() - began, _processor_s() - spent)


def _processor_s() -> float:
    """Of this process and of its children that have ended."""
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def error_rates(
    read: Sequence[PageRead], truth: Sequence[TruePage], *, scanned: bool | None = None
) -> list[float]:
    """Character error rate of every true line against the words whose middle lies in its box."""
    rates = []
    for page, true in zip(read, truth, strict=True):
        if scanned is not None and true.scanned != scanned:
            continue
        words = [word for line in page.lines for word in line.words]
        for line in true.lines:
            printed = without_leaders(line.text)
            found = without_leaders("".join(w.text for w in sorted(words, key=_left) if _inside(w, line.box)))
            if printed:
                rates.append(min(Levenshtein.distance(printed, found) / len(printed), 1.0))
    return rates


def _left(word: Word) -> float:
    return word.box.x0


def _inside(word: Word, box: Box) -> bool:
    return box.holds((word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2)


def again(stage: Stage) -> list[Figure]:
    """First ingest of a digital manual against adding the unchanged file once more, by the same desk."""
    path = SAMPLES / "norvik-n7-repair-en.pdf"
    described = Described("Norvik N7 Repair Manual", "Norvik", ("N7",), "en")
    workshop = build(Settings(data=stage.folder / "again"))
    try:
        began = time.perf_counter()
        workshop.desk.add(path, path.name, described)
        workshop.worker.work_off()
        first = time.perf_counter() - began
        later = []
        for _ in range(_AGAIN):
            began = time.perf_counter()
            receipt = workshop.desk.add(path, path.name, described)
            later.append(time.perf_counter() - began)
            assert receipt.noop
    finally:
        workshop.close()
    return [
        Figure("again", "15 digital pages, first ingest", first, "s"),
        Figure("again", "the unchanged file once more", 1000 * p50(later), "ms"),
        Figure("again", "times faster", first / p50(later), at_least=50),
    ]


def long(stage: Stage) -> list[Figure]:
    """A long text manual by `kb-ingest add`: wall time, and the most memory all processes held at once."""
    path = long_manual(stage.folder, stage.long_pages)
    command = [sys.executable, "-m", "ingest", "add", str(path), "--title", "Long", "--language", "en"]
    began, worked = time.perf_counter(), _processor_s()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(stage.folder / "long"), stdout=subprocess.DEVNULL
    )
    memory = Memory(process.pid)
    code = process.wait()
    wall = time.perf_counter() - began
    most, worked = memory.stop(), _processor_s() - worked
    if code:
        raise SystemExit(f"kb-ingest ended with {code}")
    pages = stage.long_pages
    return [
        Figure("long", f"{pages:,} text pages, kb-ingest add", wall, "s"),
        Figure("long", "pages/s", pages / wall, "pages/s"),
        Figure("long", "processor time a page", 1000 * worked / pages, "ms"),
        Figure("long", "most resident memory of all processes", most / 2**30, "GiB", at_most=2),
    ]


class Memory:
    """Watches the resident memory of a process and all below it; pages they share count for each."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_S):
            resident = 0
            try:
                family = [self._root, *self._root.children(recursive=True)]
            except psutil.Error:
                return
            for process in family:
                try:
                    resident += process.memory_info().rss
                except psutil.Error:
                    continue  # it has just ended
            self._most = max(self._most, resident)
