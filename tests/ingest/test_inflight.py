"""Questions fly side by side up to the bound, answers come as they are ready, errors reach the owner."""

from __future__ import annotations

import threading
import time

import pytest

from ingest.inflight import InFlight


def test_as_many_as_allowed_and_no_more() -> None:
    now, most, lock, together = 0, 0, threading.Lock(), threading.Barrier(3)

    def ask(n: int) -> int:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        together.wait(5)  # broken unless three are asked side by side
        with lock:
            now -= 1
        return n

    flight = InFlight(3, ask)
    for n in range(12):
        flight.put(n)
    answers = [flight.take(5) for _ in range(12)]
    assert sorted(a for a in answers if a is not None) == list(range(12))
    assert most == 3
    assert flight.pending == 0


def test_a_slow_one_does_not_hold_back_the_others() -> None:
    gate = threading.Event()
    flight = InFlight(2, lambda n: gate.wait(5) and n if n == 0 else n)
    flight.put(0)
    flight.put(1)
    assert flight.take(5) == 1
    assert flight.take(0) is None
    gate.set()
    assert flight.take(5) == 0


def test_nothing_put_in_nothing_to_wait_for() -> None:
    flight = InFlight(2, lambda n: n)
    began = time.monotonic()
    assert flight.take(5) is None
    assert time.monotonic() - began < 1


def test_what_asking_raises_is_raised_where_it_is_taken() -> None:
    def ask(n: int) -> int:
        raise ValueError(n)

    flight = InFlight(1, ask)
    flight.put(7)
    with pytest.raises(ValueError, match="7"):
        flight.take(5)


def test_what_nobody_has_begun_to_ask_can_be_taken_back() -> None:
    gate, begun = threading.Event(), threading.Event()

    def ask(n: int) -> int:
        begun.set()
        gate.wait(5)
        return n

    flight = InFlight(1, ask)
    for n in range(5):
        flight.put(n)
    assert begun.wait(5)
    flight.recall()
    assert flight.pending == 1
    gate.set()
    assert flight.take(5) == 0
    assert flight.take(5) is None


def test_closed_it_asks_nothing_more() -> None:
    asked: list[int] = []
    gate, begun = threading.Event(), threading.Event()

    def ask(n: int) -> int:
        asked.append(n)
        begun.set()
        gate.wait(5)
        return n

    flight = InFlight(1, ask)
    flight.put(1)
    flight.put(2)
    assert begun.wait(5)
    flight.close()
    gate.set()
    assert flight.take(5) == 1
    time.sleep(0.05)
    assert asked == [1]


def test_who_does_not_take_is_not_asked_for_more_than_the_bound() -> None:
    asked: list[int] = []
    flight = InFlight(2, lambda n: asked.append(n) or n)
    for n in range(9):
        flight.put(n)
    while len(asked) < 4:
        time.sleep(0.01)
    time.sleep(0.3)
    assert len(asked) == 4  # two wait to be taken, two to be handed over
    answers = [flight.take(5) for _ in range(9)]
    assert sorted(a for a in answers if a is not None) == list(range(9))
    flight.close()
