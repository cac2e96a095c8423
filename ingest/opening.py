"""Opens a manual and yields its pages, from a child process that is watched, killed and started again.

It opens no file itself and imports no PDF library: whatever a file does, it does it to the child.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import psutil

from ingest.document import FileKind
from ingest.frames import PAGE, read_frame
from ingest.page import PageRead
from kb_sources.errors import ManualEncrypted, ManualTooCostly, ManualUnreadable

_WATCH_S = 0.05  # between two looks at a child: at 2 GB/s it grows 100 MB in that time
_MOST_DEATHS = 40  # pages of one file that may kill their child before the file is given up
_WALL = 4  # seconds of wall time allowed per second of processor time: a starved child is not a hanging one
_SAVE_ANEW = "Open it in a viewer, save it anew and add that copy."
_REJECTIONS = {e.__name__: e for e in (ManualUnreadable, ManualEncrypted, ManualTooCostly)}


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What opening and reading one file may cost: seconds of processor time, bytes of resident memory.

    The child is niced, so that wall time says little on a busy machine: four times as much is allowed of it.
    """

    open_s: float = 20.0
    page_s: float = 10.0  # one page without OCR
    ocr_s: float = 60.0  # the OCR of one page, on top
    rss_bytes: int = 2 << 30
    max_pages: int = 5000


@dataclass(frozen=True, slots=True)
class Opened:
    pages: int
    title: str  # of the file's metadata, "" when it has none
    kind: FileKind


@dataclass(frozen=True, slots=True)
class PageDone:
    page: PageRead
    png: bytes | None  # the page as displayed at 150 dpi; None when it could not be shown


def read_manual(
    path: Path,
    *,
    limits: ReadingLimits | None = None,
    done: frozenset[int] = frozenset(),
    ocr: bool = True,
    document: str = "pymupdf",
) -> Generator[Opened | PageDone, None, None]:
    """First Opened, then PageDone for every page not in `done`, in order; closing it ends the child.

    A page that crashes, hangs or eats memory comes as route "failed" with the reason; a new child goes on
    with the next. Raises ManualUnreadable, ManualEncrypted or ManualTooCostly when the file cannot be opened.
    """
    limits = limits or ReadingLimits()
    finished = set(done)
    ocr_failed: dict[int, str] = {}  # pages whose OCR killed a child, and how: read again without
    opened: Opened | None = None
    deaths = 0
    while True:
        order = {
            **asdict(limits),
            "path": str(path),
            "document": document,
            "done": sorted(finished),
            "ocr": ocr,
            "ocr_failed": ocr_failed,
        }
        with _Child(order, limits) as child:
            while (frame := child.next()) is not None:
                fields, attachment = frame
                match fields["is"]:
                    case "opened" if opened is None:
                        opened = Opened(fields["pages"], fields["title"], fields["kind"])
                        yield opened
                    case "page":
                        page = PAGE.validate_python(fields["page"])
                        finished.add(page.number)
                        yield PageDone(page, attachment)
                    case "failed":
                        finished.add(fields["page"])
                        yield PageDone(_failed(fields["page"], fields["reason"], child), None)
                    case "rejected":
                        raise _REJECTIONS[fields["error"]](fields["message"], hint=fields["hint"])
                    case "end":
                        return
            why = child.why_dead()
            if opened is None:
                raise _dead_on_opening(why, child)
            deaths += 1
            if child.at is not None and child.in_ocr:
                ocr_failed[child.at] = f"it broke off: {why}"
            elif child.at is not None and child.at not in finished:
                finished.add(child.at)
                yield PageDone(_failed(child.at, why, child), None)
        if deaths > _MOST_DEATHS or child.at is None:
            raise ManualTooCostly(
                f"Reading broke off {deaths} times, last because {why}.",
                hint=_SAVE_ANEW,
            )


def _failed(number: int, reason: str, child: _Child) -> PageRead:
    width, height = child.size
    return PageRead(
        number=number, label="", width=width, height=height, route="failed", reason=reason, lines=()
    )


def _dead_on_opening(why: str, child: _Child) -> ManualUnreadable:
    if child.verdict:
        return ManualTooCostly(f"The file was not opened: {why}.", hint=_SAVE_ANEW)
    return ManualUnreadable(f"The file breaks the reader: {why}.", hint=_SAVE_ANEW)


class _Child:
    """One child process and the thread that watches it."""

    def __init__(self, order: dict[str, Any], limits: ReadingLimits) -> None:
        self._order, self._limits = order, limits
        self.at: int | None = None  # the page being read
        self.in_ocr = False
        self.size = (0.0, 0.0)  # of that page in points, once known
        self.verdict = ""  # why the watcher killed it
        self._allowed_s = limits.open_s
        self._waiting_since: float | None = None
        self._used = 0.0  # processor time of the child so far, in seconds
        self._used_before = 0.0  # processor time when the present stage began

    def __enter__(self) -> _Child:
        root = str(Path(__file__).parents[1])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((root, os.environ.get("PYTHONPATH", "")))},
        )
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="reading-watch", daemon=True)
        self._watcher.start()
        with contextlib.suppress(BrokenPipeError):  # it died at once; next() tells
            self._pipe(self._process.stdin).write(json.dumps(self._order).encode())
            self._pipe(self._process.stdin).close()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._kill()
        self._watcher.join()
        self._process.wait()
        self._pipe(self._process.stdout).close()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> Any:
        return pipe

    def next(self) -> tuple[dict[str, Any], bytes] | None:
        """The next frame, None when the child is gone; frames about progress are kept to oneself."""
        while True:
            self._waiting_since = time.monotonic()
            try:
                frame = read_frame(self._pipe(self._process.stdout))
            except ValueError as error:
                self.verdict = self.verdict or str(error)
                self._kill()
                return None
            finally:
                self._waiting_since = None
            if frame is None:
                return None
            fields, _ = frame
            self._used_before = self._used
            if fields["is"] != "reading":
                self._allowed_s, self.in_ocr = self._limits.page_s, False
                return frame
            self.at, self.in_ocr = fields["page"], fields["stage"] == "ocr"
            if not self.in_ocr:
                self.size = tuple(fields["size"])
            self._allowed_s = self._limits.ocr_s if self.in_ocr else self._limits.page_s

    def why_dead(self) -> str:
        """What ended the child, in words."""
        code = self._process.wait()
        if self.verdict:
            return self.verdict
        if code < 0:
            return f"it was ended by {signal.Signals(-code).name}"
        return f"it ended with status {code}"

    def _watch(self) -> None:
        with contextlib.suppress(psutil.Error):  # it is gone already
            process = psutil.Process(self._process.pid)
            while not self._over.wait(_WATCH_S):
                times = process.cpu_times()
                self._used = times.user + times.system
                self.verdict = self.verdict or self._too_costly(process.memory_info().rss)
                if self.verdict:
                    self._kill()
                    return

    def _too_costly(self, resident: int) -> str:
        """What limit is exceeded, in words; "" when none is. Time counts only while the parent waits."""
        allowed, since = self._limits.rss_bytes, self._waiting_since
        if resident > allowed:
            return f"it used {resident >> 20} MiB of memory, {allowed >> 20} are allowed"
        if since is None:
            return ""
        if self._used - self._used_before > self._allowed_s:
            return f"it took longer than {self._allowed_s:g} s of processor time"
        if time.monotonic() - since > self._allowed_s * _WALL:
            return f"it took longer than {self._allowed_s * _WALL:g} s"
        return ""

    def _kill(self) -> None:
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
