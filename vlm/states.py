"""States turned: a short printed statement said whole, but for one word that stands for its opposite ("a
clean thermistor" for "thermistor dirty"); a condition turned while what follows stays; "with" for "without".

Words side by side are for vlm/slots.py, plain negation is for vlm/scopes.py. It knows no opposites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import count_told
from vlm.polarity import MODAL, Side, Term, denies, lowered, negations_of, rules, sides_in, terms_of, turned

_MARK = re.compile(r"[.!?](?=\s|$)|[,;:](?!\d)|[。；！？，、：\n|()（）]")
_JOINT = re.compile(
    r"\b(?:if|when|while|because|since|unless|so that|which|then|and|or|but|as the (?:cause|reason))\b"
    r"|如果|因为|由于|时(?=[^间候])|导致|引起|造成|使得?(?!用)|而(?!且)|则|就|说明|表示"
)
_SLIGHT = frozenset(
    [
        *("in", "on", "out", "off", "up", "down", "over", "under", "above", "below", "back", "with", "has"),
        *("any", "all", "both", "if", "when", "even", "then", "once", "until", "after", "before", "first"),
        *("last", "some", "can", "may", "should", "must", "end", "without", "between", "within", "start"),
        *("stop", "run", "clamps", "clamp", "seals", "label", "接着"),
    ]
)
_BEFORE_NOUN = re.compile(r"\b(?:a|an|the|its|their|with|is|are|was|were|be|been|being|too|very|from|by)\s+$")
_CONDITION_HAN = re.compile(
    r"(?:如果|若是?|当|在|一旦)?(?P<when>[^，。；：|、,;:.]{2,16}?)(?:时|的话|的?情况下)(?![间候])[，,]?(?P<then>[^。；|]+)"
)
_WHEN_HAN = re.compile("时|的话|情况下")  # in every _CONDITION_HAN
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|in case|as long as|where|should)\s+(?P<when>[^,.;|]+?)"
    r"(?:,\s*(?:then )?(?P<then>[^.;|]+)|(?=[.;|]|$))"
)
_NOT = ("不", "没", "未", "无", "非")
_PRESENT = re.compile(r"\b(?:has|have|is|are|there|any|with)\b|有|存在")
_LACKS = re.compile(
    r"\bwithout (?:any |a |an |the )?(?P<en>[a-z]+)|(?:无需|不经|无|没有)(?P<zh>[\u3400-\u9fff]{2})"
)
_HOLDS = r"\b(?:after|with|following|only after) (?:a |an |the |some |any )?(?:short |long |certain )?"
_TWICE = re.compile(r"\b(?:never|not|n't|no|cannot)\b[^,.;]*\bwithout (?:any |a |an |the )?(?P<en>[a-z]+)")
_AMOUNT = "amount"
_AMOUNTS = frozenset({"many", "high", "large", "strong", "strength", "oversize"})
_ENOUGH = 0.75  # of a statement's words that a claim says of it
_MOST = 8  # keys of a statement that is held to be one
_ALIKE = 0.6  # of the words of the shorter of two conditions that are one


@dataclass(frozen=True, slots=True)
class _Statement:
    """A short stretch, one word of an opposite in it, and what else it says."""

    term: Term
    rest: frozenset[str]
    around: frozenset[str]  # with the other words of opposites
    denied: bool
    leads: bool  # an order that begins with the word: "clean the thermistor"
    names: bool  # stands before a noun, or is said of one: "a clean thermistor"


def find_turned_state(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first word of a claim whose opposite a short printed statement has, of which all else is said."""
    sides = sides_in(claim)
    against = turned(sides)
    counted = any(pair in _AMOUNTS for pair, _ in sides)
    if counted or not all(against.isdisjoint(sides_in(text)) for text in evidence):
        printed = [one for text in evidence for one in _statements(text)]
        said = _statements(claim)
        for mine in said:
            for other in printed:
                if other.denied != mine.denied or not _turns(mine, other):
                    continue
                if not _backed(mine, other, printed) and not _tells(said, other):
                    values = (("word", mine.term.text), ("opposite", other.term.text))
                    return Reason("opposite_in_quote", values)
    return _find_turned_condition(claim, evidence) or _find_lacking(claim, evidence)


