"""A server that is down is left alone, and tried again by one caller at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vlm.breaker import Breaker, RetryBudget


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def breaker(clock: Clock) -> Breaker:
    return Breaker(failures=3, rest_s=5, longest_rest_s=12, now=clock)


def fail(subject: Breaker) -> bool:
    """Whether the call was let through."""
    ticket = subject.enter()
    if ticket.wait == 0:
        subject.failed(ticket)
        subject.leave(ticket)
    return ticket.wait == 0


def test_three_failures_in_a_row_open_it() -> None:
    subject = breaker(Clock())
    assert [fail(subject) for _ in range(5)] == [True, True, True, False, False]
    assert subject.state == "open"


def test_a_success_between_failures_keeps_it_closed() -> None:
    subject = breaker(Clock())
    for _ in range(4):
        fail(subject)
        fail(subject)
        subject.passed()
    assert subject.state == "closed"


def test_after_its_rest_one_may_try_and_success_closes_it() -> None:
    clock = Clock()
    subject = breaker(clock)
    for _ in range(3):
        fail(subject)
    assert subject.enter().wait == 5
    clock.now += 5
    assert subject.state == "half-open"
    ticket = subject.enter()
    assert ticket.wait == 0
    assert subject.enter().wait > 0  # the others wait for the try
    subject.passed()
    subject.leave(ticket)
    assert subject.state == "closed"
    assert subject.enter().wait == 0


def test_each_failed_try_doubles_the_rest_up_to_the_longest() -> None:
    clock = Clock()
    subject = breaker(clock)
    for _ in range(3):
        fail(subject)
    rests = []
    for _ in range(3):
        clock.now += subject.enter().wait
        assert fail(subject)
        rests.append(subject.enter().wait)
    assert rests == [10, 12, 12]


def test_a_try_that_taught_nothing_leaves_room_for_the_next() -> None:
    clock = Clock()
    subject = breaker(clock)
    for _ in range(3):
        fail(subject)
    clock.now += 5
    subject.leave(subject.enter())
    assert subject.enter().wait == 0


def test_a_late_failure_from_before_does_not_prolong_the_rest() -> None:
    clock = Clock()
    subject = breaker(clock)
    late = subject.enter()
    for _ in range(3):
        fail(subject)
    clock.now += 4
    subject.failed(late)
    assert subject.enter().wait == 1


@given(st.lists(st.booleans(), max_size=300))
def test_retries_are_never_more_than_a_fifth_of_requests(fails: list[bool]) -> None:
    budget = RetryBudget()
    retries = 0
    for requests, failed in enumerate(fails, 1):
        budget.earn()
        retries += failed and budget.spend()
        assert retries <= 0.2 * requests + 1e-6


def test_a_long_good_time_does_not_pay_for_a_storm() -> None:
    budget = RetryBudget()
    for _ in range(1000):
        budget.earn()
    assert [budget.spend() for _ in range(5)] == [True, True, True, False, False]
