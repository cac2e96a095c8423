"""Whether a customer tells of a danger, and whether an answer speaks of it: smoke, a swollen battery, fire.

It knows neither glossary nor manual: names of dangers are given to it. What follows is decided in ask.py.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from retrieval.glossary import Widening
from vlm.answer import CheckedClaim

_BEYOND = "elec.fire"  # what no page of a manual can answer
_CLAUSE_END = re.compile(r"[.;!?。；！？,，、\n]")


def told(question: str, named: Iterable[Widening]) -> tuple[Widening, ...]:
    """Of the dangers that a question names, those that it says are there; not what it wants to prevent, what
    is not so, nor what smells in a photo."""
    plain = _fold(question)
    return tuple(danger for danger in named if _is_there(_fold(danger.matched), plain))


def spoken_of(dangers: Sequence[Widening], claims: Iterable[CheckedClaim]) -> bool:
    """Whether what is cited names one of the dangers, or is found to tell what to do about all that is told;
    never where something burns. The row of a code is about that code, whatever is told beside it."""
    if any(danger.concept == _BEYOND for danger in dangers):
        return False
    names = [_fold(name) for danger in dangers for name in (danger.matched, *danger.added)]
    shown = {place.shown.passage.id: place.shown for claim in claims for place in claim.located}
    shown |= {warning.passage.id: warning for claim in claims for warning in claim.warnings}
    texts = (_fold("\n".join((*s.passage.section, s.passage.text))) for s in shown.values())
    if any(s.told == 1.0 for s in shown.values() if s.passage.kind != "row"):
        return True
    return any(name in text for text in texts for name in names)


def _is_there(name: str, question: str) -> bool:
    at = question.find(name)
    if at < 0:
        return True
    before = _CLAUSE_END.split(question[:at])[-1]
    after = _CLAUSE_END.split(question[at + len(name) :])[0]
    somebody = _pattern("person").search(f"{before}{name}{after}")
    return not (somebody or _pattern("before").search(before) or _pattern("after").match(after))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join((*_lists()[name]["en"], *_lists()[name]["zh"])))


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("dangers.toml").read_text("utf-8"))


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())