def _turns(mine: _Statement, other: _Statement) -> bool:
    if not _oppose(mine.term.sides, other.term.sides):
        return False
    if not other.rest or len(other.rest) > _MOST:
        return False
    return count_told(other.rest, mine.around) >= _ENOUGH * len(other.rest)


def _backed(mine: _Statement, against: _Statement, printed: Sequence[_Statement]) -> bool:
    """Whether a printed statement says the word itself of the same thing."""
    told = count_told(mine.rest, against.around)
    for other in printed:
        if other is against or (
            other.leads and mine.names and not against.leads and against.rest <= other.rest
        ):
            continue  # "clean the thermistor" calls none clean
        if not _agree(other, mine) or other.denied != mine.denied:
            continue
        if count_told(against.rest, other.around) >= _ENOUGH * len(against.rest):
            return True
        if count_told(mine.rest, other.around) > told:
            return True
    return False


def _tells(said: Sequence[_Statement], other: _Statement) -> bool:
    """Whether a claim says the printed word of the same thing, too: "uneven feet: level the feet"."""
    return any(_agree(mine, other) and count_told(other.rest, mine.around) for mine in said)


def _agree(one: _Statement, other: _Statement) -> bool:
    mine, theirs = one.term.sides, other.term.sides
    if one.term.text == other.term.text or any(rules().supports(mine, side) for side in theirs):
        return True
    return any(side[0] in _AMOUNTS for side in mine) and not _amounts(mine).isdisjoint(_amounts(theirs))


def _amounts(sides: frozenset[Side]) -> frozenset[Side]:
    return frozenset((_AMOUNT, number) for pair, number in sides if pair in _AMOUNTS or pair == "compare")


def _oppose(one: frozenset[Side], other: frozenset[Side]) -> bool:
    mine = {side for side in one if side[0] not in MODAL}
    amounts = _amounts(one)
    if amounts and turned(amounts) == _amounts(other):
        return True
    return not turned(mine).isdisjoint(other) and mine.isdisjoint(other)


@lru_cache(maxsize=4096)
def _statements(text: str) -> tuple[_Statement, ...]:
    found = list[_Statement]()
    for piece in _pieces(lowered(text)):
        terms = [
            term
            for term in terms_of(piece)
            if not {pair for pair, _ in term.sides} <= MODAL
            and (term.text not in _SLIGHT and not (len(term.text) == 1 and rules().is_weak(term)))
            and piece[max(term.start - 1, 0) : term.start] not in _NOT
        ]
        if not terms:
            continue
        denying = [n for n in negations_of(piece) if n.polarity == "no"]
        around = content_of(piece)
        for term in terms:
            end = term.start + len(term.text)
            apart = [n for n in denying if n.start >= end or n.start + len(n.text) <= term.start]
            denied = len(apart) % 2 == 1  # a word that lacks something denies by itself
            rest = content_of(f"{piece[: term.start]} ，{piece[end:]}")
            leads = not piece[: term.start].strip() and term.text.isascii()
            names = _BEFORE_NOUN.search(piece, 0, term.start) is not None
            found.append(_Statement(term, rest, around, denied, leads, names))
    return tuple(found)


def _pieces(body: str) -> Iterator[str]:
    for stretch in _MARK.split(body):
        if stretch and stretch.strip():
            yield from (piece for piece in _JOINT.split(stretch) if piece.strip())


@dataclass(frozen=True, slots=True)
class _Condition:
    shown: str
    when: frozenset[str]
    denied: bool
    then: tuple[tuple[frozenset[str], bool], ...]  # of each clause, and whether it is denied


