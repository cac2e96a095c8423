"""Words around the quotations, in the asker's language: leads of an answer, why a claim passed or not.

It holds no facts; those come from the manuals only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from kb_sources.manual import Language
from vlm.answer import Reason

LeadKind = Literal["steps", "row", "text", "figure", "warning"]
_LONGEST_VALUE = 80  # characters of a quotation repeated within a reason


@cache
def _frames() -> Mapping[str, Mapping[str, Mapping[Language, str]]]:
    loaded: Mapping[str, Mapping[str, Mapping[Language, str]]] = tomllib.loads(
        Path(__file__).with_name("frames.toml").read_text(encoding="utf-8")
    )
    return loaded


def lead(kind: LeadKind, language: Language, source: Language) -> str:
    """The sentence before quotations; it says so when these are in another language than the asker's."""
    return _frames()["lead"][kind if language == source else f"{kind}_foreign"][language]


def told(reason: Reason, language: Language) -> str:
    """A reason in words, in the asker's language."""
    values = {key: _short(value) for key, value in reason.values}
    return _frames()["reason"][reason.code][language].format_map(values)


def told_together(reasons: Iterable[Reason], language: Language) -> str:
    """Reasons in words, one sentence after the other; "" where there is none."""
    return ("" if language == "zh" else " ").join(told(reason, language) for reason in reasons)


def reasons() -> tuple[str, ...]:
    """The codes that `told` can word."""
    return tuple(_frames()["reason"])


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
