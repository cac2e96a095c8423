"""Whether something happens within a time or only after it, and whether a claim tells it the other way.

It compares equal times alone; whether a time is printed at all is for vlm/checks/figures.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.headings import unit_of_heading
from vlm.measures import Figure, read_figures
from vlm.partners import measure_of
from vlm.polarity import lowered, negations_of
from vlm.units import equal

_STOP = re.compile(r"[.!?](?=\s|$)|[。；;！？\n|]")
_DUE = re.compile(  # in every text that tells of one
    r"[后内里才前过等起]|不[到足满]|静置|放置|时间"
    r"|after|following|before|prior|later|latest|within|inside|until|till|sooner|earli|once|when|wait"
    r"|first|time\b|(?:cool|dry|cur|rest|stand|soak|settl)[a-z]* "
)
_PASSED = re.compile(
    r"\s*(?:(?:has|have|had|are|is|were|was) )?(?:over|up|out|passed?|elapsed?|gone(?: by)?|expired?)\b"
)
_NO_PLACE = "(?![面方盖壳置端部侧框])"  # 后盖 is no time
_BEHIND = re.compile(
    rf"钟?\s*(?:(?P<only>(?:之后|以后|过后|后)?才(?![能可])|at the (?:very )?earliest\b)"
    rf"|(?P<late>之后|以后|过后|过去|起(?=[出才开再就会能可，])|后{_NO_PLACE}|(?:or )?later\b)"
    r"|(?P<since>(?:after|before|until)\b)"
    rf"|(?P<before>之前|以前|前{_NO_PLACE})"
    r"|(?P<within>之内|以内|内(?![部侧圈壁存])|里(?![面程])|at the (?:very )?latest\b"
    r"|or (?:sooner|earlier)\b))"
)
_ABOUT = r"(?: (?:an?|the|about|some|more than|less than|at (?:least|most)|up to|another|full|first))*\s?$"
_HAN_ABOUT = r"(?:大?约|至少|满)?\s?$"
_AHEAD = re.compile(
    rf"\b(?P<only>(?:only (?:after|once|when)|(?:no|not) (?:sooner|earlier) than){_ABOUT})"
    rf"|\b(?P<within>(?:within|inside(?: of)?|(?:in|during) the first|(?:no|not) later than){_ABOUT})"
    rf"|\b(?P<before>(?:before|prior to|until|till){_ABOUT})|(?P<short>不[到足满]\s?$)"
    rf"|\b(?P<late>(?:after|following|wait(?:ing|s|ed)?(?: for)?"
    rf"|(?:cool|dry|cur|rest|stand|soak|settl)(?:es?|s|ed|ing|ies)?(?: down| off| out)? for){_ABOUT})"
    rf"|(?P<past>(?<![超通])过了?{_HAN_ABOUT}|经过{_HAN_ABOUT}|等[待候上]?{_HAN_ABOUT}|(?:静置"
    rf"|放置){_HAN_ABOUT})"
    rf"|\b(?P<once>(?:once|when|as soon as){_ABOUT})"
)
_WAITED = re.compile(r"wait|等|静置|放置")
_MEASURED = Bilingual(  # in every text that tells a time
    r"\d\s?(?:m?s|min|h|d)\b|(?:[sS]ec|[mM]in|[hH]our|[dD]ay|[wW]eek)", r"秒|分|小时|天|日|时|周"
)
_FAR = 30  # characters before a time in which such words may begin
_VAGUE = re.compile(
    r"(?:[数几]|若干|好几)\s?(?P<zh>秒|分|小时|天|日)"
    r"|(?<![\d-])(?<!\d )\b(?:(?:a )?(?:few|some|several|couple of|matter of|mere) )*"
    r"(?P<en>second|minute|hour|day)s\b"
)
_CEASING = frozenset({"不再", "no longer"})  # it stops, in time or late
_SPANS = {"秒": "second", "分": "minute", "小时": "hour", "天": "day", "日": "day"}
_STILL = re.compile(
    r"\b(?:still|yet|(?:has|have|had)(?: still)?(?: not|n't| no)|by then|even)\b"
    r"|仍|还|尚|依然|依旧|一直|始终|也|迟迟"
)
_TIME_CELL = re.compile(r"\btime\b|时间|用时|时限")
_SLOW_CELL = re.compile(
    r"delay|wait|cur(?:e|ing)|dry|cool|warm|hold|least|min\b|延|等|固化|冷|干|热|保|最[短少小低]"
)


class _Due(NamedTuple):
    """A time, or only its unit where it is vague, and how something is due."""

    figure: Figure
    span: str  # of a vague time its unit
    how: Literal["in", "late", "not before", "cell"]  # cell: under a heading that tells a time
    only: bool = False  # surely not before it
    denied: bool = False  # it is said of what does not happen


def find_late(claim: str, sentences: Sequence[str]) -> Reason | None:
    """A time within which something happens told as one after which it does, or the other way round."""
    said = _due(claim) if _MEASURED.search(claim) else ()
    if not said:
        return None
    printed = [due for sentence in sentences for due in _due(sentence)]
    for mine in said:
        same = [other for other in printed if _is_same(mine, other)]
        if same and all(_differ(mine, other) for other in same):
            values = (("figure", mine.figure.text), ("printed", same[0].figure.text))
            return Reason("figure_not_in_quote", values)
    return None


_HASTE = Bilingual(
    r"\b(?:as soon as|at once|immediately|instantly|right away|straight ?away|the (?:very )?moment"
    r"|right after"
    r"|directly after|at the same time as|without delay|promptly)\b",
    r"立即|立刻|马上|随即|即刻|当即|一[\u3400-\u9fff]{1,8}?就|同时",
)
_SHARED = 2  # words that tell of the same


def find_hastened(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "As soon as the plug is pulled" for "2 minutes after the plug is pulled": the time left out."""
    haste = _HASTE.search(lowered(claim))
    if haste is None or any(_HASTE.search(lowered(text)) for text in evidence) or _due(claim):
        return None
    said = content_of(claim)
    for text in evidence:
        for sentence in _STOP.split(text):
            late = next((d for d in _due(sentence) if d.how == "late" and not d.denied), None)
            shared = len(said & content_of(sentence)) if late else 0
            if late is not None and shared >= max(1, min(_SHARED, len(said))):
                return Reason("limit_left_out", (("figure", late.figure.text),))
    return None


