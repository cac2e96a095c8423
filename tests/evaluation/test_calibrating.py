"""From marks to a calibration, and how it does on marks it has not seen."""

import numpy as np
import pytest

from evaluation.calibrating import FEWEST, FEWEST_LEAVING, fit, threshold_for, thresholds
from kb_sources.errors import InputRejected


def test_a_telling_sign_is_learnt_and_beats_one_share_for_all() -> None:
    rng = np.random.default_rng(0)
    signs = [{"sufficiency": float(x)} for x in rng.normal(0, 2, 80)]
    accepted = [bool(rng.random() < 1 / (1 + np.exp(-2 * s["sufficiency"]))) for s in signs]
    fitted = fit(signs, accepted, 0.8)
    assert fitted.calibration.weights["sufficiency"] > 0.5
    assert fitted.brier < 0.8 * fitted.brier_constant
    assert (fitted.calibration.threshold, fitted.calibration.marks) == (0.8, 80)
    told = np.mean([fitted.calibration(s) for s in signs])
    assert told == pytest.approx(np.mean(accepted), abs=0.05)


def test_fifty_right_answers_make_no_certainty() -> None:
    fitted = fit([{"sufficiency": 1.0}] * 50, [True] * 50, 0.0)
    assert 0.9 < fitted.calibration({"sufficiency": 1.0}) < 0.99


def test_too_few_marks_or_answers_without_signs_are_refused() -> None:
    with pytest.raises(InputRejected, match="at least"):
        fit([{"sufficiency": 1.0}] * (FEWEST - 1), [True] * (FEWEST - 1), 0.0)
    with pytest.raises(InputRejected, match="19 marked answers have signs"):
        fit([{"sufficiency": 1.0}] * 19 + [{}], [True] * 20, 0.0)


def test_a_threshold_is_the_lowest_that_gives_the_share() -> None:
    told = [n / 100 for n in range(100)]
    accepted = [n >= 40 for n in range(100)]
    found = threshold_for(told, accepted, 1.0)
    assert found is not None
    assert (found.value, found.chosen.count, found.chosen.of) == (0.4, 60, 60)
    assert found.chosen.low == pytest.approx(0.025 ** (1 / 60), abs=1e-6)
    lax = threshold_for(told, accepted, 0.8)
    assert lax is not None
    assert lax.value == 0.25  # 60 of 75


def test_what_is_held_out_tells_less_than_what_was_chosen_by() -> None:
    """Scores that say nothing: the chosen share is above what is really had."""
    rng = np.random.default_rng(4)
    chosen = held = 0.0
    for _ in range(30):
        found = threshold_for(rng.random(40).tolist(), (rng.random(40) < 0.7).tolist(), 0.8)
        if found is not None and found.held_out.of:
            chosen += found.chosen.count / found.chosen.of - 0.7
            held += found.held_out.count / found.held_out.of - 0.7
    assert chosen > held
    assert chosen > 0


def test_no_threshold_where_none_gives_the_share_or_too_few_would_tell() -> None:
    assert threshold_for([0.5] * 30, [True] * 15 + [False] * 15, 0.9) is None
    few = FEWEST_LEAVING - 1
    assert threshold_for([0.9] * few + [0.1] * 30, [True] * few + [False] * 30, 0.9) is None


def test_both_settings_get_a_threshold_and_a_code_leaves_anyway() -> None:
    signs = [{"sufficiency": n / 10, "agreement": 0.5, "coded": 0.0} for n in range(40)]
    signs += [{"sufficiency": -2.0, "agreement": 0.0, "coded": 1.0}] * 10
    accepted = [n >= 20 for n in range(40)] + [True] * 10
    found = thresholds(signs, accepted, 0.95)
    limit = found["KB_ASK_SUFFICIENT"]
    assert limit is not None
    assert limit.value == pytest.approx(1.9)  # 30 of 31
    assert (limit.chosen.count, limit.chosen.of) == (30, 31)
    assert found["--calibrate --threshold"] is not None
    with pytest.raises(InputRejected, match="at least"):
        thresholds(signs[:5], accepted[:5], 0.9)
