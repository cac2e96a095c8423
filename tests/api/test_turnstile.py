"""A bounded number of asks at once; the rest is told to come back."""

from __future__ import annotations

import threading

import pytest

from api.reply import Reply
from api.turn import AskRequest
from api.turnstile import Progress, Turnstile
from kb_sources.errors import Busy

REPLY = Reply("a1", "c1", "refuse", "extractive", "en", "")


class Slow:
    def __init__(self) -> None:
        self.gate = threading.Event()
        self.inside = 0

    def __call__(self, request: AskRequest, progress: Progress) -> Reply:
        progress("search")
        self.inside += 1
        assert self.gate.wait(10)
        if request.question == "fault":
            raise ZeroDivisionError
        return REPLY


def nothing(stage: str) -> None:
    return None


def test_one_more_than_there_are_places_is_refused_and_let_in_later() -> None:
    ask = Slow()
    turnstile = Turnstile(ask, 2)
    running = [turnstile.start(AskRequest("a"), nothing) for _ in range(2)]
    with pytest.raises(Busy):
        turnstile.start(AskRequest("b"), nothing)
    ask.gate.set()
    assert [f.result(10) for f in running] == [REPLY, REPLY]
    assert turnstile.start(AskRequest("c"), nothing).result(10) == REPLY
    turnstile.stop()


def test_a_place_is_free_again_after_a_fault() -> None:
    ask = Slow()
    ask.gate.set()
    turnstile = Turnstile(ask, 1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            turnstile.start(AskRequest("fault"), nothing).result(10)
    assert turnstile.start(AskRequest("a"), nothing).result(10) == REPLY
    turnstile.stop()


def test_stopping_waits_for_what_is_inside_and_lets_no_one_in() -> None:
    ask = Slow()
    turnstile = Turnstile(ask, 1)
    future = turnstile.start(AskRequest("a"), nothing)
    stopping = threading.Thread(target=turnstile.stop)
    stopping.start()
    ask.gate.set()
    stopping.join(10)
    assert future.result(0) == REPLY
    with pytest.raises(Busy, match="stopping"):
        turnstile.start(AskRequest("b"), nothing)


def test_stages_reach_whoever_asked() -> None:
    ask = Slow()
    ask.gate.set()
    told: list[str] = []
    turnstile = Turnstile(ask, 1)
    turnstile.start(AskRequest("a"), told.append).result(10)
    turnstile.stop()
    assert told == ["search"]
