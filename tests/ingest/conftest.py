"""A workshop without PDFs and without Qdrant: a scripted page reader and an index that is a dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.desk import Described, Desk, Receipt
from ingest.jobs import Jobs
from ingest.opening import Opened, PageDone
from ingest.page import Line, PageRead, Word
from ingest.pipeline import Pipeline
from ingest.sheets import Sheets
from ingest.worker import Worker
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import ManualEncrypted, ManualUnreadable
from kb_sources.manual import Box, Manual, Passage


@dataclass
class DictIndex:
    """Reading → ids of its passages."""

    points: dict[str, list[str]] = field(default_factory=dict)

    def publish(self, reading: str, manual: Manual, passages: Iterable[Passage]) -> int:
        self.points[reading] = [p.id for p in passages]
        return len(self.points[reading])

    def remove(self, tenant: str, reading: str) -> None:
        self.points.pop(reading, None)


class ScriptedReader:
    """Reads files whose text is one page per line; `opened` counts pages really read."""

    def __init__(self) -> None:
        self.pages_read: list[int] = []
        self.on_page: Callable[[int], None] = lambda number: None

    def __call__(self, path: Path, done: frozenset[int]) -> Iterator[Opened | PageDone]:
        text = path.read_text("utf-8")
        if text.startswith("LOCKED"):
            raise ManualEncrypted
        if text.startswith("JUNK"):
            raise ManualUnreadable(f"{path.name} is no manual.")
        lines = text.splitlines()
        yield Opened(len(lines), "", "pdf")
        for number, words in enumerate(lines, start=1):
            if number not in done:
                self.on_page(number)
                self.pages_read.append(number)
                yield PageDone(page(number, words), f"picture of {words}".encode())


def page(number: int, words: str) -> PageRead:
    if words == "BROKEN":
        return PageRead(number, "", 595, 842, "failed", "a cycle in the page tree", ())
    box = Box(0.1, 0.1, 0.9, 0.12)
    line = Line((Word(words, box),), box, "textlayer", words, size=11, unsure="?" in words)
    return PageRead(number, str(number), 595, 842, "textlayer", "sound text layer", (line,))


@dataclass
class Shop:
    """All parts, and a shortcut to add a file and work it off."""

    folder: Path
    catalogue: Catalogue
    sheets: Sheets
    queue: Jobs
    blobs: Blobs
    index: DictIndex
    reader: ScriptedReader
    pipeline: Pipeline
    worker: Worker
    desk: Desk

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def add(self, name: str, text: str, described: Described | None = None, **how: bool) -> Receipt:
        receipt = self.desk.add(
            self.file(name, text), name, described or Described(title="Cover", maker="Acme"), **how
        )
        self.worker.work_off()
        return receipt

    def live_texts(self) -> list[str]:
        """The words of each live edition, whose passages are exactly those in the index."""
        found: list[str] = []
        for reading in self.catalogue.live("default"):
            passages = list(self.catalogue.passages_of(reading))
            assert self.index.points[reading] == [p.id for p in passages]
            found.append(" ".join(" ".join(p.text for p in passages).split()))
        return sorted(found)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    catalogue = Catalogue(connect(f"sqlite:///{tmp_path}/catalogue.db"))
    sheets, queue = Sheets(catalogue.engine), Jobs(catalogue.engine)
    blobs, index, reader = Blobs(str(tmp_path / "blobs")), DictIndex(), ScriptedReader()
    pipeline = Pipeline(catalogue, sheets, queue, blobs, index, reader, tmp_path / "scratch")
    worker = Worker(queue, pipeline)
    desk = Desk("default", "1/scripted", catalogue, sheets, queue, blobs, index, reader, worker.wake)
    return Shop(tmp_path, catalogue, sheets, queue, blobs, index, reader, pipeline, worker, desk)
