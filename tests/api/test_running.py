"""From opening to stopping: nothing is answered before it can be, nothing is lost at the end."""

from __future__ import annotations

import threading
import time

import pytest

from api.limits import Limits
from api.running import Running
from kb_sources.errors import Busy, IndexUnavailable, SettingsInvalid


def wait_for(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_it_is_unready_until_the_knowledge_base_is_open(service) -> None:
    gate = threading.Event()

    def build():
        assert gate.wait(10)
        return service

    running = Running(build, "t", Limits())
    running.open()
    assert "opened" in running.unready
    for reach in (lambda: running.service, lambda: running.turnstile, lambda: running.feedback):
        with pytest.raises(IndexUnavailable):
            reach()
    gate.set()
    wait_for(lambda: not running.unready)
    assert running.service is service and service.started == 1
    running.close()
    assert service.started == 0


def test_a_knowledge_base_that_cannot_be_opened_is_told_to_whoever_runs_it() -> None:
    def build():
        raise SettingsInvalid("KB_BLOBS_URL is wrong.")

    told = threading.Event()
    running = Running(build, "t", Limits())
    running.open(told.set)
    assert told.wait(10)
    assert isinstance(running.failure, SettingsInvalid) and "could not be opened" in running.unready
    with pytest.raises(IndexUnavailable):
        _ = running.service
    running.close()


def test_asks_are_refused_while_the_index_is_rebuilt(service) -> None:
    inside, gate = threading.Event(), threading.Event()

    def rebuild(catalogue) -> int:
        inside.set()
        assert gate.wait(10)
        return 7

    service.workshop.retrieval.index = type("Index", (), {"rebuild": staticmethod(rebuild)})
    running = Running(lambda: service, "t", Limits())
    running.open()
    wait_for(lambda: not running.unready)
    passages: list[int] = []
    rebuilding = threading.Thread(target=lambda: passages.append(running.rebuild()))
    rebuilding.start()
    assert inside.wait(10)
    with pytest.raises(IndexUnavailable, match="rebuilt"):
        _ = running.turnstile
    with pytest.raises(Busy):
        running.rebuild()
    assert running.service is service, "pages and manuals stay open to readers"
    gate.set()
    rebuilding.join(10)
    assert passages == [7] and not running.unready
    running.close()


def test_closing_waits_for_an_ask_in_flight(service, scripted) -> None:
    service.ask.gate = threading.Event()
    running = Running(lambda: service, "t", Limits())
    running.open()
    wait_for(lambda: not running.unready)
    future = running.turnstile.start(scripted.AskRequest("why"), lambda stage: None)
    closing = threading.Thread(target=running.close)
    closing.start()
    service.ask.gate.set()
    closing.join(10)
    assert future.result(0).action == "answer" and running.stopping.is_set() and service.started == 0
