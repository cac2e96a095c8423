"""Which of two events a text puts first, and whether a claim puts them the other way round than its quotes.

It knows the words that order events, and that steps are done in the order in which they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.backing import content_of, members_of
from vlm.folding import plain
from vlm.measures import code_pattern
from vlm.polarity import lowered, negations_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n|]|[:：](?!\d)")
_GOES_ON = re.compile(r"^[\s,，]*(?:and )?(?:then|afterwards|after that|next|finally|然后|随后|接着|最后|再)\b[,，]?\s*")
_OPENING = re.compile(r"^\s*(?:only )?(?P<word>before|prior to|after|once|as soon as)\b(?P<one>[^,，]+)[,，](?P<two>.+)$")
_MARK = re.compile(
    r",?\s*(?P<before>\b(?:before|prior to)\b)|,?\s*(?P<until>\buntil\b)|,?\s*(?P<after>\b(?:only )?(?:after|once)\b)"
    r"|[,;]?\s*(?P<then>\b(?:and )?(?:then|afterwards|followed by)\b)"
)
_HAN_MARK = re.compile(
    r"(?P<before>之前|以前|(?<![之以目当提售面])前(?![面方部侧端后框置盖言提]))"
    r"|(?P<after>之后|以后|(?<![之以最然随今此背])后(?![面方部侧端盖壳框置备续背缀]))"
    r"|(?P<then>[，,]?(?:然后|随后|接着|再(?![次度现生见])|才(?![能可以])|方可|才能))"
)
_UNLESS_DONE = re.compile(r"^\s*(?:未|没有|没|不(?!得|能|可|要|会|应))(?P<one>[^，,就]+)(?:[，,]|就)(?P<two>.+)$")
_WEIGHTY, _HEAD, _PLAIN = 3, 2, 1  # a code or a side tells events apart best, then what is done first
_GOVERNED = re.compile(r"\b(before|prior to|after)\s+(?:you |the |a |an )*([a-z]+)")
_TURNED = {"before": "after", "prior to": "after", "after": "before"}
_SIDES = "左右上下内外"


@dataclass(frozen=True, slots=True)
class Told:
    """Stretches of a sentence in the order in which they happen; `marked` where words say so, by pair."""

    parts: tuple[str, ...]
    marked: tuple[bool, ...]  # marked[i] is between parts[i] and parts[i + 1]


def find_swapped(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first two events that the claim orders otherwise than the quotes, which stand in printed order."""
    printed = " \n ".join(part for text in evidence for told in events_of(text) for part in told.parts)
    for told in events_of(claim):
        for earlier, later, marked in zip(told.parts, told.parts[1:], told.marked, strict=False):
            if marked and _is_swapped(earlier, later, printed):
                values = (("earlier", earlier.strip(" ,，")), ("later", later.strip(" ,，")))
                return Reason("order_swapped", values)
    return _find_turned_mark(claim, evidence)


