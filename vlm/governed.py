"""The events that "before" and "after", 之前 and 之后, stand by, and how long something may take: "after the
failure" where only "before the failure" is printed, "after 2 s" for "within 2 s".

Which of two events comes first is for vlm/sequence.py. It knows no opposites but these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import count_told
from vlm.measures import read_figures
from vlm.polarity import denies, lowered

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n|]|[:：](?!\s*\d)")
_MARK = re.compile(r"\b(before|prior to|after)\b(?! (?:and|or)\b)")
_EVENT = re.compile(
    r"\s+(?P<event>[^,，]+?)"
    r"(?=,|，|$|\b(?:and|but|before|after|until|if|because|so that|which|may|must|can|should)\b)"
)
_STATE = re.compile(
    r"\bwith (?P<event>(?:the |a |its |all )?(?:[a-z]+ ){1,3}?(?:still |already )?"
    r"(?:[a-z]{3,}ed|shut|open|fitted|plugged in|switched on|in place|running))\b"
)
_MARK_HAN = re.compile(
    r"(?P<event>[^，、：]{1,14}?)"
    r"(?:(?P<before>之前|以前|(?<![之以目当提售面此向往朝靠])前(?![面方部侧端后框置盖言提中摄]))"
    r"|(?P<after>之后|以后|过后|(?<![之以最然随今此背向往朝靠])后(?![面部侧端盖壳框置备续背缀才摄再]|方(?![可能]))))"
)
_MAIN = re.compile(r"\s*[,，]\s*(?!and\b|but\b|or\b)\S")  # what the event is put before or after
_SPAN = re.compile(r"\s*(?:时间)?(?:(?P<within>之内|以内|内(?![部侧外]))|(?P<after>之后|以后|后(?!面)))")
_SPAN_BEFORE = re.compile(r"\b(?:(?P<within>within|in under)|(?P<after>after))\s+(?:the )?(?:first )?$")
_FREE = re.compile(r"[先再后才然在的了]")
_SAME = 0.5  # of the words of the shorter of two events that are one
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Governed:
    """An event, whether what is told of it comes after it, and what that is."""

    shown: str
    event: frozenset[str]
    after: bool
    deed: frozenset[str]
    denied: bool
    ideographs: frozenset[str]


def find_turned_mark(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first event after which the claim does what only stands before it in print, or the other way round;
    "not before" says what "after" says."""
    said = _governed(claim)
    printed = [one for text in evidence for one in _governed(text)] if said else []
    for mine in said:
        held = [(_likeness(mine, other), other) for other in printed]
        most = max((likeness for likeness, _ in held), default=0.0)
        same = [other for likeness, other in held if most and likeness == most]
        if same and all(o.after != mine.after and o.denied == mine.denied for o in same):
            return Reason("opposite_in_quote", (("word", mine.shown), ("opposite", same[0].shown)))
    return _find_turned_span(claim, evidence)


def _likeness(mine: _Governed, other: _Governed) -> float:
    """How much of an event another names, 0 where it is none; what is done may tell it, too."""
    shared = count_told(mine.event, other.event)
    deeds = count_told(mine.deed, other.deed)
    if not shared:
        near = (
            len(mine.ideographs & other.ideographs) * 2
            >= min(len(mine.ideographs), len(other.ideographs))
            > 0
        )
        return 0.1 * deeds if near and deeds > 1 else 0.0
    if shared < _SAME * min(len(mine.event), len(other.event)):
        return 0.0
    if not deeds and mine.deed and other.deed and shared < len(mine.event):
        return 0.0
    crossed = count_told(mine.event, other.deed) + count_told(mine.deed, other.event)
    return shared + 0.1 * deeds if shared + deeds > crossed else 0.0


@lru_cache(maxsize=4096)
def _governed(text: str) -> tuple[_Governed, ...]:
    body = lowered(text)
    found = list[_Governed]()
    if "前" not in body and "后" not in body and "with " not in body and not _MARK.search(body):
        return ()
    for sentence in _SENTENCE.split(body):
        found.extend(_governed_latin(sentence))
        if "前" in sentence or "后" in sentence:
            found.extend(_governed_han(sentence))
    return tuple(found)


def _governed_latin(sentence: str) -> Iterator[_Governed]:
    for state in _STATE.finditer(sentence):  # "with the battery connected" is after it was
        deed = sentence[: state.start()] or sentence[state.end() :]
        keys = content_of(state["event"])
        if len(keys) > 1:
            yield _Governed(state[0], keys, True, content_of(deed), denies(deed), frozenset())
    marks = [(m, _EVENT.match(sentence, m.end())) for m in _MARK.finditer(sentence)]
    at = 0
    for mark, event in marks:
        if event is None:
            continue
        before = sentence[at : mark.start()]
        deed = before if content_of(before) else sentence[event.end() :].split(" and ", maxsplit=1)[0]
        keys = content_of(event["event"])
        if not before.strip() and not _MAIN.match(sentence, event.end()):
            words = [word for word in event["event"].split() if content_of(word)]
            keys = frozenset(
                key for word in words[:2] for key in content_of(word)
            )  # where it ends nothing tells
        at = event.end()
        if keys:
            shown = sentence[mark.start() : event.end()].strip()
            yield _Governed(shown, keys, mark[1] == "after", content_of(deed), denies(deed), frozenset())


def _governed_han(sentence: str) -> Iterator[_Governed]:
    for match in _MARK_HAN.finditer(sentence):
        event = match["event"]
        rest = sentence[match.end() :].lstrip("，, 才再就先")
        keys = content_of(event) or frozenset({_FREE.sub("", event)[-2:]}) - {""}
        deed = re.split(r"[，,]", rest)[0] or re.split(r"[，,]", sentence[: match.start()])[0]
        if keys and _HAN.search(event):
            han = frozenset(_HAN.findall(_FREE.sub("", event)))
            yield _Governed(match[0], keys, match["after"] is not None, content_of(deed), denies(deed), han)


def _find_turned_span(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "After 2 s" where the same time is printed as one within which."""
    said = _spans(claim)
    printed = [span for text in evidence for span in _spans(text)] if said else []
    for key, way, shown in said:
        ways = {other: word for same, other, word in printed if same == key}
        if ways and way not in ways:
            return Reason("opposite_in_quote", (("word", shown), ("opposite", next(iter(ways.values())))))
    return None


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[str, str, str], ...]:
    """Each time that a text marks: which, "within" or "after", as shown."""
    found = list[tuple[str, str, str]]()
    body = text.lower()
    if not ("内" in body or "后" in body or "within" in body or "after" in body or " in" in body):
        return ()
    if denies(body):
        return ()  # what does not come within 2 s has not come after them
    for figure in read_figures(text):
        if figure.code:
            continue
        ahead = _SPAN_BEFORE.search(body, max(0, figure.start - 24), figure.start)
        match = ahead or _SPAN.match(body, figure.end)
        if match is not None and match.lastgroup:
            found.append(
                (f"{figure.low:g} {figure.unit}", match.lastgroup, f"{match[0]} {figure.text}".strip())
            )
    return tuple(found)
