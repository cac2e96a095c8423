"""Whether one of two things is enough or both are needed: "if A or B" told as "if A and B", and the reverse.

It compares what stands on either side of the connective; a list's items are for vlm/enumerations.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import members_of
from vlm.polarity import lowered, negations_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[:;：；。！？|\n]")
_JOINT = re.compile(
    r"(?<!\d)\s(?P<or>or)\s(?!else\b|not\b|so\b|(?:more|less|higher|lower|above|below|over|under|later"
    r"|longer)\b)"
    r"|(?<!\d)\s(?P<and>and)\s(?!then\b|so\b|only\b)"
    r"|(?P<zhor>或者?|或是)|[，、]?(?P<zhand>并且|而且|且(?!慢)|同时(?!按)|、?又(?!是|要|会))"
)
_IF = re.compile(r"\b(?:if|when|whenever|where|in case|once)\b|如果|若|当|只要|只有|时(?=[^间候]|$)|的话|才")
_AGAIN = re.compile(
    r"^(?:(?:also|equally|even) )?(?:if|when|whenever|where|in case|for|with|as|that)\b|^(?:如果|若|当)"
)
_EDGE = re.compile(r"[,，]|\b(?:if|when|whenever|where|in case|once|then)\b|如果|若|当|只要|只有")
_BOTH = re.compile(r"\band\b|且|同时|又")
_OR = re.compile(r"\bor\b|或|任一|either|any of")
_DIGIT = re.compile(r"\d")
_MANY = 2  # words of a side that tell it, at most asked for


class _Pair(NamedTuple):
    """What two sides of a connective say, and whether either is enough."""

    left: frozenset[str]
    right: frozenset[str]
    either: bool
    word: str
    conditional: bool
    denied: bool
    apart: bool  # not two things of one kind: "skin and clothes" says what "skin or clothes" says


def find_other_connective(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Only if it is wet and swollen" for "if it is wet or swollen", "cool or dry" for "cool and dry"."""
    body = lowered(claim)
    either = _OR.search(body) is not None
    if not either and not _IF.search(body):
        return None
    if not any((_BOTH if either else _OR).search(lowered(text)) for text in evidence):
        return None
    said = _pairs(claim)
    printed = [pair for text in evidence for pair in _pairs(text)] if said else []
    for mine in said if printed else ():
        if mine.denied or (not mine.either and (not mine.conditional or either)):
            continue
        same = [pair for pair in printed if not pair.denied and _is_same(mine, pair)]
        other = next((pair for pair in same if pair.either != mine.either), None)
        if other is None or any(pair.either == mine.either for pair in same):
            continue
        if other.conditional or (mine.either and other.apart):
            return Reason("opposite_in_quote", (("word", mine.word), ("opposite", other.word)))
    return None


def _is_same(one: _Pair, other: _Pair) -> bool:
    """Whether the same two things stand on the two sides, in either order."""
    straight = _tells(one.left, other.left, other.right) and _tells(one.right, other.right, other.left)
    return straight or (
        _tells(one.left, other.right, other.left) and _tells(one.right, other.left, other.right)
    )


def _tells(said: frozenset[str], printed: frozenset[str], against: frozenset[str]) -> bool:
    """Whether a side tells what is printed on one side only."""
    own = printed - against
    told = sum(key in said or not said.isdisjoint(members_of(key)) for key in own)
    return bool(own) and told >= min(_MANY, (len(own) + 1) // 2)


@lru_cache(maxsize=2048)
def _pairs(text: str) -> tuple[_Pair, ...]:
    body = lowered(text)
    if " | " in body or not _JOINT.search(body):
        return ()
    return tuple(pair for sentence in _SENTENCE.split(body) if sentence for pair in _read(sentence))


def _read(sentence: str) -> Iterator[_Pair]:
    joints = [*_JOINT.finditer(sentence)]
    denied = any(n.polarity == "no" for n in negations_of(sentence)) if joints else False
    for n, joint in enumerate(joints):
        begin = joints[n - 1].end() if n else 0
        stop = joints[n + 1].start() if n + 1 < len(joints) else len(sentence)
        ahead, behind = sentence[begin : joint.start()].rstrip(" ,，、"), sentence[joint.end() : stop]
        if _AGAIN.match(behind.strip()):
            continue  # "when it is wet and when it is swollen"
        left = content_of(_EDGE.split(ahead)[-1])
        right = content_of(next(filter(str.strip, _EDGE.split(behind)), ""))
        if left and right:
            either = bool(joint["or"] or joint["zhor"])
            conditional = _IF.search(sentence) is not None
            apart = joint["zhand"] is not None or _DIGIT.search(ahead + behind) is not None
            yield _Pair(left, right, either, joint[0].strip(" ，、"), conditional, denied, apart)
