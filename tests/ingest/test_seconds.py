"""Second readings: several pages at once, each stored when done; a killed run goes on with what is left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from ingest.desk import Described
from ingest.page import Consulted, PageRead
from ingest.pipeline import SLICE
from ingest.worker import Worker

if TYPE_CHECKING:
    from tests.ingest.conftest import Shop


class Killed(BaseException):
    """Stands for kill -9."""


@dataclass
class Capitals:
    """Reads pages that begin with "scan" a second time, in capitals; `on_page` may interfere."""

    on_page: Callable[[int], None] = lambda number: None
    asked: list[int] = field(default_factory=list)
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wants(self, page: PageRead) -> Consulted | None:
        return Consulted("wanted", "a scan") if page.lines and page.lines[0].text.startswith("scan") else None

    def consult(self, page: PageRead, png: bytes) -> PageRead:
        assert png == f"picture of {page.lines[0].text}".encode()
        with self.lock:
            self.asked.append(page.number)
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self.on_page(page.number)
        finally:
            with self.lock:
                self.now -= 1
        lines = tuple(replace(line, text=line.text.upper(), read_by="qwen3vl") for line in page.lines)
        return replace(page, lines=lines, consulted=Consulted("read", "a scan", "done"))


def with_model(shop: Shop, model: Capitals, in_flight: int = 3) -> Shop:
    pipeline = replace(shop.pipeline, consultant=model, in_flight=in_flight)
    worker = Worker(shop.queue, pipeline)
    return replace(shop, pipeline=pipeline, worker=worker, desk=replace(shop.desk, wake=worker.wake))


def test_wanted_pages_are_read_twice_and_others_once(shop: Shop) -> None:
    model = Capitals()
    with_model(shop, model).add("a.pdf", "scan one\ntext two\nscan three")
    assert sorted(model.asked) == [1, 3]
    assert shop.live_texts() == ["SCAN ONE text two SCAN THREE"]
    job = shop.desk.jobs()[0]
    assert (job.state, job.pages_done, job.pages_total) == ("done", 3, 3)


def test_several_pages_are_in_flight_and_no_more_than_allowed(shop: Shop) -> None:
    together = threading.Barrier(3)  # passes only when three pages are asked about at once
    model = Capitals(lambda number: together.wait(20) and None)
    with_model(shop, model, 3).add("a.pdf", "\n".join(f"scan {n}" for n in range(9)))
    assert model.most == 3
    assert len(model.asked) == 9


def test_a_killed_run_asks_again_only_about_what_was_not_stored(shop: Shop) -> None:
    stored: list[str] = []

    def killed(step: str) -> None:
        stored.append(step)
        if stored.count("seen") == 2:
            raise Killed

    text = "\n".join(f"scan {word}" for word in ("pump", "belt", "door", "drum", "hose", "lamp"))
    model = Capitals()
    first = with_model(shop, model, 1)
    first.worker._pipeline = replace(first.pipeline, observe=killed)
    with pytest.raises(Killed):
        first.add("a.pdf", text)
    asked = len(model.asked)
    assert asked <= 4  # two stored, one ready, one in flight
    shop.queue.requeue_abandoned()
    again = Capitals()
    with_model(shop, again).worker.work_off()
    assert len(again.asked) == 4
    assert shop.reader.pages_read == [1, 2, 3, 4, 5, 6]
    assert shop.live_texts() == [" ".join(text.upper().split())]


def test_a_killed_first_reading_goes_on_with_both(shop: Shop) -> None:
    def crash(number: int) -> None:
        if number == 4:
            raise Killed

    shop.reader.on_page = crash
    slow = threading.Event()
    with pytest.raises(Killed):
        with_model(shop, Capitals(lambda number: slow.wait(20) and None)).add(
            "a.pdf", "scan pump\nscan belt\nscan door\nscan drum"
        )
    slow.set()
    shop.reader.on_page = lambda number: None
    shop.queue.requeue_abandoned()
    model = Capitals()
    with_model(shop, model).worker.work_off()
    assert sorted(model.asked) == [1, 2, 3, 4]
    assert shop.reader.pages_read == [1, 2, 3, 4]
    assert shop.live_texts() == ["SCAN PUMP SCAN BELT SCAN DOOR SCAN DRUM"]


def test_a_short_manual_overtakes_one_that_a_model_is_reading(shop: Shop) -> None:
    words = "\n".join(f"scan {chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(3 * SLICE))

    def add_short(number: int) -> None:
        if number == 1:
            shop.desk.add(shop.file("short.pdf", "short"), "short.pdf", Described(title="Short"))

    model = Capitals(add_short)
    own = with_model(shop, model, 2)
    # All pages are read once before the other manual comes: what is left is the model's part.
    shop.reader.on_page = lambda number: None
    own.desk.add(shop.file("long.pdf", words), "long.pdf", Described(title="Long"))
    own.worker.work_off()
    by_end = sorted(shop.desk.jobs(), key=lambda job: job.updated)
    assert [job.pages_total for job in by_end] == [1, 3 * SLICE]
    assert all(job.state == "done" for job in by_end)
    assert sorted(model.asked) == list(range(1, 3 * SLICE + 1))  # nothing is asked twice


def test_a_cancelled_job_forgets_what_is_in_flight(shop: Shop) -> None:
    model = Capitals(lambda number: number == 1 and shop.desk.cancel(shop.desk.jobs()[0].id) and None)
    with_model(shop, model, 1).add("a.pdf", "scan one\nscan two")
    assert shop.live_texts() == []
    assert shop.desk.jobs()[0].state == "cancelled"


def test_a_fix_cuts_anew_without_asking_again(shop: Shop) -> None:
    model = Capitals()
    own = with_model(shop, model)
    receipt = own.add("a.pdf", "scan one?")
    own.desk.review_decide(f"{receipt.edition[:12]}:1:1", "scan two", "mei")
    own.worker.work_off()
    assert model.asked == [1]
    assert shop.live_texts() == ["scan two"]
