"""kill -9 at any moment: nothing acknowledged is lost or doubled; the old edition serves meanwhile."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.desk import Described
from ingest.jobs import MAX_ATTEMPTS
from ingest.page import PageRead
from ingest.wiring import Workshop, build
from kb_sources.settings import Settings
from retrieval.query import Query

SCRIPT = Path(__file__).with_name("killed_ingest.py")
STEPS = ("read", "page", "structure", "chunk", "store", "index", "publish", "sweep", "done")
Maker = Callable[[str, int, str], Path]
Run = Callable[..., int | None]
PAGES = 4


def settings(data: Path) -> Settings:
    return Settings(data=data)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Work off the queue in another process; how many milliseconds it worked, None when it was killed."""
    command = [sys.executable, str(SCRIPT)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(data: Path, step: str, n: int, script: str = "") -> int | None:
        print(json.dumps([str(data), step, n, script]), file=process.stdin, flush=True)
        code, worked = json.loads(process.stdout.readline())
        assert code in (0, -9), f"it ended with {code}"
        return int(worked) if code == 0 else None

    yield run
    process.stdin.close()
    process.wait()


def torques(workshop: Workshop) -> set[str]:
    """Which editions' values a search can see."""
    evidence = workshop.retrieval.search.find(Query("default", "tighten the screws of cover", limit=50))
    return {word for hit in evidence.hits for word in ("1.5 N·m", "2.5 N·m") if word in hit.passage.text}


def state(data: Path) -> tuple[set[str], list[str], dict[str, int]]:
    """Torques found, passage ids of the live readings, and points of each reading in the index."""
    workshop = build(settings(data))
    try:
        live = workshop.catalogue.live("default")
        ids = sorted(p.id for reading in live for p in workshop.catalogue.passages_of(reading))
        indexed = {
            r.id: len(workshop.retrieval.store.ids("default", r.id))
            for r in workshop.catalogue.readings("default")
        }
        return torques(workshop), ids, {r: n for r, n in indexed.items() if n}
    finally:
        workshop.close()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, make_manual: Maker) -> Path:
    """A knowledge base where edition A is live and edition B is acknowledged, not yet read."""
    first = tmp_path_factory.mktemp("first")
    workshop = build(settings(first))
    described = Described(title="Cover manual", maker="Acme", products=("C1",), language="en")
    receipt = workshop.desk.add(make_manual("a.pdf", PAGES, "1.5 N·m"), "a.pdf", described)
    workshop.worker.work_off()
    assert receipt.job
    assert workshop.desk.job(receipt.job).state == "done", workshop.desk.job(receipt.job)
    assert torques(workshop) == {"1.5 N·m"}
    workshop.desk.add(make_manual("b.pdf", PAGES, "2.5 N·m"), "b.pdf", described)
    workshop.close()
    return first


@pytest.fixture
def queued(first: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Copies of it, by name."""
    return lambda name: shutil.copytree(first, tmp_path / name)


def silent_deaths(data: Path) -> int:
    """How often in a row the last job died before its first page; one of MAX_ATTEMPTS is given up by name."""
    workshop = build(settings(data))
    try:
        return workshop.desk.jobs(1)[0].attempts
    finally:
        workshop.close()


def check_resumed(run: Run, data: Path, clean: list[str]) -> None:
    """Without help, the next run ends with what a clean run ends with."""
    assert run(data, "", 0) is not None
    found, ids, indexed = state(data)
    assert found == {"2.5 N·m"}
    assert ids == clean
    assert list(indexed.values()) == [len(clean)], "points of the old edition are left, or some are missing"


def test_killed_at_every_named_step(run: Run, queued: Callable[[str], Path]) -> None:
    reference = queued("clean")
    assert run(reference, "", 0) is not None
    _, clean, _ = state(reference)
    assert clean
    for step in STEPS:
        data = queued(step)
        assert run(data, step, 2 if step == "page" else 1) is None, f"the step {step!r} was never reached"
        found, _, _ = state(data)
        assert found == ({"2.5 N·m"} if step in ("sweep", "done") else {"1.5 N·m"}), f"killed at {step}"
        check_resumed(run, data, clean)


def test_killed_while_a_model_reads(run: Run, queued: Callable[[str], Path], tmp_path: Path) -> None:
    """The model writes the same of every page, so that it does not matter which it is asked about first."""
    script = tmp_path / "script.json"
    said = '<div class="text" data-bbox="100 80 900 180">Tighten the screws of the cover to 2.5 N·m.</div>'
    script.write_text(json.dumps([said]), "utf-8")
    reference, data = queued("clean"), queued("model")
    assert run(reference, "", 0, str(script)) is not None
    for n in (1, 1, 2):  # a page is stored before it is told: each kill leaves fewer
        assert run(data, "seen", n, str(script)) is None
    assert run(data, "", 0, str(script)) is not None
    assert state(data)[1] == state(reference)[1]
    pages = [sheets_of(each) for each in (data, reference)]
    assert pages[0] == pages[1]
    assert [p.consulted.state for p in pages[0] if p.consulted] == ["read"] * PAGES


def sheets_of(data: Path) -> list[PageRead]:
    workshop = build(settings(data))
    try:
        (reading,) = workshop.catalogue.live("default")
        return list(workshop.sheets.pages(reading))
    finally:
        workshop.close()


def test_killed_at_random_moments(
    run: Run, queued: Callable[[str], Path], pytestconfig: pytest.Config
) -> None:
    reference = queued("clean")
    _, old, _ = state(reference)
    whole = run(reference, "", 0)
    assert whole is not None
    _, clean, _ = state(reference)
    chance = random.Random(20261122)
    data, landed, kills, bases = queued("random-0"), Counter[str](), 0, 1
    while kills < pytestconfig.getoption("--kills", 10):
        worked = run(data, "", chance.randrange(1, whole + 1))
        kills += worked is None
        found, ids, _ = state(data)
        assert (found, ids) in (({"1.5 N·m"}, old), ({"2.5 N·m"}, clean)), "neither the old nor the new"
        if worked is None:
            landed["before publishing" if ids == old else "after it"] += 1
        else:
            whole = min(whole, worked)  # the machine has got faster
        if ids == clean or silent_deaths(data) == MAX_ATTEMPTS - 1:
            check_resumed(run, data, clean)
            data, bases = queued(f"random-{bases}"), bases + 1
    check_resumed(run, data, clean)
    print(f"\n{kills} kills within {whole} ms of work: {dict(landed)}")
