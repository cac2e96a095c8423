"""From marks to a calibration, and how it does on marks it has not seen."""

import numpy as np
import pytest

from evaluation.calibrating import FEWEST, fit
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
