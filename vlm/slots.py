"""Opposites in one place: beside what the claim has a word, a quote has that word's opposite.

Even a word with several meanings is compared here ("up", "full", 加): its neighbour tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import HAN, members_of
from vlm.measures import read_figures
from vlm.polarity import Side, lowered, negations_of, rules, terms_of

_CLAUSE = re.compile(r"[.!?](?=\s|$)|[,;:|](?!\d)|[。；！？，、：\n]")
_TOKEN = re.compile(r"[a-z]+(?:['’-][a-z]+)*|\x00\d+\x00|[\u3400-\u9fff]+")
_MODAL = frozenset({"duty", "need", "permit", "condition"})  # scopes.py compares them
_REACH = 2  # words of no meaning of their own that may stand between


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of an opposite with what stands left and right of it: content keys, figures and codes."""

    text: str
    sides: frozenset[Side]
    left: frozenset[str]
    right: frozenset[str]
    denied: bool
    around: frozenset[str]  # all that the clause says


def find_opposed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first word of the claim whose opposite the quotes print at the same neighbour, while nothing prints
    the word itself there."""
    said = _slots(claim)
    if not said:
        return None
    printed = [slot for text in evidence for slot in _slots(text)]
    for mine in said:
        if any(_opposes(mine, other) for other in said):
            continue  # both sides are told: which goes where is for binding.py
        for other in printed:
            if mine.denied != other.denied or not _opposes(mine, other):
                continue
            for where in ("left", "right"):
                shared = _shared(getattr(mine, where), getattr(other, where)) or _inner(mine, other)
                if shared and not _backed(mine, printed, shared, other):
                    return Reason("opposite_in_quote", (("word", mine.text), ("opposite", other.text)))
    return None


def stands_beside(word: str, clause: str, evidence: Sequence[str]) -> bool:
    """Whether the quotes print a word of a clause beside what stands beside it there, every time."""
    mine = [slot for slot in _slots(clause) if slot.text == word]
    printed = [slot for text in evidence for slot in _slots(text) if slot.text == word]
    return bool(mine) and all(
        any(
            one.denied == other.denied and (_shared(one.left, other.left) or _shared(one.right, other.right))
            for other in printed
        )
        for one in mine
    )


def _opposes(one: _Slot, other: _Slot) -> bool:
    return any((p, 1 - n) in other.sides and (p, n) not in other.sides for p, n in one.sides)


def _inner(one: _Slot, other: _Slot) -> frozenset[str]:
    """What two listed words of opposite sides name both: the edge of 上边缘 and 下边缘."""
    if one.text.isascii():
        mine, theirs = one.text.rpartition(" "), other.text.rpartition(" ")
        return frozenset({mine[2]}) if mine[0] and theirs[0] and mine[2] == theirs[2] else frozenset()
    return frozenset({one.text[1:]}) if len(one.text) > 2 and one.text[1:] == other.text[1:] else frozenset()


def _shared(one: frozenset[str], two: frozenset[str]) -> frozenset[str]:
    return frozenset(k for k in one if k in two or not two.isdisjoint(members_of(k)))


def _backed(mine: _Slot, printed: Sequence[_Slot], shared: frozenset[str], against: _Slot) -> bool:
    """Whether the quotes print the word, or another of its side, beside the same thing or in a clause that
    shares more with the claim's than the clause of its opposite does."""
    most = len(mine.around & against.around)
    return any(
        _shared(shared, other.left | other.right) or len(mine.around & other.around) > most
        for other in printed
        if other.text == mine.text or any(rules().supports(other.sides, side) for side in mine.sides)
    )


@lru_cache(maxsize=4096)
def _slots(text: str) -> tuple[_Slot, ...]:
    found = []
    for clause in _CLAUSE.split(lowered(text)):
        if not clause or not clause.strip():
            continue
        terms = [
            term
            for term in terms_of(clause)
            if term.text not in rules().sequence and not {pair for pair, _ in term.sides} <= _MODAL
        ]
        denied = sum(n.polarity == "no" for n in negations_of(clause)) % 2 == 1 if terms else False
        for term in terms:
            end = term.start + len(term.text)
            found.append(
                _Slot(
                    term.text,
                    term.sides,
                    _beside(clause[: term.start], -1),
                    _beside(clause[end:], 1),
                    denied,
                    content_of(clause),
                )
            )
    return tuple(found)


def _beside(text: str, way: int) -> frozenset[str]:
    """The nearest word that says something, at most two others away; of ideographs the two next ones."""
    figures = read_figures(text)
    body = text
    for number, figure in reversed([*enumerate(figures)]):
        body = f"{body[: figure.start]} \x00{number}\x00 {body[figure.end :]}"
    tokens = _TOKEN.findall(body)[::way][: _REACH + 1]
    for token in tokens:
        if token.startswith("\x00"):
            figure = figures[int(token.strip("\x00"))]
            return frozenset({figure.code or f"{figure.low:g} {figure.unit}"})
        if HAN.fullmatch(token):
            near = token[:2] if way > 0 else token[-2:]
            return frozenset({near}) if len(near) == 2 else frozenset()
        keys = content_of(token)
        if keys:
            return keys
    return frozenset()
