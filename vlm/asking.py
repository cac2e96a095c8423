"""What the wording of a question asks for: a procedure, a value, a place, everything of a kind.

It does not know what any passage holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kb_sources.manual import Language


@cache
def wording() -> Mapping[str, Mapping[Language, list[str]]]:
    """The word lists of wording.toml."""
    loaded: Mapping[str, Mapping[Language, list[str]]] = tomllib.loads(
        Path(__file__).with_name("wording.toml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Matches any word of a list: Chinese anywhere, English as whole words; longest first."""
    lists = wording()[name]
    chinese = sorted(lists["zh"], key=len, reverse=True)
    english = sorted((e.replace(" ", r"\s+") for e in lists.get("en", [])), key=len, reverse=True)
    either = [rf"(?:{'|'.join(chinese)})"] + ([rf"\b(?:{'|'.join(english)})\b"] if english else [])
    return re.compile("|".join(either), re.IGNORECASE)


def asks_value(question: str) -> bool:
    """One figure, type or meaning rather than a course of action."""
    return pattern("value").search(question) is not None


def asks_how(question: str) -> bool:
    """What to do."""
    return pattern("how_to").search(question) is not None and not asks_value(question)


def asks_place(question: str) -> bool:
    """Where something is or goes."""
    return pattern("place").search(question) is not None


def asks_everything(question: str) -> bool:
    """Several or all of a kind."""
    return pattern("everything").search(question) is not None


def asks_whether(question: str) -> bool:
    """Yes or no."""
    return pattern("whether").search(question.strip().rstrip("?？。.! ")) is not None


def instructs(step: str) -> bool:
    """Whether a step tells what to do, rather than stating a fact or naming a part of the manual."""
    opening = re.sub(r"^[\s\W\d]*", "", step)[:48]
    return pattern("instructs").search(re.split(r"[，,;；。]", opening)[0]) is not None
