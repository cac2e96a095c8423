"""Turns a model's probabilities into honest ones: one temperature for each type of question.

It does not know who answers. Guo et al., "On Calibration of Modern Neural Networks", 2017: dividing the
log-probabilities by one number, fitted on answers whose truth is known, changes no answer's order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kb_sources.errors import SettingsInvalid

_COLDEST, _HOTTEST = 0.05, 20.0
_TINY = 1e-9
_BINS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Read from and written to JSON; `temperature` has the form of transformers' decision.json.

    A temperature of 1 for a type that was not fitted: its probabilities are the model's own, uncalibrated.
    """

    temperature: Mapping[str, float] = field(default_factory=dict)  # by type of question: choice, json
    model: str = ""  # name@revision whose answers it was fitted on
    data: str = ""  # what they were about
    answers: int = 0

    def calibrated(self, kind: str, probabilities: Mapping[str, float]) -> dict[str, float]:
        """The probabilities of one answer, which add up to 1."""
        return tempered(probabilities, self.temperature.get(kind, 1.0))


UNCALIBRATED = Calibration()
Answer = tuple[Mapping[str, float], frozenset[str]]  # probabilities of the options, and which were true
_FORM = TypeAdapter(Calibration)


def read_calibration(path: Path, model: str = "") -> Calibration:
    """Raises SettingsInvalid where the file is none, or was fitted on another model."""
    try:
        read = _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsInvalid(f"The calibration {path} cannot be used: {error}.") from error
    if not all(math.isfinite(t) and _COLDEST <= t <= _HOTTEST for t in read.temperature.values()):
        raise SettingsInvalid(f"A temperature in {path} is not between {_COLDEST} and {_HOTTEST:.0f}.")
    if model and read.model and read.model != model:
        raise SettingsInvalid(
            f"The calibration {path} was fitted on {read.model}, not on {model}.", hint="Fit it anew."
        )
    return read


def write_calibration(path: Path, calibration: Calibration) -> None:
    path.write_text(json.dumps(asdict(calibration), indent=1, ensure_ascii=False) + "\n", "utf-8")


def tempered(probabilities: Mapping[str, float], temperature: float) -> dict[str, float]:
    """The softmax of log-probabilities divided by the temperature."""
    logs = {name: math.log(max(p, _TINY)) / temperature for name, p in probabilities.items()}
    top = max(logs.values(), default=0.0)
    weights = {name: math.exp(value - top) for name, value in logs.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def fit_temperature(answers: Sequence[Answer]) -> float:
    """The temperature with the least loss on answers whose truth is known; 1 where there is nothing to fit.

    Golden-section search over its logarithm: the loss has one minimum.
    """
    if not answers:
        return 1.0
    low, high = math.log(_COLDEST), math.log(_HOTTEST)
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(answers, math.exp(left)) <= loss(answers, math.exp(right)):
            high = right
        else:
            low = left
    return math.exp((low + high) / 2)


def loss(answers: Sequence[Answer], temperature: float) -> float:
    """Mean negative log-likelihood of what was true, in nats."""
    told = (tempered(p, temperature) for p, _ in answers)
    true = (sum(t.get(o, 0.0) for o in truth) for t, (_, truth) in zip(told, answers, strict=True))
    return -sum(math.log(max(p, _TINY)) for p in true) / len(answers)


def calibration_error(answers: Sequence[Answer], temperature: float = 1.0) -> float:
    """Expected calibration error, 0..1, over ten bins of the likeliest option's probability."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probabilities, truth in answers:
        told = tempered(probabilities, temperature)
        best = max(told, key=lambda name: told[name])
        bins.setdefault(min(int(told[best] * _BINS), _BINS - 1), []).append((told[best], best in truth))
    gaps = (abs(sum(p - right for p, right in each)) for each in bins.values())
    return sum(gaps) / max(len(answers), 1)