def _find_turned_condition(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Where there is no crack, stop" for "where there is a crack, stop"."""
    said = _conditions(claim)
    printed = [one for text in evidence for one in _conditions(text)] if said else []
    for mine in said:
        same = [
            o
            for o in printed
            if count_told(mine.when, o.when) >= _ALIKE * min(len(mine.when), len(o.when)) > 0
        ]
        if not same or any(other.denied == mine.denied for other in same):
            continue
        if any(_follows_both(mine, other) for other in same):
            return Reason("negation_lost" if same[0].denied else "negation_added", (("word", mine.shown),))
    return None


def _follows_both(mine: _Condition, other: _Condition) -> bool:
    """Whether the same follows from both, in the same sense."""
    for keys, denied in mine.then:
        near = max(other.then, key=lambda each: count_told(keys, each[0]), default=None)
        if near is not None and near[1] == denied and count_told(keys, near[0]) * 2 >= max(2, len(keys)):
            return True
    return False


@lru_cache(maxsize=4096)
def _conditions(text: str) -> tuple[_Condition, ...]:
    body, found = lowered(text), list[_Condition]()
    if body.isascii():
        matches = _CONDITION.finditer(body)
    else:  # not to try the pattern at every ideograph
        matches = _CONDITION_HAN.finditer(body) if _WHEN_HAN.search(body) else iter(())
    for match in matches:
        when = match["when"]
        start = max(body.rfind(mark, 0, match.start()) for mark in ".;|") + 1
        then = match["then"] or body[start : match.start()]
        bare = when
        for negation in reversed(negations_of(when)):
            bare = f"{bare[: negation.start]} {bare[negation.start + len(negation.text) :]}"
        keys = content_of(_PRESENT.sub(" ", bare))
        clauses = tuple((content_of(part), denies(part)) for part in re.split("[,，]", then) if part.strip())
        if keys and clauses:
            found.append(_Condition(when, keys, denies(when), clauses))
    return tuple(found)


def _find_lacking(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "After a delay" and "never without delay" for "without delay"."""
    said = lowered(claim)
    twice = _TWICE.search(said)
    for match in (m for text in evidence for m in _LACKS.finditer(lowered(text))):
        word = match["en"] or match["zh"]
        if match["en"] and re.search(_HOLDS + re.escape(word) + r"\b", said):
            return Reason("negation_lost", (("word", match[0]),))
        if twice and twice["en"] == word and not any(_TWICE.search(lowered(text)) for text in evidence):
            return Reason("negation_added", (("word", twice[0]),))
    return None


_WORN = re.compile(
    r"\b(?:the|a|an|for|with|its|fit|any|your) (?:used|old|second-hand|reconditioned|like new)"
    r" (?P<en>[a-z]+(?: [a-z]+)?)|(?:用过的|二手|拆机|翻新的?)(?P<zh>[\u3400-\u9fff]{2,6})"
)
_RENEWED = re.compile(
    r"\b(?:new|renew|replace|fit) (?:the |a |an )?(?P<en>[a-z]+(?: [a-z]+)?)"
    r"|(?:新|更换)的?(?P<zh>[\u3400-\u9fff]{2,6})"
)
_ALREADY = re.compile(r"\b(?:used|old|worn|second-hand|reconditioned)\b|旧|用过|二手|翻新")
_DISCARDS = re.compile(
    r"\b(?:throw\w*|discard\w*|dispos\w+|scrap\w*|recycl\w+|bin(?:ned)?)\b|丢弃|报废|扔|弃用|废弃|回收"
)
_FITS = re.compile(
    r"\b(?:put|(?:re)?fit\w*|instal\w+|insert\w*|mount\w*|(?:re)?us(?:e|es|ing)|place)\b|[装用]"
)


def find_worn(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A used part where the quotes have a new one, or one that is replaced, and tell of no used ones but that
    they are thrown away."""
    said = _WORN.search(lowered(claim))
    if said is None or _DISCARDS.search(lowered(claim)):
        return None
    printed = "\n".join(map(lowered, evidence))
    discards = _DISCARDS.search(printed)
    if _ALREADY.search(printed) and not discards:
        return None
    if discards:
        parts = re.split("[.,;。，；]", lowered(claim))
        fitted = any(said[0] in part and _FITS.search(part) for part in parts)
        return Reason("word_not_in_quote", (("word", said[0]), ("printed", discards[0]))) if fitted else None
    keys = content_of(said["en"] or said["zh"])
    for match in _RENEWED.finditer(printed):
        if keys & content_of(match["en"] or match["zh"]):
            return Reason("word_not_in_quote", (("word", said[0]), ("printed", match[0])))
    return None
