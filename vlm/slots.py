"""Opposites in one place: beside what the claim has a word, a quote has that word's opposite.

Even a word with several meanings is compared here ("up", "full", 加): its neighbour tells which is meant.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import HAN, members_of
from vlm.measures import Figure, read_figures
from vlm.polarity import Side, Term, lowered, negations_of, rules, sides_in, terms_of, turned

_CLAUSE = re.compile(r"[.!?](?=\s|$)|[,;:|](?!\d)|[。；！？，、：\n]")
_JOINT = re.compile(r"\b(?:if|when|whenever|while|because|since|unless)\b|如果|因为|时(?=[^间候])")
_MASK = "\x00"  # stands for each letter of a figure
_TOKEN = re.compile(r"[a-z]+(?:['’-][a-z]+)*|\x00+|[\u3400-\u9fff]+")
_MODAL = frozenset({"duty", "need", "permit", "condition"})  # scopes.py compares them
_AMOUNTS = frozenset({"many", "high", "large", "strong"})
_TURNS = frozenset({"first", "last"})
_REACH = 2  # words of no meaning of their own that may stand between


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of an opposite in its clause. What stands beside it is read where somebody asks."""

    text: str
    sides: frozenset[Side]
    clause: str
    start: int

    @property
    def denied(self) -> bool:
        return _is_denied(self.clause, self.start)

    @property
    def left(self) -> frozenset[str]:
        """Content keys, figures and codes left of it."""
        return _neighbours(self.clause, self.start, self.start + len(self.text))[0]

    @property
    def right(self) -> frozenset[str]:
        return _neighbours(self.clause, self.start, self.start + len(self.text))[1]

    @property
    def around(self) -> frozenset[str]:
        """All that the clause says."""
        return content_of(self.clause)


def find_opposed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first word of the claim whose opposite the quotes print at the same neighbour, while nothing prints
    the word itself there."""
    opposed = _amounts(turned(sides_in(claim)))
    if all(opposed.isdisjoint(_amounts(sides_in(text))) for text in evidence):
        return None
    said = _slots(claim)
    printed = [slot for text in evidence for slot in _slots(text)]
    for mine in said:
        against = [other for other in printed if _opposes(mine, other)]
        rivals = [other for other in said if against and _opposes(mine, other)]
        if rivals and not _is_told_more(mine, said, printed):
            continue  # both sides are told: which goes where is for binding.py
        for other in against:
            if mine.denied != other.denied:
                continue
            for where in ("left", "right"):
                shared = _shared(getattr(mine, where), getattr(other, where)) or _inner(mine, other)
                if any(_shared(shared, rival.left | rival.right) for rival in rivals):
                    continue
                if shared and not _backed(mine, printed, shared, other):
                    return Reason("opposite_in_quote", (("word", mine.text), ("opposite", other.text)))
    return None


@lru_cache(maxsize=4096)
def _amounts(sides: frozenset[Side]) -> frozenset[Side]:
    """With one side for all that tell how much: "greater" is against "lower"."""
    return sides.union(("amount", number) for pair, number in sides if pair in _AMOUNTS)


def _is_told_more(mine: _Slot, said: Sequence[_Slot], printed: Sequence[_Slot]) -> bool:
    """Whether the claim tells a side more often than the quotes do."""
    if mine.text.isascii() and mine.text in rules().weak:
        return False

    def told(slots: Sequence[_Slot]) -> int:
        return sum(any(rules().supports(s.sides, side) for side in mine.sides) for s in slots)

    return told(said) > told(printed)


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


def told_in_turn(word: str, opposite: str, claim: str, evidence: Sequence[str]) -> bool:
    """Whether claim and quotes tell a word and its opposite once each, in one order: "anticlockwise to take
    it out and clockwise to put it in". What each is told of is for binding.py."""
    said = [t.text for t in sorted(terms_of(claim), key=_start) if t.text in (word, opposite)]
    if len(said) != len({word, opposite}) or said[0] == said[1]:
        return False
    printed = [t.text for text in evidence for t in sorted(terms_of(text), key=_start)]
    return said == [text for text in printed if text in said]


def _start(term: Term) -> int:
    return term.start


def _opposes(one: _Slot, other: _Slot) -> bool:
    if any((p, 1 - n) in other.sides and (p, n) not in other.sides for p, n in one.sides):
        return True
    mine, theirs = ({n for p, n in slot.sides if p in _AMOUNTS} for slot in (one, other))
    return bool(mine and theirs) and mine == {1 - n for n in theirs}  # "the greater number", "the lower"


def _inner(one: _Slot, other: _Slot) -> frozenset[str]:
    """What two listed words of opposite sides name both: the edge of 上边缘 and 下边缘."""
    if one.text.isascii():
        named = content_of(one.text.rpartition(" ")[2]) if " " in one.text else frozenset[str]()
        if named & (other.left | other.right):
            return named  # "a dry cloth", "a cloth moistened with"
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
def _slots(text: str) -> list[_Slot]:
    return [
        _Slot(term.text, term.sides, clause, term.start)
        for clause in _CLAUSE.split(lowered(text))
        for term in (terms_of(clause) if clause else ())
        if (term.text not in rules().sequence or _closes(term, clause))
        and not {pair for pair, _ in term.sides} <= _MODAL
    ]


@lru_cache(maxsize=4096)
def _is_denied(clause: str, start: int) -> bool:
    denying = [n.start for n in negations_of(clause) if n.polarity == "no"]
    joints = [m.start() for m in _JOINT.finditer(clause)] if denying else []
    part = bisect(joints, start)
    return sum(bisect(joints, at) == part for at in denying) % 2 == 1


@lru_cache(maxsize=4096)
def _neighbours(clause: str, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """What stands left and right of a stretch of a clause."""
    figures = {figure.start: figure for figure in read_figures(clause)}
    body = clause
    for figure in figures.values():
        body = f"{body[: figure.start]}{_MASK * (figure.end - figure.start)}{body[figure.end :]}"
    tokens = [*_TOKEN.finditer(body)]
    left = [token for token in tokens if token.start() < start][::-1]
    right = [token for token in tokens if token.end() > end]
    return _beside(left, -1, start, figures), _beside(right, 1, end, figures)


def _closes(term: Term, clause: str) -> bool:
    """Whether "first" or "last" ends its clause: there it says of the words before it when their turn is."""
    return term.text in _TURNS and not clause[term.start + len(term.text) :].strip()


def _beside(
    tokens: Sequence[re.Match[str]], way: int, edge: int, figures: Mapping[int, Figure]
) -> frozenset[str]:
    """The nearest word that says something, at most two others away; of ideographs the two next ones."""
    for token in tokens[: _REACH + 1]:
        figure = figures.get(token.start()) if token[0].startswith(_MASK) else None
        if figure is not None:
            return frozenset({figure.code or f"{figure.low:g} {figure.unit}"})
        begin = token.start()
        text = token[0][max(0, edge - begin) :] if way > 0 else token[0][: edge - begin]
        if text and HAN.fullmatch(text):
            near = text[:2] if way > 0 else text[-2:]
            return frozenset({near}) if len(near) == 2 else frozenset()
        keys = content_of(text)
        if keys:
            return keys
    return frozenset()
