"""Which of two events a text puts first, and whether a claim puts them the other way round than its quotes.

It knows the words that order events, and that steps are done in the order in which they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import members_of
from vlm.folding import plain_text
from vlm.joints_en import DONE
from vlm.joints_zh import HAN_DONE, HAN_NEXT
from vlm.measures import code_pattern
from vlm.polarity import lowered, negations_of

_SENTENCE = re.compile(
    r"[.!?](?=\s|$)|[;。；！？\n|]|[:：](?!\s*\d)|, and (?=(?:before|prior to|after|once|as soon as)\b)"
)
_DONE = (
    r"(?:(?:right|directly|immediately|straight|just|soon|shortly) )*(?:after|following) (?:that|which|this)"
    rf"|{DONE}|at (?:that|this) (?:point|stage)"
    r"|from (?:then|there|that point) on"
)
_THEN = r"(?:only |just )?(?:then|afterwards|thereafter|subsequently)"
_GOES_ON = re.compile(
    rf"^[\s,，]*(?:(?:and )?(?:{_THEN}|next|finally|(?:only )?(?:{_DONE}))\b"
    rf"|(?:{HAN_DONE}|{HAN_NEXT}|然后|随后|接着|最后)(?:接着|然后|随后)?(?:再|才)?|再(?=[，,]|[^次度现生见一]))[,，]?\s*"
)
_GOES_BACK = re.compile(
    r"^[\s,，]*(?:but |and )?before (?:that|this),\s*|^[，,\s]*(?:但|不过|而)?在?[此这]之?前[，,]?"
)
_OPENING = re.compile(
    r"^\s*(?:only )?(?P<word>before|prior to|after|following|once|as soon as)\b"
    r"(?P<one>[^,，]+)[,，](?!\s*(?:so|therefore|hence|and|but|which)\b)(?P<two>.+)$"
)
_BEGINS = re.compile(r"^\s*(?:before|prior to|after|once|as soon as)\b")
_MARK = re.compile(
    r",?\s*(?P<before>\b(?:before|prior to)\b(?!\s*(?:[,.;]|or\b|and\b|$)))|,?\s*(?P<until>\buntil\b)"
    r"|[,;]?\s*(?P<then>\b(?:first,? and|and next(?! to\b)|(?:and )?(?:followed by|whereupon"
    rf"|{_THEN}|(?:and )?(?:{_DONE})))\b)"
    r"|,?\s*(?P<after>\b(?:only )?(?:after|following|(?<!\bat )once)\b(?!\s*[,.;]))"
)
_CUE = re.compile(  # in every _MARK
    "before|prior|until|after|following|once|first|next|then|followed|subsequently|whereupon|done|over|finish"
    "|complet|thereafter|at th|from th|with (?:that|this)|having|when|now that|moment|upon|soon|settled"
    "|sorted|carried out|performed|achieved|accomplished|dealt|taken care|seen to|attended|through"
    "|of the way|behind you|at an end"
)
_HAN_MARK = re.compile(
    r"(?P<before>之前|以前|(?<![之以目当提售面此])前(?![面方部侧端后框置盖言提]))"
    r"|(?P<after>之后|以后|过后|(?<![之以最然随今此背])后(?![面方部侧端盖壳框置备续背缀]))"
    rf"|(?P<then>[，,]?(?:{HAN_DONE}(?:接着|然后|随后|再)?|然后|随后|接着|{HAN_NEXT}"
    r"|再(?![次度现生见]|[^，。,;]{0,6}一次)|才(?![能可以])|方[可能才]|才能|才可))"
)
# In every text that words put in order.
_ORDERING = re.compile(
    rf"{_CUE.pattern}|finally|later|order|sequence|[前后再才最先未没不接随继顺次其完好成妥毕定当束]"
)
_UNLESS_DONE = re.compile(
    r"^\s*(?:未|没有|没|不(?!得|能|可|要|会|应))(?P<one>[^，,就]+)(?:[，,]|就)(?P<two>.+)$"
)
_SURE = 2  # words that tell which event is meant; a code does alone
_DIGIT = re.compile(r"\d")
_IT = ("此", "这", "那")  # 在此之前: what it means was said before
_WEIGHTY, _HEAD, _PLAIN = 3, 2, 1  # a code or a side tells events apart best, then what is done first
_TRAILING = re.compile(r"^(.+?),? and (.+?),? (?:afterwards|thereafter|later)\s*$")
_LISTED = re.compile(
    r"\bin (?:the|this) (?:order|sequence)(?: of)?:? ([\w-]+(?:,? (?:and |then )*[\w-]+)+)"
    r"(?=\s*(?:$|[.;,(]))"
)
_LISTED_HAN = re.compile(r"(?:按照?|以)([^，。；按]{3,24}?)的?(?:顺序|次序)")
_IN_ORDER = re.compile(
    r"\b(?:order|sequence|one after (?:the other|another)|in turn)\b|顺序|次序|依次|逐[个一]|先后"
)
_NUMBERS = re.compile(
    r"(?<![\w.])(\d{1,3})\s*(?:(?:up |down |back )?to|through|until|[–—~～至到])\s*(\d{1,3})(?!\w|\.\d)"
)
_FIRST = re.compile(r"\bfirst\s*$")
_LIST = re.compile(r",\s*(?:and (?:then )?|then )?|\band (?:then )?|，")
_ORDER = re.compile(
    r"\s*(?:(?!(?:the|a|an|its|no|each|both|all|it|they|there)\b)[a-z]+ "
    r"|[将把拧装拆取插拔清焊打放断接测关擦撕贴压拉推抬])"
)
_Orders = tuple[frozenset[str], ...]
_FEWEST = 3  # orders of a sentence whose turn is no chance
_COMMA = re.compile(r"[,，]")
_STEP = re.compile(
    r"(?<![时若下])[,，](?=\s*[以用把将待拧装拆取插拔]"
    r"|\s*(?:and )?(?:tighten|fit|press|pull|remove|open|close)\b)"
)
_SIDES = "左右上下内外"
_BARE_SIDE = re.compile(r"\b(?:left|right|rear|front|top|bottom)\b")
_LONE = re.compile(r"[\u3400-\u9fff](?<![先再后才然在的了就并把将])")
_DIGITS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[a-z'-]+|[\u3400-\u9fff]+")


class Told(NamedTuple):
    """Stretches of a sentence in the order in which they happen; `marked` where words say so, by pair."""

    parts: tuple[str, ...]
    marked: tuple[bool, ...]  # marked[i] is between parts[i] and parts[i + 1]


@dataclass(frozen=True)
class _Printed:
    """The events of the quotes in time: each is one place where words order them, else its words follow."""

    text: str
    place: tuple[int, ...]  # of each character
    firm: tuple[int, ...]  # which ordered sentence it is in, 0 where words order none

    @classmethod
    def of(cls, evidence: Sequence[str]) -> _Printed:
        text, place, firm = "", list[int](), list[int]()
        for number, told in enumerate((told for each in evidence for told in events_of(each)), 1):
            ordered = any(told.marked)
            for part in told.parts:
                start = len(text)
                text += f"{part} \n "
                steps = [start, *(start + m.end() for m in _STEP.finditer(part)), len(text)]
                for at, end in pairwise(steps):
                    place += [at] * (end - at) if ordered else range(at, end)
                firm += [number * ordered] * (len(text) - start)
        return cls(text, tuple(place), tuple(firm))

    def places(self, key: str) -> dict[int, list[int]]:
        """Where a word stands, by the ordered sentence it is in; where words order one place, only those."""
        found = _places(key, self.text)
        by: dict[int, list[int]] = {}
        for n in [n for n in found if self.firm[n]] or found:
            by.setdefault(self.firm[n], []).append(self.place[n])
        return by


def find_swapped(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first two events that the claim orders otherwise than the quotes, which stand in printed order."""
    may = _ORDERING.search(lowered(claim)) is not None
    ordered = [told for told in events_of(claim, trimmed=True) if any(told.marked)] if may else []
    printed = _Printed.of(evidence if ordered else ())
    for told in ordered:
        for earlier, later, marked in zip(told.parts, told.parts[1:], told.marked, strict=False):
            if marked and _is_swapped(earlier, later, printed):
                values = (("earlier", earlier.strip(" ,，")), ("later", later.strip(" ,，")))
                return Reason("order_swapped", values)
    return _find_turned_list(claim, evidence) or _find_reversed(claim, evidence)


