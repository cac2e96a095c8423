from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.errors import SettingsInvalid
from vlm.calibration import (
    UNCALIBRATED,
    Calibration,
    calibration_error,
    fit_temperature,
    loss,
    read_calibration,
    tempered,
    write_calibration,
)

OPTIONS = ("supported", "contradicted", "not there")


def drawn(heat: float, number: int, seed: int) -> list[tuple[dict[str, float], frozenset[str]]]:
    """Answers of someone who is `heat` times too sure: the truth is drawn from the honest probabilities."""
    chance = random.Random(seed)
    out = []
    for _ in range(number):
        weights = [chance.expovariate(1) for _ in OPTIONS]
        honest = {name: w / sum(weights) for name, w in zip(OPTIONS, weights, strict=True)}
        truth = chance.choices(OPTIONS, list(honest.values()))[0]
        out.append((tempered(honest, 1 / heat), frozenset({truth})))
    return out


@pytest.mark.parametrize("heat", [0.5, 1.0, 3.0])
def test_the_fit_finds_by_how_much_somebody_is_too_sure(heat: float) -> None:
    temperature = fit_temperature(drawn(heat, 3000, 1))
    assert temperature == pytest.approx(heat, rel=0.12)
    unseen = drawn(heat, 3000, 2)
    assert loss(unseen, temperature) <= loss(unseen, 1.0) + 1e-3
    if heat > 1:
        assert calibration_error(unseen, temperature) < 0.5 * calibration_error(unseen)


def test_of_some_answers_it_is_only_known_what_they_are_not() -> None:
    answers = drawn(3.0, 4000, 3)
    vague = [(p, t if "supported" in t else frozenset(OPTIONS) - {"supported"}) for p, t in answers]
    assert fit_temperature(vague) == pytest.approx(3.0, rel=0.15)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=5), st.floats(0.05, 20))
def test_tempering_keeps_the_order_and_adds_up(values: list[float], temperature: float) -> None:
    told = tempered({str(n): v for n, v in enumerate(values)}, temperature)
    assert sum(told.values()) == pytest.approx(1)
    best = max(range(len(values)), key=values.__getitem__)
    assert told[str(best)] == pytest.approx(max(told.values()))


def test_what_was_not_fitted_stays_as_it_is() -> None:
    half = {"supported": 0.5, "contradicted": 0.3, "not there": 0.2}
    assert UNCALIBRATED.calibrated("choice", half) == pytest.approx(half)
    assert fit_temperature([]) == 1.0


def test_a_calibration_is_kept_with_what_it_was_fitted_on(tmp_path: Path) -> None:
    path = tmp_path / "judge.json"
    kept = Calibration({"choice": 1.4}, "qwen@abc", "ocnli", 300)
    write_calibration(path, kept)
    assert read_calibration(path, "qwen@abc") == kept
    with pytest.raises(SettingsInvalid, match="fitted on qwen@abc"):
        read_calibration(path, "other@abc")
    for broken in ("", "[]", '{"temperature":{"choice":0}}', '{"temperature":{"choice":"hot"}}'):
        path.write_text(broken)
        with pytest.raises(SettingsInvalid):
            read_calibration(path)
    with pytest.raises(SettingsInvalid):
        read_calibration(tmp_path / "missing.json")
