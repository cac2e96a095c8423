"""Two things that changed places: the deed for one done to the other, "the seal on the pump" for "the pump on
the seal".

It compares words by clause and around prepositions; a word in another's place in a sentence of the same order
is for vlm/substitution.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.polarity import lowered, terms_of

_CLAUSE = re.compile(
    r"[.!?](?=\s|$|[\u3400-\u9fff])|[,;:](?!\d)|[。，；：|\n]"
    r"|\b(?:and|or|then|after|before|while|but|if|when|until|once|because|so"
    r"|which|that)\b|并且?|然后|之后|以后|再(?!次)|时(?=[^间候])|后(?=[^面盖部侧壳备])"
)
_BETWEEN = re.compile(r"\bbetween ([^.,;]{1,30}?) and\b")
_LATIN = re.compile(r"[a-z]{2,}")
_LISTING = frozenset({"and", "or"})


class _Clause(NamedTuple):
    """What a clause says, and whether it goes on a list of the clause before."""

    words: frozenset[str]
    listed: bool
    text: str

    @property
    def first(self) -> frozenset[str]:
        """The first word that says something."""
        return self._first_of(_LATIN.findall(self.text))

    @property
    def last(self) -> frozenset[str]:
        return self._first_of(reversed(_LATIN.findall(self.text)))

    def _first_of(self, words: Iterable[str]) -> frozenset[str]:
        return next(filter(None, map(content_of, words)), self.words)


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[_Clause, ...]:
    body = lowered(text)
    if "between" in body:
        body = _BETWEEN.sub(r"between \1 to", body)
    found, at, mark = list[_Clause](), 0, ""
    for match in (*_CLAUSE.finditer(body), None):
        piece = body[at : match.start() if match else len(body)]
        words = frozenset(word for word in content_of(piece) if len(word) > 1)
        if words:
            found.append(_Clause(words, mark in _LISTING, piece))
        at, mark = (match.end(), match[0]) if match else (at, "")
    return tuple(found)


def find_crossed_clauses(claim: str, evidence: Sequence[str]) -> Reason | None:
    """Two clauses of a claim that each put together what stands in one of two printed clauses, and what
    stands in the other."""
    said = _clauses(claim) if " | " not in claim else ()
    printed = [_clauses(text) for text in evidence] if len(said) > 1 else []
    for (n, one), (m, two) in combinations(enumerate(said), 2):
        near = [
            (at, clauses, clause)
            for clauses in printed
            for at, clause in enumerate(clauses)
            if not clause.words.isdisjoint(one.words) and not clause.words.isdisjoint(two.words)
        ]
        for (at, text, first), (to, other, second) in combinations(near, 2):
            cut = _cut(one.words, two.words, first.words, second.words)
            in_list = text is other and to == at + 1 and second.listed and m == n + 1 and two.listed
            in_list = in_list and two.last in (second.last, first.last) and two.first != second.first
            if cut is None or in_list:
                continue
            halves = (cut[0] | cut[1], cut[2] | cut[3])
            if not any(clause.words >= half for clauses in printed for clause in clauses for half in halves):
                values = (("word", min(cut[0])), ("to", min(cut[1])), ("printed", min(cut[2])))
                return Reason("tied_otherwise", values)
    return None


def _cut(
    one: frozenset[str], two: frozenset[str], first: frozenset[str], second: frozenset[str]
) -> tuple[frozenset[str], ...] | None:
    """What two clauses each have of two printed ones, where each has something of both."""
    mine, theirs, here, there = first - second, second - first, one - two, two - one
    parts = (here & mine, here & theirs, there & mine, there & theirs)
    return parts if all(parts) else None


_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*(?![\w-])|[a-z]+-?\d[\w-]*|[.,;:|]")
_SIDES = frozenset(
    {"on", "onto", "into", "in", "under", "over", "behind", "above", "below", "inside", "beneath"}
)
_TOOLS = frozenset({"with", "using", "against", "through"})
_ALIKE = frozenset(  # what two things are to each other
    {
        *(
            "compare",
            "compared",
            "mix",
            "mixed",
            "align",
            "aligned",
            "flush",
            "level",
            "together",
            "parallel",
        ),
        *(
            "connect",
            "connected",
            "line",
            "agree",
            "agrees",
            "match",
            "matches",
            "contact",
            "exchange",
            "swap",
        ),
        *("along", "even"),
    }
)
_STOPS = _SIDES | {
    *".,;:|",
    "and",
    "or",
    "with",
    "until",
    "for",
    "to",
    "from",
    "by",
    "at",
    "of",
    "off",
    "when",
    "if",
}
_AHEAD = 4  # words around a preposition that may be what stands there
_ZH_PLACE = re.compile(
    r"(?P<one>[\u3400-\u9fff]{2,6}?)(?: [a-z\d-]+ )?(?:[装放套压插位贴垫盖卡]?[在到入进于])"
    r"(?P<two>[\u3400-\u9fff]{2,6}?)(?: [a-z\d-]+ )?(?P<how>[上下里内中后前外](?:[面方侧部])?)"
)
_Place = tuple[frozenset[str], str, frozenset[str]]


def find_turned_place(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "The flap behind the cord" for "the cord behind the flap"."""
    said = _places(claim)
    printed = [place for text in evidence for place in _places(text)] if said else []
    for one, how, two in said:
        kin = [(a, b) for a, way, b in printed if way == how]
        if any(_is_within(one, a - b) and _is_within(two, b - a) for a, b in kin):
            continue
        if any(_is_within(one, b - a) and _is_within(two, a - b) for a, b in kin):
            return Reason("tied_otherwise", (("word", min(one)), ("to", min(two)), ("printed", min(one))))
    return None