def _find_turned_list(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "From 8 to 1" where "from 1 to 8" is printed, and the first comes first in both."""
    said = _numbers(claim)
    held = {pair for text in evidence for pair in _numbers(text)} if said else set()
    for first, last in said:
        if (last, first) in held and (first, last) not in held:
            return Reason("order_swapped", (("earlier", first), ("later", last)))
    return None


def _find_reversed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """Three orders or more of one sentence, told from the last to the first."""
    said = _lists_of_orders(claim)
    printed = [orders for text in evidence for orders in _lists_of_orders(text)] if said else []
    for mine in said:
        for theirs in printed:
            if _runs_back(mine, theirs):
                values = (("earlier", " ".join(sorted(mine[0]))), ("later", " ".join(sorted(mine[-1]))))
                return Reason("order_swapped", values)
    return None


def _runs_back(said: _Orders, printed: _Orders) -> bool:
    at: list[int] = []
    for mine in said:
        shared = [len(mine & theirs) for theirs in printed]
        at.append(shared.index(max(shared)) if max(shared) > 1 else -1)
    return min(at) >= 0 and all(one > other for one, other in pairwise(at))


@lru_cache(maxsize=2048)
def _lists_of_orders(text: str) -> tuple[_Orders, ...]:
    if not _COMMA.search(text):
        return ()
    return tuple(filter(None, map(_orders, filter(None, _SENTENCE.split(lowered(text))))))


def _orders(sentence: str) -> _Orders:
    """The words of each of three or more orders that a sentence lists."""
    parts = [part for part in _LIST.split(sentence) if part.strip()]
    if len(parts) < _FEWEST or not all(map(_ORDER.match, parts)):
        return ()
    orders = tuple(map(content_of, parts))
    return orders if all(len(order) > 1 for order in orders) else ()


@lru_cache(maxsize=2048)
def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    """The first and the last of each list of numbers that a text orders."""
    if not _IN_ORDER.search(text):
        return ()
    return tuple((m[1], m[2]) for m in _NUMBERS.finditer(text))


@lru_cache(maxsize=2048)
def events_of(text: str, trimmed: bool = False) -> tuple[Told, ...]:
    """Each sentence as events in time; one that goes on with "then" is joined to the sentence before.

    `trimmed` keeps of each event the clause next to the word that orders.
    """
    found: list[Told] = []
    turn = False  # whether the sentence before says that it comes first
    for sentence in _SENTENCE.split(_LISTED_HAN.sub(_as_steps, _LISTED.sub(_as_steps, lowered(text)))):
        if not sentence or not sentence.strip():
            continue
        goes_on = _GOES_ON.match(sentence)
        goes_back = _GOES_BACK.match(sentence) if found else None
        first, turn = turn, _FIRST.search(sentence) is not None
        behind = goes_on or goes_back
        told = _told(sentence[behind.end() :] if behind else sentence, trimmed)
        if goes_back:
            last = found.pop()
            told = Told((*told.parts, *last.parts), (*told.marked, True, *last.marked))
        elif (goes_on or first) and found:
            last = found.pop()
            told = Told((*last.parts, *told.parts), (*last.marked, True, *told.marked))
        found.append(told)
    return tuple(found)


def _as_steps(match: re.Match[str]) -> str:
    """A list "in the order left, right, rear" as what it says: left, then right, then rear."""
    items = re.split(r"\s*(?:,|、|，|\band\b|\bthen\b|和)\s*", match[1])
    joint = "再" if "顺序" in match[0] else " then "
    return f"; {joint.join(item for item in items if item.strip())};"


def _told(sentence: str, trimmed: bool) -> Told:
    opening = _OPENING.match(sentence)
    if opening is None and _BEGINS.match(sentence):
        return Told((sentence,), ())  # where its first half ends nothing tells
    if opening is not None:
        before = opening["word"] in ("before", "prior to")
        one, two = Told((opening["one"],), ()), _told(opening["two"], trimmed)
        if before:
            negated = _denies(opening["two"])
            return _chained(one, two) if negated else _chained(two, one)
        return _chained(one, two)
    trailing = _TRAILING.match(sentence)
    if trailing is not None:
        return Told((trailing[1], trailing[2]), (True,))
    undone = _UNLESS_DONE.match(sentence)
    if undone is not None and _denies(undone["two"]):
        return Told((undone["one"], undone["two"]), (True,))
    parts, marks = _cut(sentence)
    if trimmed and marks:
        for part in parts[1:-1]:
            comma = _COMMA.search(part, len(part) - len(part.lstrip(" ,，")))
            if comma is not None:  # two statements: the events of one are not those of the other
                cut = sentence.index(part) + comma.start()
                one, two = _told(sentence[:cut], trimmed), _told(sentence[cut + 1 :], trimmed)
                return Told((*one.parts, *two.parts), (*one.marked, False, *two.marked))
        first, last = (
            _COMMA.split(parts[0])[-1].rpartition("在")[2],
            _COMMA.split(parts[-1].lstrip(" ,，"))[0],
        )
        parts = [
            first if _keys(first) and first.strip() not in _IT else parts[0],
            *parts[1:-1],
            last if _keys(last) else parts[-1],
        ]
    return _in_time(parts, marks)


def _in_time(parts: Sequence[str], marks: Sequence[tuple[str, bool]]) -> Told:
    order = [0]  # indexes of parts
    whole = list(parts)
    for number, (mark, han) in enumerate(marks, 1):
        before, part = parts[number - 1], parts[number]
        denied = not han and mark in ("before", "until") and _denies(before)
        if mark == "until" and not denied:  # "hold it until it clicks" is one event
            whole[order[-1]] += f" {part}"
            continue
        reverse = mark == "before" and not _denies(part) if han else mark == "after" or denied
        at = order.index(number - 1) if reverse and number - 1 in order else len(order)
        order.insert(at, number)
    return Told(tuple(whole[n] for n in order), (True,) * (len(order) - 1))


def _cut(sentence: str) -> tuple[list[str], list[tuple[str, bool]]]:
    """The stretches between the words that order, and these words' kinds."""
    latin = _MARK.finditer(sentence) if _CUE.search(sentence) else ()
    han = () if sentence.isascii() else _HAN_MARK.finditer(sentence)
    found = [(m, False) for m in latin] + [(m, True) for m in han]
    parts, marks, at = [], list[tuple[str, bool]](), 0
    for match, is_han in sorted(found, key=lambda pair: pair[0].start()):
        if not sentence[at : match.start()].strip(" ,，"):
            continue
        parts.append(sentence[at : match.start()])
        marks.append((match.lastgroup or "", is_han))
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


def _is_swapped(earlier: str, later: str, printed: _Printed) -> bool:
    one, two = _keys(earlier), _keys(later)
    ahead = [(_weight(key, earlier), printed.places(key)) for key in one - two]
    behind = [(_weight(key, later), printed.places(key)) for key in two - one]
    same = _ordering(one - two, printed) & _ordering(two - one, printed)
    if len(same) == 1:  # one sentence orders both events: where else their words stand says nothing
        ahead, behind = ([(w, {n: by[n] for n in same & by.keys()}) for w, by in s] for s in (ahead, behind))
    straight = crossed = 0
    for weight, here in ((weight, [*chain(*by.values())]) for weight, by in ahead if by):
        for other, there in ((other, [*chain(*by.values())]) for other, by in behind if by):
            if here and there:
                straight += weight * other * (max(here) < min(there))
                crossed += weight * other * (min(here) > max(there))
    return crossed > straight


def _ordering(keys: frozenset[str], printed: _Printed) -> set[int]:
    """The ordered sentences that hold a code, or two words, of an event."""
    held = [
        (number, _SURE if _DIGIT.search(key) else 1)
        for key in keys
        for number in printed.places(key)
        if number
    ]
    return {number for number, _ in held if sum(weight for n, weight in held if n == number) >= _SURE}


def _keys(text: str) -> frozenset[str]:
    keys = content_of(text.strip(" ,，先再才后").upper()) | {c for c in _SIDES if c in text} | _bare(text)
    return keys or frozenset(_LONE.findall(text))


def _bare(text: str) -> frozenset[str]:
    return frozenset(_BARE_SIDE.findall(text))


def _weight(key: str, part: str) -> int:
    if any(c.isdigit() for c in key) or key in _SIDES or _bare(key):
        return _WEIGHTY
    head = _WEIGHTY if key.isascii() else _HEAD  # an English order begins with its verb
    return head if key in _head(part) else _PLAIN


@lru_cache(maxsize=4096)
def _head(part: str) -> frozenset[str]:
    words = _WORD.findall(part)
    return next((c for w in words if (c := content_of(w[:4] if not w.isascii() else w))), frozenset())


@lru_cache(maxsize=1024)
def _words(printed: str) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for match in re.finditer(r"[a-z'’-]+", printed):
        for key in content_of(match[0]):
            found.setdefault(key, []).append(match.start())
    return found


@lru_cache(maxsize=8192)
def _places(key: str, printed: str) -> tuple[int, ...]:
    """Where a word stands in the printed events, else where its equivalents stand."""
    if any(c.isdigit() for c in key):
        body = plain_text(printed).upper()
        if not all(number in body for number in _DIGITS.findall(key)):
            return ()
        return tuple(m.start() for m in code_pattern(key).finditer(body))
    own = list(_words(printed).get(key, ()) if key.isascii() else _stands(key, printed))
    return tuple(own or [at for word in members_of(key) for at in _stands(word, printed)])


def _stands(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
