"""Speed of answers: in process and over HTTP, with a photo, during an ingest, from a standing start."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import httpx
import psutil
from figure import Figure, Stage, p50, p95
from material import ROOT, environment, large_photo, mixed_manual, sample_base, worded_cases
from PIL.Image import Image

from api.turn import AskRequest
from api.wiring import build
from evaluation.case import Case
from ingest.readers import rapidocr
from kb_sources.settings import Settings
from vlm.photo import ReadWord, WordReader, clean

_WARM = 10
_PHOTOS = 7
_COLD = 5
_IDLE = 40
_BUSY_S = 60.0  # at most, during an ingest
_PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds by the clock, and of this process's work; the latter hardly depends on the neighbours."""

    wall: float
    processor: float


def ask(stage: Stage) -> list[Figure]:
    """Every worded gold question in process and over HTTP, in words alone."""
    data, cases = sample_base(stage.folder, stage.ready), worded_cases()
    service = build(Settings(data=data))
    try:
        inside = [_timed(partial(service.ask, AskRequest(c.question, (), c.product))) for c in cases]
    finally:
        service.stop()
    with served(data) as (client, _):
        outside = [_timed(partial(_post, client, case)) for case in cases]
    walls, over_http = _walls(inside[_WARM:]), _walls(outside[_WARM:])
    return [
        Figure("ask", f"{len(walls)} questions in process: p50", p50(walls), "ms", at_most=150),
        Figure("ask", "… p95", p95(walls), "ms"),
        Figure("ask", "… p50 of processor time", p50([one.processor for one in inside[_WARM:]]), "ms"),
        Figure("ask", "over HTTP: p50", p50(over_http), "ms", at_most=150),
        Figure("ask", "… p95", p95(over_http), "ms"),
        Figure("ask", "HTTP over in process, p50", p50(over_http) / p50(walls), "×"),
    ]


@dataclass
class TimedReader:
    """A word reader that notes how long it read."""

    reader: WordReader
    spent: list[Spent] = field(default_factory=list)

    def read_words(self, picture: Image) -> Sequence[ReadWord]:
        words: list[ReadWord] = []
        self.spent.append(_timed(lambda: words.extend(self.reader.read_words(picture))))
        return words


def photo(stage: Stage) -> list[Figure]:
    """The same photo of 12 megapixels with each ask; the OCR is timed inside that ask."""
    reader = TimedReader(rapidocr.build())
    service = build(Settings(data=sample_base(stage.folder, stage.ready)))
    heard = replace(service.ask.understanding, clean=partial(clean, reader=reader))
    asked = replace(service.ask, understanding=heard)
    picture = large_photo()
    whole: list[float] = []
    beside: list[Spent] = []
    readings = 0
    try:
        for case in [c for c in worded_cases() if c.product == "WM-620"][: _PHOTOS + 1]:
            reader.spent.clear()
            spent = _timed(partial(asked, AskRequest(case.question, (picture,), case.product)))
            ocr_wall, ocr_work = (sum(getattr(r, of) for r in reader.spent) for of in ("wall", "processor"))
            whole.append(spent.wall)
            beside.append(Spent(spent.wall - ocr_wall, spent.processor - ocr_work))
            readings = max(readings, len(reader.spent))
    finally:
        service.stop()
    whole, beside = whole[1:], beside[1:]  # the first one loads the models
    return [
        Figure("photo", f"{len(whole)} asks with a photo of 12 megapixels: p50", p50(whole), "ms"),
        Figure("photo", f"OCR in it (readings: {readings}): p50", p50(whole) - p50(_walls(beside)), "ms"),
        Figure("photo", "an ask less its OCR: p50", p50(_walls(beside)), "ms", at_most=200),
        Figure("photo", "… p50 of processor time", p50([one.processor for one in beside]), "ms"),
    ]


def _walls(spent: Sequence[Spent]) -> list[float]:
    return [one.wall for one in spent]


