"""How a customer answers a question that offers options: by label, number or place, or that he does not know.

It knows no products; what follows is decided in ask.py.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

Options = Sequence[tuple[str, str]]  # label, what it sets

_NONE_SUCH = 100  # more than are ever offered
_EDGES = " \t.,;:!?。，；：！？~…\"'“”"


def chosen(words: str, options: Options) -> str | None:
    """What the picked option sets; None where none is picked."""
    said = _plain(words)
    for label, value in options:
        if said in (_plain(label), _plain(value)):
            return value
    place = _place(said)
    if place is None or not options or not -1 <= place < len(options):
        return None
    return options[place][1]


def in_doubt(words: str, options: Options) -> bool:
    """Whether the words only say that the asker does not know, or name the place of an option that there is
    not."""
    said = _plain(words)
    picks = bool(options) and _place(said) is not None and chosen(words, options) is None
    return picks or _pattern("unsure").fullmatch(said) is not None


def _place(said: str) -> int | None:
    """The place that is named, from 0; -1 for the last."""
    named = _pattern("place").fullmatch(said)
    if named is None:
        return None
    word = next(group for group in named.groups() if group)
    number = int(word) if word.isdecimal() else _numbers()[word]
    return number if number < 0 else (number - 1) % _NONE_SUCH


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lists = _lists()
    either = "|".join((*lists[name]["en"], *lists[name]["zh"]))
    numbers = "|".join(sorted(_numbers(), key=len, reverse=True))
    return re.compile(either.replace("<number>", rf"(\d{{1,2}}|{numbers})"))


def _numbers() -> Mapping[str, int]:
    numbers: Mapping[str, int] = _lists()["numbers"]
    return numbers


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("choosing.toml").read_text("utf-8"))


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold().replace("’", "'")
    return " ".join(folded.strip(_EDGES).split())
