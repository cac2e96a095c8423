"""One measured number with its target, and where a benchmark works. It measures nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder to work in, and how large what is measured should be."""

    folder: Path
    ready: Path | None  # a knowledge base of the samples
    pages: int
    long_pages: int
    passages: int


@dataclass(frozen=True, slots=True)
class Figure:
    """`at_most` or `at_least` is the target where there is one."""

    part: str
    what: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def told(self) -> str:
        digits = 0 if abs(self.value) >= 100 else 1 if abs(self.value) >= 10 else 2
        return f"{self.value:,.{digits}f} {self.unit}".strip()

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}".strip()
        return f"≥ {self.at_least:g} {self.unit}".strip() if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        if self.at_most is None and self.at_least is None:
            return ""
        low = self.at_most is not None and self.value > self.at_most
        high = self.at_least is not None and self.value < self.at_least
        return "missed" if low or high else "met"


def p50(values: list[float]) -> float:
    return median(values)


def p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