def _is_within(said: frozenset[str], printed: frozenset[str]) -> bool:
    return 2 * len(said & printed) >= len(said)


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[_Place, ...]:
    """What stands where in a text: the words before a preposition, it, the words behind it."""
    body, found = lowered(text), list[_Place]()
    words = _WORD.findall(body)
    for n, word in enumerate(words):
        if word not in _SIDES and word not in _TOOLS:
            continue
        if word in _TOOLS and not _ALIKE.isdisjoint(words[max(0, n - _AHEAD) : n]):
            continue
        before = _until(reversed(words[max(0, n - _AHEAD) : n]))
        after = _until(words[n + 1 : n + 1 + _AHEAD])
        found.append((before, word, after))
    found += [(content_of(m["one"]), m["how"][0], content_of(m["two"])) for m in _ZH_PLACE.finditer(body)]
    return tuple((a, how, b) for a, how, b in found if a and b)


def _until(words: Iterable[str]) -> frozenset[str]:
    """The content of the words up to a mark or a word that joins."""
    taken = list[str]()
    for word in words:
        if word in _STOPS:
            break
        taken.append(word)
    return content_of(" ".join(taken))


_SENTENCE = re.compile(r"[.!?](?=\s|$|[\u3400-\u9fff])|[;。！？；|\n]")
_DEED = re.compile(
    r"\b(?P<en>replac|renew|remov|clean|check|tighten|loosen|measur|inspect|lubricat|oil|solder|disconnect"
    r"|unplug|undo|unscrew|drain|empt|lift|fit|mount|insert|press|reset|calibrat)(?:e|es|ed|ing|s|y|ies)?"
    r" (?:with )?(?:the |a |an |any |all |both |each |its |new |old )*(?P<what>[a-z]+(?: [a-z]+)?)"
    r"|(?P<zh>更换|换用|换上|拆下|拆除|取下|取出|清洁|清洗|清除|清理|检查|拧紧|拧下|拧松|测量|焊下|焊上|装上|装入|断开"
    r"|拔下|插紧|校准|复位|润滑)(?P<zhwhat>[\u3400-\u9fff]{2,6})"
)
_Deed = tuple[str, frozenset[str], frozenset[str]]


def find_other_object(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Replace the frame" where the board is to be replaced, which the claim leaves out, and the frame is
    printed in another sentence alone."""
    said = deeds_of(claim) if " | " not in claim else ()
    printed = [deed for text in evidence for deed in deeds_of(text)] if said else []
    for deed, what, _ in said:
        kin = [(own, sentence) for other, own, sentence in printed if other == deed]
        if not kin or any(what & sentence for _, sentence in kin):
            continue
        told = content_of(claim)
        known = frozenset(word for text in evidence for word in content_of(text))
        if what <= known and all(own.isdisjoint(told) for own, _ in kin):
            values = (("word", deed), ("to", min(what)), ("printed", min(kin[0][0])))
            return Reason("tied_otherwise", values)
    return None


@lru_cache(maxsize=4096)
def deeds_of(text: str) -> tuple[_Deed, ...]:
    """What is done to what in a text, each with the words of its sentence."""
    found = list[_Deed]()
    for sentence in _SENTENCE.split(lowered(text)):
        for match in _DEED.finditer(sentence):
            what = content_of(match["what"] or match["zhwhat"])
            if what:
                found.append((match["en"] or match["zh"], what, content_of(sentence)))
    return tuple(found)


_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|by|from|than)\b|被|由|比|给|可以?用|[能得]用")
_JOINED = re.compile(
    r"[.!?;,](?=\s|$)|[。！？；，、\n|]|\b(?:and|or|then|but|not|if|when|before|after)\b|和|与|或|不"
)
_FAR = 40  # characters within which one word of an opposite does something to the other
_Turn = tuple[str, int, frozenset[str]]


def find_turned_roles(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "An earlier letter replaces a later one" for "a later letter replaces an earlier one"."""
    said = _turns(claim)
    printed = [turn for text in evidence for turn in _turns(text)] if said else []
    for pair, first, between in said:
        kin = [number for other, number, words in printed if other == pair and words & between]
        if kin and first not in kin:
            return Reason("tied_otherwise", (("word", pair), ("to", min(between)), ("printed", pair)))
    return None


@lru_cache(maxsize=4096)
def _turns(text: str) -> tuple[_Turn, ...]:
    """Where a word of an opposite does something to its other side: the pair, who does, and what."""
    found = list[_Turn]()
    body = lowered(text)
    for one, two in combinations(terms_of(text), 2):
        turned = [(pair, side) for pair, side in one.sides if (pair, 1 - side) in two.sides]
        between = body[one.start + len(one.text) : two.start] if turned else ""
        if 0 < len(between) < _FAR and not _JOINED.search(between) and not _PASSIVE.search(between):
            words = content_of(between)
            found += [(pair, side, words) for pair, side in turned if words]
    return tuple(found)
