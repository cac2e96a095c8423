"""Actions wanted against actions that came, worked out by hand."""

import pytest

from evaluation.confusion import Confusion


def test_refusals_by_hand() -> None:
    pairs = [("answer", "answer")] * 5 + [("answer", "refuse")] * 1 + [("refuse", "refuse")] * 3
    confusion = Confusion.of([*pairs, ("refuse", "answer"), ("clarify", "refuse")])
    refusals = confusion.hits("refuse")
    assert refusals.precision == pytest.approx(3 / 5)
    assert refusals.recall == pytest.approx(3 / 4)
    assert refusals.f1 == pytest.approx(2 / 3)
    assert confusion.count("refuse", "answer") == 1


def test_what_never_came_has_no_precision() -> None:
    clarify = Confusion.of([("clarify", "answer")]).hits("clarify")
    assert (clarify.precision, clarify.recall, clarify.f1) == (None, 0, 0)
    handoff = Confusion.of([("clarify", "answer")]).hits("handoff")
    assert (handoff.precision, handoff.recall, handoff.f1) == (None, None, None)


def test_errors_have_a_column_only_where_there_are_any() -> None:
    assert "error" not in Confusion.of([("answer", "answer")]).columns
    assert Confusion.of([("answer", "error")]).columns[-1] == "error"