def _differ(mine: _Due, printed: _Due) -> bool:
    hows = {mine.how, printed.how}
    if printed.how == "cell" or mine.how == "cell":
        return printed.how == "cell" and mine.only
    if "not before" in hows:  # it is not due within, or it is due after
        other = printed if mine.how == "not before" else mine
        return other.how == "in" and not other.denied
    return len(hows) > 1 and (mine.only or mine.denied == printed.denied)


def _is_same(mine: _Due, printed: _Due) -> bool:
    if mine.span or printed.span:
        return mine.span == printed.span
    one, other = mine.figure, printed.figure
    return equal(one.low, one.printed[0], one.unit, other.low, other.unit)


@lru_cache(maxsize=2048)
def _due(text: str) -> tuple[_Due, ...]:
    """The times of a text that something is due after or within."""
    body = lowered(text)
    return tuple(_read(text, body)) if _DUE.search(body) else ()


def _read(text: str, body: str) -> Iterator[_Due]:
    figures = read_figures(body)
    times = [(f._replace(unit=f.unit or unit_of_heading(body, f)), "") for f in figures if not f.code]
    times = [(f, span) for f, span in times if measure_of(f) == "time"]
    for match in _VAGUE.finditer(body):
        if all(match.end() <= f.start or f.end <= match.start() for f in figures):
            span = match["en"] or _SPANS[match["zh"]]
            times.append((Figure(match[0], match.start(), match.end()), span))
    for figure, span in times:
        due = _told(body, figure, span)
        if due is not None:
            yield due


def _told(body: str, figure: Figure, span: str) -> _Due | None:
    near = max(0, figure.start - _FAR), figure.end + _FAR
    if " | " not in body and not _DUE.search(body, *near):
        return None  # "hold it for 3 s"
    begin = max((m.end() for m in _STOP.finditer(body, 0, figure.start)), default=0)
    stop = _STOP.search(body, figure.end)
    sentence = body[begin : stop.start() if stop else None]
    behind = _BEHIND.match(body, figure.end)
    ahead = _AHEAD.search(body, max(begin, figure.start - _FAR), figure.start)
    how = _how(behind, ahead)
    if how == "before" and behind and ahead and _WAITED.match(ahead[0]):
        return None  # 等待 15 分钟之前: before one waits
    if not how:
        heading = sentence.partition(":")[0] if " | " in body else ""
        timed = heading and _TIME_CELL.search(heading) and not _SLOW_CELL.search(heading)
        return _Due(figure, span, "cell") if timed else None
    if how == "once" and not _PASSED.match(body, figure.end):
        return None  # "when 5 V are there"
    denies = [n for n in negations_of(sentence) if n.polarity == "no" and n.text not in _CEASING]
    denied = len(denies) % 2 == 1
    if how in ("before", "short") and denied:
        return _Due(figure, span, "not before", only=True)
    if how == "before" and ahead is not None and ahead[0].startswith(("until", "till")):
        return None  # "it stays on until 2 s have passed"
    if how == "only":
        return _Due(figure, span, "late", only=True, denied=denied)
    within = how in ("within", "before", "short")
    most = figure.bound in ("<", "<=") and (behind is None or how == "since")
    within = within or most  # "after at most 2 s", "at most 2 s after"
    within = within or (denied and _STILL.search(sentence) is not None)  # 2 秒后仍没有: not within 2 s
    return _Due(figure, span, "in" if within else "late", denied=denied)


def _how(behind: re.Match[str] | None, ahead: re.Match[str] | None) -> str:
    """The words behind a time tell more than those before it: "after 2 s at the latest"."""
    first, then = (ahead.lastgroup if ahead else "") or "", (behind.lastgroup if behind else "") or ""
    if first == "within" or (first in ("only", "before") and then != "within"):
        return first
    return then or first
