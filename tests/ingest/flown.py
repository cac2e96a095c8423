"""Pages in flight to a stand-in server, counted where they arrive. For a test and a benchmark."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.consulting import Consultant
from ingest.lines import make_line
from ingest.page import PageRead, Word
from ingest.readers.qwen3vl import QwenSettings, build
from ingest.seconds import SecondReadings
from ingest.sheets import Sheets
from kb_sources.blobs import Blobs
from kb_sources.database import connect
from kb_sources.manual import Box
from tests.ingest.seen import picture, written
from tests.vlm.model_server import model_server
from vlm.model import ModelSettings
from vlm.models.openai_http import build as build_http


@dataclass(frozen=True, slots=True)
class Flown:
    """Pages in flight: the mean while enough were left, the highest; calls; seconds from end to end."""

    mean: float
    highest: int
    calls: int
    wall_s: float
    processor_s: float  # of this process: ours and the stand-in's


def measure(folder: Path, *, pages: int, most: int, latency_s: Callable[[], float]) -> Flown:
    """Have `pages` scans asked about, at most `most` at once, by a server that takes `latency_s` for each."""
    scan = _scan()
    sheets, blobs = Sheets(connect(f"sqlite:///{folder}/{most}.db")), Blobs(str(folder / "blobs"))
    with model_server() as server:
        server.answer, server.latency_s = written(scan), latency_s
        model = build_http(ModelSettings(name="stub", url=server.url))
        consultant = Consultant(build(QwenSettings(model)), model, "hard", 60.0)
        second = SecondReadings(consultant, sheets, blobs, "reading", most, lambda page: None)
        key = blobs.put(picture(scan))
        for number in range(1, pages + 1):
            page = second.marked(PageRead(number, "", 600, 850, "ocr", "a scan", scan.lines, picture=key))
            sheets.store("reading", page)
        began, spent = time.monotonic(), time.process_time()
        second.take_up()
        second.drain(lambda: None)
        wall, processor = time.monotonic() - began, time.process_time() - spent
        flights = sorted(server.flights)
    read = [page.consulted.state for page in sheets.pages("reading") if page.consulted]
    if read != ["read"] * pages:
        raise RuntimeError(f"not every page was read: {read}")
    return Flown(*_in_flight(flights, most), len(flights), wall, processor)


def _in_flight(flights: list[tuple[float, float]], most: int) -> tuple[float, int]:
    """Mean from when as many as allowed had taken off until the last did, and the highest count."""
    since, until = flights[most - 1][0], flights[-1][0]
    busy = sum(max(min(end, until) - max(start, since), 0.0) for start, end in flights)
    highest = max(sum(s <= start < e for s, e in flights) for start, _ in flights)
    return busy / max(until - since, 1e-9), highest


def _scan() -> PageRead:
    lines = []
    for row in range(30):
        box = Box(0.1, 0.05 + 0.03 * row, 0.7, 0.065 + 0.03 * row)
        text = f"Unplug the machine and tighten screw {row} to 2.5 N·m."
        lines.append((text, box))
    read = tuple(make_line([Word(text, box)], "rapidocr", size=10) for text, box in lines)
    return PageRead(1, "", 600, 850, "ocr", "a scan", read)
