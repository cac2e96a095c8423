"""One care for every server: few retries, a breaker that is told the truth, addresses that can work.

How it bears each fault of a real exchange is in test_http_faults.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb_sources.errors import (
    AnswerCut,
    ContentBlocked,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
    PhotoRejected,
    SettingsInvalid,
)
from vlm.breaker import Breaker, RetryBudget
from vlm.caller import Attempt, Caller, address, may_pass, told
from vlm.model import Completion, Deadline

WHOLE = Completion("Unplug it.", "stop")


def caller(breaker: Breaker | None = None, *, retries: bool = True) -> Caller:
    return Caller("m", breaker=breaker, budget=RetryBudget(share=1.0 if retries else 0.0), patient_s=0.1)


def script(*outcomes: object) -> tuple[list[object], Attempt]:
    left = list(outcomes)

    def attempt() -> Iterator[str | Completion]:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        yield from ("Unplug ", WHOLE)

    return left, attempt


@pytest.mark.parametrize("stream", [False, True])
def test_what_may_pass_is_asked_once_more_and_no_oftener(stream: bool) -> None:
    def ask(attempt: Attempt) -> Completion:
        if not stream:
            return caller().complete(attempt, Deadline.after(5))
        *_, last = caller().stream(attempt, Deadline.after(5))
        assert isinstance(last, Completion)
        return last

    left, attempt = script(ModelUnavailable("down"), "fine")
    assert ask(attempt) == WHOLE
    left, attempt = script(ModelUnavailable("down"), ModelUnavailable("still"), "fine")
    with pytest.raises(ModelUnavailable, match="still"):
        ask(attempt)
    assert left == ["fine"]
    for final in (ModelTimeout("late"), ContentBlocked("no"), PhotoRejected("broken")):
        left, attempt = script(final, "fine")
        with pytest.raises(type(final)):
            ask(attempt)
        assert left == ["fine"]


def test_faults_of_the_server_open_the_breaker_and_those_of_a_request_do_not() -> None:
    breaker = Breaker(failures=2, rest_s=60)
    careful = caller(breaker, retries=False)
    for error in (ModelUnavailable("down"), ContentBlocked("no"), AnswerCut("cut"), PhotoRejected("broken")):
        with pytest.raises(type(error)):
            careful.complete(script(error)[1], Deadline.after(5))
    assert breaker.state == "closed"  # a refusal between two failures is an answer
    with pytest.raises(AnswerCut):
        careful.complete(script(AnswerCut("cut"))[1], Deadline.after(5))
    left, attempt = script("fine")
    with pytest.raises(ModelResting, match="left alone for"):
        careful.complete(attempt, Deadline.after(5))
    assert left == ["fine"]


def test_an_answer_without_an_end_is_cut() -> None:
    with pytest.raises(AnswerCut, match="without an end"):
        caller(retries=False).complete(lambda: iter(["Unplug "]), Deadline.after(5))


def test_only_the_beginning_of_a_complaint_is_read() -> None:
    read: list[int] = []

    def chunks() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield b"x" * 1000

    assert len(told(chunks())) <= 21_000
    assert len(read) == 21


@pytest.mark.parametrize(
    ("url", "path"),
    [("http://127.0.0.1:8000", ""), (" https://kb.example/v1/ ", "/v1"), ("http://h/a//", "/a")],
)
def test_an_address(url: str, path: str) -> None:
    assert address(url, "…").path.rstrip("/") == path


@pytest.mark.parametrize("url", ["", "somewhere", "ftp://h", "http://", "http://me:word@h", "http://h:port"])
def test_an_address_that_cannot_work(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="KB_VLM_URL"):
        address(url, "http://127.0.0.1:1")


def test_a_timeout_never_passes() -> None:
    assert not may_pass(ModelTimeout("late"))
    assert may_pass(AnswerCut("cut"))
