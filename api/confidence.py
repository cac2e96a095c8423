"""How likely a person would accept an answer, from signs of its evidence and what people said of others.

Without a calibration nothing is known and nothing is said (null). It neither fits nor decides.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kb_sources.errors import SettingsInvalid

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over signs; answers below `threshold` go to a person instead."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float = 0.0  # 0..1; 0: every checked answer leaves
    marks: int = 0  # answers that people marked
    made: str = ""  # day

    def __call__(self, signs: Signs) -> float:
        """0..1: the share of such answers that a person would accept."""
        odds = self.intercept + sum(w * signs.get(name, 0.0) for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


_CALIBRATION = TypeAdapter(Calibration)


def calibration_path(data: Path, tenant: str) -> Path:
    """Where a tenant's calibration lies in KB_DATA."""
    return data / "calibration" / f"{tenant}.json"


def read_calibration(path: Path) -> Calibration | None:
    """None when there is none. Raises SettingsInvalid for a file that is not one."""
    if not path.is_file():
        return None
    try:
        return _CALIBRATION.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsInvalid(
            f"The calibration {path} cannot be used: {error}.",
            hint="Make it anew with `kb-eval pilot --marks`, or remove it.",
        ) from error


def write_calibration(path: Path, calibration: Calibration) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(calibration), indent=1) + "\n", "utf-8")
