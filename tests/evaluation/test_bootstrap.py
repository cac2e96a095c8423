"""Intervals: known cases by hand, and what must hold for any values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.bootstrap import difference, estimate

SHARES = st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=40)


def test_half_of_a_hundred_is_surest_to_a_tenth() -> None:
    told = estimate([1.0, 0.0] * 50 + [None])
    assert (told.mean, told.n, told.unjudged) == (0.5, 100, 1)
    assert told.low == pytest.approx(0.40, abs=0.02)  # normal approximation: 0.5 ± 1.96·0.05
    assert told.high == pytest.approx(0.60, abs=0.02)


def test_all_right_is_not_certainty() -> None:
    told = estimate([1.0] * 36)
    assert told.high == 1
    assert told.low == pytest.approx(0.9026, abs=1e-4)  # 0.025 ** (1/36)
    told = estimate([0.0] * 36)
    assert told.low == 0
    assert told.high == pytest.approx(0.0974, abs=1e-4)


def test_nothing_judged_is_no_number() -> None:
    told = estimate([None, None])
    assert (told.mean, told.low, told.high, told.n, told.unjudged) == (None, None, None, 0, 2)


def test_pairing_sees_what_means_alone_do_not() -> None:
    before = [1.0, 0.0] * 25
    told = difference([*before, None], [v - 0.01 for v in before] + [1.0])
    assert told.mean == pytest.approx(-0.01)
    assert told.high is not None
    assert told.high < 0  # every case got worse, though 0.49 against 0.50 looks like noise
    assert (told.n, told.unjudged) == (50, 1)


@given(SHARES)
def test_the_mean_lies_in_its_interval_and_twice_gives_the_same(values: list[float | None]) -> None:
    told = estimate(values)
    assert told == estimate(values)
    if told.mean is not None and told.low is not None and told.high is not None:
        assert -1e-9 <= told.low <= told.mean + 1e-9
        assert told.mean - 1e-9 <= told.high <= 1 + 1e-9


@given(SHARES)
def test_a_run_does_not_differ_from_itself(values: list[float | None]) -> None:
    told = difference(values, values)
    assert told.mean in (None, 0)
    assert told.low in (None, 0)
