"""Requests that wait together are answered together, the oldest first, none forgotten."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from vlm.batching import Batcher


@dataclass(eq=False)
class Request:
    kind: str = "a"
    size: int = 1
    given_up: bool = False
    done: threading.Event = field(default_factory=threading.Event)


class Runner:
    """Keeps the batches it ran; the first waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[Request]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, batch: list[Request]) -> None:
        self.batches.append(batch)
        self.begun.set()
        self.go.wait(5)
        for request in batch:
            request.done.set()


def batches_of(requests: list[Request], *, most: int = 4, room: int = 100) -> list[list[Request]]:
    """The first request is on its way before the others come."""
    runner = Runner()
    batcher: Batcher[Request] = Batcher(runner, most=most, room=room)
    batcher.add(first := Request())
    assert runner.begun.wait(5)
    for request in requests:
        batcher.add(request)
    runner.go.set()
    assert first.done.wait(5)
    assert all(request.done.wait(5) for request in requests if not request.given_up)
    return runner.batches[1:]


def test_what_waits_together_goes_together_and_no_more_than_fits() -> None:
    requests = [Request() for _ in range(6)]
    assert batches_of(requests, most=4) == [requests[:4], requests[4:]]


def test_kinds_are_not_mixed_and_the_oldest_goes_first() -> None:
    a1, b1, a2, b2 = Request("a"), Request("b"), Request("a"), Request("b")
    assert batches_of([a1, b1, a2, b2]) == [[a1, a2], [b1, b2]]


def test_a_long_one_does_not_make_the_others_long() -> None:
    short1, long, short2 = Request(size=10), Request(size=90), Request(size=10)
    assert batches_of([short1, long, short2]) == [[short1, short2], [long]]


def test_one_that_is_too_long_for_any_room_goes_alone() -> None:
    long, short = Request(size=1000), Request(size=1)
    assert batches_of([long, short]) == [[long], [short]]


def test_what_nobody_waits_for_is_not_run() -> None:
    left, stays = Request(given_up=True), Request()
    assert batches_of([left, stays]) == [[stays]]


def test_it_goes_on_after_it_was_idle() -> None:
    runner = Runner()
    runner.go.set()
    batcher: Batcher[Request] = Batcher(runner, most=4, room=10)
    for _ in range(3):
        batcher.add(request := Request())
        assert request.done.wait(5)
        time.sleep(0.01)
    assert len(runner.batches) == 3