def _find_turned_mark(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Before the failure" where only "after the failure" is printed."""
    marks = {(m[1], key) for t in evidence for m in _GOVERNED.finditer(lowered(t)) for key in content_of(m[2])}
    said = [m for sentence in _SENTENCE.split(lowered(claim)) if not _denies(sentence or "") for m in _GOVERNED.finditer(sentence)]
    for match in said:
        for key in content_of(match[2]):
            same = {mark for mark, governed in marks if governed == key}
            if same == {_TURNED[match[1]]}:
                return Reason("opposite_in_quote", (("word", match[0]), ("opposite", f"{_TURNED[match[1]]} {match[2]}")))
    return None


@lru_cache(maxsize=2048)
def events_of(text: str) -> tuple[Told, ...]:
    """Each sentence as events in time; one that goes on with "then" is joined to the sentence before."""
    found: list[Told] = []
    for sentence in _SENTENCE.split(lowered(text)):
        if not sentence or not sentence.strip():
            continue
        goes_on = _GOES_ON.match(sentence)
        told = _told(sentence[goes_on.end() :] if goes_on else sentence)
        if goes_on and found:
            last = found.pop()
            told = Told((*last.parts, *told.parts), (*last.marked, True, *told.marked))
        found.append(told)
    return tuple(found)


def _told(sentence: str) -> Told:
    opening = _OPENING.match(sentence)
    if opening is not None:
        before = opening["word"] in ("before", "prior to")
        one, two = Told((opening["one"],), ()), _told(opening["two"])
        if before:
            negated = _denies(opening["two"])
            return _chained(one, two) if negated else _chained(two, one)
        return _chained(one, two)
    undone = _UNLESS_DONE.match(sentence)
    if undone is not None and _denies(undone["two"]):
        return Told((undone["one"], undone["two"]), (True,))
    parts, marks = _cut(sentence)
    order = [parts[0]]
    for before, (mark, han), part in zip(parts, marks, parts[1:], strict=False):
        if han:
            reverse = mark == "before" and not _denies(part)
        else:
            denied = mark in ("before", "until") and _denies(before)
            reverse = mark == "after" or denied
            if mark == "until" and not denied:
                order[order.index(before)] = f"{before} {part}"
                continue
        order.insert(order.index(before) if reverse and before in order else len(order), part)
    return Told(tuple(order), (True,) * (len(order) - 1))


def _cut(sentence: str) -> tuple[list[str], list[tuple[str, bool]]]:
    """The stretches between the words that order, and these words' kinds."""
    found = [(m, False) for m in _MARK.finditer(sentence)] + [(m, True) for m in _HAN_MARK.finditer(sentence)]
    parts, marks, at = [], list[tuple[str, bool]](), 0
    for match, han in sorted(found, key=lambda pair: pair[0].start()):
        if not sentence[at : match.start()].strip(" ,，"):
            continue
        parts.append(sentence[at : match.start()])
        marks.append((match.lastgroup or "", han))
        at = match.end()
    rest = sentence[at:]
    if marks and not rest.strip(" ,，"):
        marks.pop()
    else:
        parts.append(rest)
    return parts, marks


def _chained(first: Told, second: Told) -> Told:
    return Told((*first.parts, *second.parts), (*first.marked, True, *second.marked))


def _denies(text: str) -> bool:
    return len([n for n in negations_of(text) if n.polarity == "no"]) % 2 == 1


def _is_swapped(earlier: str, later: str, printed: str) -> bool:
    one, two = _keys(earlier), _keys(later)
    straight = crossed = 0
    for key in one - two:
        for other in two - one:
            here, there = _place(key, printed), _place(other, printed)
            if here < 0 or there < 0 or here == there:
                continue
            weight = _weight(key, earlier) * _weight(other, later)
            straight += weight * (here < there)
            crossed += weight * (here > there)
    return crossed > straight


def _keys(text: str) -> frozenset[str]:
    return content_of(text.upper()) | {c for c in _SIDES if c in text} | _bare(text)


def _bare(text: str) -> frozenset[str]:
    return frozenset(w for w in ("left", "right", "rear", "front", "top", "bottom") if re.search(rf"\b{w}\b", text))


def _weight(key: str, part: str) -> int:
    if any(c.isdigit() for c in key) or key in _SIDES or _bare(key):
        return _WEIGHTY
    return _HEAD if key in _head(part) else _PLAIN


@lru_cache(maxsize=4096)
def _head(part: str) -> frozenset[str]:
    words = re.findall(r"[a-z'-]+|[\u3400-\u9fff]+", part)
    return next((c for w in words if (c := content_of(w[:4] if not w.isascii() else w))), frozenset())


@lru_cache(maxsize=8192)
def _place(key: str, printed: str) -> int:
    """Where a word, or an equivalent of it, first stands in the printed events; -1 where it does not."""
    if any(c.isdigit() for c in key):
        found = code_pattern(key).search(plain(printed).text.upper())
        return found.start() if found else -1
    if not key.isascii():
        return _first(printed, (key, *members_of(key)))
    places = [m.start() for m in re.finditer(r"[a-z'’-]+", printed) if key in content_of(m[0])]
    if places:
        return places[0]
    return _first(printed, members_of(key))


def _first(printed: str, words: Sequence[str]) -> int:
    places = [at for word in words if (at := printed.find(word)) >= 0]
    return min(places, default=-1)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """The events of a text that words put in order, earlier first."""
    for told in events_of(text):
        for earlier, later, marked in zip(told.parts, told.parts[1:], told.marked, strict=False):
            if marked:
                yield earlier.strip(" ,，"), later.strip(" ,，")
