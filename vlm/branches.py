"""Which way a text goes on either side of a limit ("above 0.15 A: go to step 4. Below: replace the board"),
and what it puts first or last; whether a claim goes the other way.

It compares no numbers; figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.polarity import lowered

_ABOVE = re.compile(
    r"\b(?:above|over|more than|higher than|greater than|exceed\w*)\b|高于|大于|超过|多于|以上"
)
_BELOW = re.compile(r"\b(?:below|under|less than|lower than)\b|低于|小于|不足|少于|不到|以下")
_END = re.compile(r"[.;](?=\s|$)|[。；\n]")
_NOT = re.compile(r"(?:\b(?:not|never|no)|n't|不)\s*$")
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|[。；！？\n]|,\s+and\s+|，")
_FIRST = re.compile(r"\bfirst\b(?! and\b)|最先|首先|第一个")
_LAST = re.compile(r"\b(?:last|at the end)\b|最后|末尾")
_PART = re.compile(r"[.!?;,](?=\s|$)|[。；！？，\n]")


def find_other_branch(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A deed of one side of a limit that the claim puts on the other side."""
    body = lowered(claim)
    if not _ABOVE.search(body) and not _BELOW.search(body):
        return None
    for text in evidence:
        branches = _branches(lowered(text))
        if {0, 1} - branches.keys():
            continue
        for sentence in _SENTENCE.split(body):
            side = _side(sentence) if sentence else None
            if side is None:
                continue
            keys = content_of(sentence)
            own, other = branches[side], branches[1 - side]
            if len(keys & (other - own)) > len(keys & (own - other)):
                word = _ABOVE.search(sentence) or _BELOW.search(sentence)
                against = (_ABOVE if side else _BELOW).search(lowered(text))
                if word and against:
                    return Reason("opposite_in_quote", (("word", word[0]), ("opposite", against[0])))
    return None


@lru_cache(maxsize=1024)
def _branches(text: str) -> dict[int, frozenset[str]]:
    """What is done above a limit (0), and below (1), where a text tells it behind a colon."""
    found: dict[int, frozenset[str]] = {}
    for part in _END.split(text):
        on, colon, then = part.partition("：" if "：" in part else ":")
        side = _side(on) if colon else None
        if side is not None:
            found[side] = found.get(side, frozenset()) | content_of(then)
    return found


def _side(text: str) -> int | None:
    """0 above a limit, 1 below it; None where it tells neither, or both."""
    above, below = _ABOVE.search(text), _BELOW.search(text)
    if bool(above) == bool(below):
        return None
    start = above.start() if above else below.start() if below else 0
    return int(above is None) ^ int(_NOT.search(text[:start]) is not None)


def find_first_for_last(claim: str, evidence: Sequence[str]) -> Reason | None:
    """What comes first in the claim and last in print, where nothing comes first; and the other way round."""
    said = lowered(claim)
    if not _FIRST.search(said) and not _LAST.search(said):
        return None
    printed = "\n".join(map(lowered, evidence))
    for mine, theirs in ((_FIRST, _LAST), (_LAST, _FIRST)):
        if mine.search(printed) or theirs.search(said) or not theirs.search(printed):
            continue
        told = [content_of(part) for part in _PART.split(said) if part and mine.search(part)]
        held = [content_of(part) for part in _PART.split(printed) if part and theirs.search(part)]
        if any(one & other for one in told for other in held):
            word, other = mine.search(said), theirs.search(printed)
            if word and other:
                return Reason("opposite_in_quote", (("word", word[0]), ("opposite", other[0])))
    return None
