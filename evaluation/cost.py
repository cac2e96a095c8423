"""What replies cost: the time of the machine and the tokens of the model, at prices the owner names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.scorer import Result

_HOUR = 3600.0
_MILLION = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Prices:
    """Of an hour of the machine that answers one ask at a time, and of a million tokens in and out."""

    hour: float = 0.0
    prompt: float = 0.0
    completion: float = 0.0
    currency: str = ""

    @property
    def known(self) -> bool:
        return any((self.hour, self.prompt, self.completion))


UNPRICED = Prices()


@dataclass(frozen=True, slots=True)
class Cost:
    """Means over replies; tokens are None where no model was asked, `per_reply` where it is not known."""

    replies: int
    seconds: float
    prompt_tokens: float | None
    completion_tokens: float | None
    per_reply: float | None
    currency: str


def cost_of(results: Sequence[Result], prices: Prices = UNPRICED) -> Cost:
    """A failed ask costs as well. Tokens are what the model's server counted (`usage` of the audit trail);
    where it did not count those of a reply and tokens have a price, what a reply costs is not known."""
    seconds = _mean([r.seconds for r in results]) or 0.0
    prompt = _mean([n for r in results if (n := _tokens(r, "prompt")) is not None])
    completion = _mean([n for r in results if (n := _tokens(r, "completion")) is not None])
    asked = sum(_tokens(r, "prompt") is not None for r in results) / len(results) if results else 0.0
    counted = all(_is_counted(r) for r in results) or not (prices.prompt or prices.completion)
    spent = seconds / _HOUR * prices.hour
    spent += asked * ((prompt or 0) * prices.prompt + (completion or 0) * prices.completion) / _MILLION
    return Cost(
        len(results),
        seconds,
        prompt,
        completion,
        spent if prices.known and counted else None,
        prices.currency,
    )


def _is_counted(result: Result) -> bool:
    """Whether no model was asked, or every call was counted."""
    usage = result.trail.get("usage") or {}
    return not usage or None not in (_tokens(result, "prompt"), _tokens(result, "completion"))


def _tokens(result: Result, kind: str) -> float | None:
    usage: dict[str, Any] = result.trail.get("usage") or {}
    count = usage.get(kind)
    return None if count is None else float(count)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
