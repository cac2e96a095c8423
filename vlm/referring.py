"""Which one of several a text means: the same one or another, the one before or the next; and how a meter is
set.

It compares the words that tell them apart where the things are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.measures import CLASSIFIERS
from vlm.polarity import lowered

_PREVIOUS, _NEXT = 0, 1
_NEIGHBOUR = re.compile(
    r"\b(?:(?P<prev>previous|preceding|prior|earlier)|(?P<next>next|following|subsequent|later|coming))"
    r" (?P<noun>[a-z]{3,})"
    r"|\b(?P<noun2>[a-z]{3,}) (?:(?:measured|read|taken|noted|shown) )?"
    r"(?:(?P<prev2>before|beforehand|previously)|(?P<next2>after|afterwards|following|thereafter))"
    r"(?=\s*(?:[.,;:)]|$|means\b|is\b))"
    rf"|(?:(?P<prev3>上一|前一|上次|前次|(?:之|此|以|先)前的|原先的)|"
    rf"(?P<next3>下一|后一|下次|(?:之|此|以|随|稍)后的|接下来的))"
    rf"[{CLASSIFIERS}]?的?(?P<noun3>[\u4e00-\u9fff]{{1,2}})"
)
_MAY_BE = re.compile(r"prev|preced|prior|earl|next|follow|subseq|later|coming|before|after|[上前下后]")
_SAME = re.compile(
    r"\bthe (?:very )?same (?P<what>[a-z-]+(?: [a-z-]+)?)"
    r"|\b(?:the|that|this) (?P<what2>[a-z-]+(?: [a-z-]+)?) (?:again|once more|one more time|a second time"
    r"|another time)\b"
    rf"|(?:同一|同样的|原来的?|原有的?|原先的?|刚才的?|[这那])\s?[{CLASSIFIERS}]?\s?"
    r"(?P<what3>[\u4e00-\u9fff]{2,4})"
)
_ANOTHER = re.compile(
    r"\b(?:a second|another|a different|an? other|other|a new|a known good|a spare)"
    r" (?P<what>[a-z-]+(?: [a-z-]+)?)"
    rf"|(?:换(?:用|上|成)?(?:另?一|新)|另一|另外一|别的|其[他它]的?)\s?[{CLASSIFIERS}]?\s?"
    r"(?P<what2>[\u4e00-\u9fff]{2,4})"
)
_NEW = re.compile(
    r"\b(?:second|another|different|other|new|good|spare|exchange|replace)\b|换|另|别的|其[他它]|新"
)
_SET = re.compile(
    r"\b(?P<en>[a-z]+(?:-[a-z]+)?) (?:range|mode|setting|function|scale)\b|(?P<zh>[\u4e00-\u9fff]{2})[挡档]"
)
_ALIKE = {"蜂鸣": "通断", "欧姆": "电阻", "ohms": "resistance", "ohm": "resistance", "beeper": "continuity"}
_UNSAID = frozenset(
    {"the", "this", "that", "its", "right", "same", "correct", "measuring", "proper", "which"}
)
_HAN_UNSAID = re.compile("[的到用换一该在为成个这那于]")


def find_other_neighbour(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "From the next value" for "from the value before"."""
    body = lowered(claim)
    said = [*_neighbours(body)] if _MAY_BE.search(body) else []
    if len({side for side, _, _ in said}) != 1:
        return None
    printed = [pair for text in evidence for pair in _neighbours(lowered(text))]
    if any(side == said[0][0] for side, _, _ in printed):
        return None
    for _, noun, word in said:
        other = next((other for _, what, other in printed if what & noun), None)
        if other is not None:
            return Reason("opposite_in_quote", (("word", word), ("opposite", other)))
    return None


def _neighbours(body: str) -> Iterator[tuple[int, frozenset[str], str]]:
    """Which side of another thing a text means, what thing, and the word for it."""
    for match in _NEIGHBOUR.finditer(body):
        noun = content_of(match["noun"] or match["noun2"] or match["noun3"])
        before = match["prev"] or match["prev2"] or match["prev3"]
        if noun or match["noun"]:  # "an earlier one"
            word = before or match["next"] or match["next2"] or match["next3"]
            yield _PREVIOUS if before else _NEXT, noun, word


def find_same_for_other(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Try the same cable" for "try a second cable"."""
    body = lowered(claim)
    same = _SAME.search(body)
    if same is None or _NEW.search(body):
        return None
    what = content_of(same["what"] or same["what2"] or same["what3"])
    for text in map(lowered, evidence):
        for other in _ANOTHER.finditer(text):
            if what & content_of(other["what"] or other["what2"]) and same[0] not in text:
                return Reason("opposite_in_quote", (("word", same[0]), ("opposite", other[0])))
    return None


def find_other_setting(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The resistance range for the diode range: how a meter is set."""
    said = _settings(claim)
    printed = frozenset(setting for text in evidence for setting in _settings(text)) if said else frozenset()
    for setting in sorted(said - printed) if printed else ():
        if (setting[0] < "\x7f") == (min(printed)[0] < "\x7f"):
            return Reason("word_not_in_quote", (("word", setting), ("printed", min(printed))))
    return None


@lru_cache(maxsize=2048)
def _settings(text: str) -> frozenset[str]:
    body = lowered(text)
    if "meter" not in body and "挡" not in body and "档" not in body:
        return frozenset()
    words = [m["en"] or m["zh"] for m in _SET.finditer(body)]
    kept = [w for w in words if w not in _UNSAID and not _HAN_UNSAID.search(w)]
    return frozenset(_ALIKE.get(word, word) for word in kept)