def busy(stage: Stage) -> list[Figure]:
    """Over HTTP: idle, while kb-serve reads the mixed manual with its scans, and idle again."""
    data, cases = sample_base(stage.folder, stage.ready), worded_cases()
    manual = mixed_manual(stage.folder, stage.pages)
    with served(data) as (client, _):
        _in_turn(client, cases, _WARM)
        before = _in_turn(client, cases, _IDLE)
        job = _add(client, manual.path)
        deadline = time.monotonic() + _BUSY_S
        during: list[float] = []
        while _running(client, job) and time.monotonic() < deadline:
            during += _in_turn(client, cases, 5)
        client.post(f"/jobs/{job}/cancel")
        while _running(client, job):
            time.sleep(0.1)
        after = _in_turn(client, cases, _IDLE)
    idle = [*before, *after]
    return [
        Figure("busy", f"{len(idle)} asks, idle before and after: p50", p50(idle), "ms"),
        Figure("busy", f"{len(during)} asks during an ingest: p50", p50(during), "ms"),
        Figure("busy", "… p95", p95(during), "ms"),
        Figure("busy", "times the idle p50", p50(during) / p50(idle), "×", at_most=3),
    ]


def _in_turn(client: httpx.Client, cases: Sequence[Case], count: int) -> list[float]:
    """Milliseconds of so many asks, of cases spread over all."""
    chosen = [cases[n * len(cases) // count] for n in range(count)]
    return [_timed(partial(_post, client, case)).wall for case in chosen]


def cold(stage: Stage) -> list[Figure]:
    """`kb-ask` as a new process each time."""
    data = sample_base(stage.folder, stage.ready)
    code = "from api.ask_cli import main; main()"
    command = [sys.executable, "-c", code, "What does E21 mean?", "--product", "WM-620", "--json"]
    spent: list[Spent] = []
    for _ in range(_COLD):
        began, worked = time.perf_counter(), _of_children()
        done = subprocess.run(command, cwd=ROOT, env=environment(data), capture_output=True, check=True)
        spent.append(Spent(1000 * (time.perf_counter() - began), _of_children() - worked))
        assert json.loads(done.stdout)["action"]
    walls = [one.wall / 1000 for one in spent]
    return [
        Figure("cold", f"kb-ask, {_COLD} times: median", p50(walls), "s", at_most=6),
        Figure("cold", "… slowest", max(walls), "s"),
        Figure("cold", "… median of processor time", p50([one.processor / 1000 for one in spent]), "s"),
    ]


def _of_children() -> float:
    """Milliseconds of work of the children that have ended."""
    times = os.times()
    return 1000 * (times.children_user + times.children_system)


def start(stage: Stage) -> list[Figure]:
    """From starting `kb-serve` until it says it lives, and until it can answer."""
    data = sample_base(stage.folder, stage.ready)
    alive, work, ready = [], [], []
    for _ in range(_COLD):
        began = time.perf_counter()
        with served(data, "/health/live") as (client, process):
            alive.append(time.perf_counter() - began)
            times = psutil.Process(process).cpu_times()
            work.append(times.user + times.system)
            _await(client, "/health/ready")
            ready.append(time.perf_counter() - began)
    return [
        Figure("start", f"kb-serve until /health/live, {_COLD} times: median", p50(alive), "s", at_most=3),
        Figure("start", "… slowest", max(alive), "s"),
        Figure("start", "… median of processor time", p50(work), "s"),
        Figure("start", "until /health/ready: median", p50(ready), "s"),
    ]


@contextmanager
def served(data: Path, until: str = "/health/ready") -> Iterator[tuple[httpx.Client, int]]:
    """A kb-serve over `data` that answers `until`, and its process id."""
    port = _free_port()
    command = [sys.executable, "-m", "api", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data), stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE_S) as client:
            _await(client, until)
            yield client, process.pid
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(client: httpx.Client, path: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if client.get(path).status_code == 200:
                return
        time.sleep(0.01)
    raise SystemExit(f"kb-serve did not answer {path} in {_PATIENCE_S:g} s")


def _timed(ask_it: Callable[[], object]) -> Spent:
    began, worked = time.perf_counter(), time.process_time()
    ask_it()
    return Spent(1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked))


def _post(client: httpx.Client, case: Case) -> None:
    body: dict[str, object] = {"question": case.question}
    if case.product:
        body["product"] = case.product
    client.post("/ask", json=body).raise_for_status()


def _add(client: httpx.Client, path: Path) -> str:
    with path.open("rb") as file:
        fields = {"title": "Mixed", "language": "en", "products": "Mixed"}
        response = client.post("/manuals", data=fields, files={"file": (path.name, file, "application/pdf")})
    response.raise_for_status()
    return str(response.json()["job"])


def _running(client: httpx.Client, job: str) -> bool:
    return client.get(f"/jobs/{job}").json()["state"] in ("queued", "running")
