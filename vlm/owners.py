"""Whose part something is: "the battery's contacts" where one quote has contacts, of J4, and another a
battery.

It compares two words side by side; what is done to which thing is for vlm/exchanges.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import count_told
from vlm.exchanges import deeds_of
from vlm.measures import read_figures
from vlm.polarity import lowered

_HAN = re.compile(r"[\u3400-\u9fff]{4,}")
_OWNED = re.compile(r"\b(?P<owner>[a-z]{3,})(?=(?:['’]s)? (?P<what>[a-z]{3,})\b)")
_OF = re.compile(r"\b(?P<what>[a-z]{3,}) of (?:the |a |its )?(?P<owner>[a-z]{3,})\b")
_LEAST = 2  # quotes


def find_other_owner(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A part told of the thing that another quote is about, where its own names by a code whose part it is,
    which the claim leaves out."""
    prose = [lowered(text) for text in evidence if " | " not in text]
    if len(prose) < _LEAST or " | " in claim:
        return None
    known = [(text, content_of(text), _codes(text)) for text in prose]
    if not any(codes for _, _, codes in known):
        return None
    body, whole = lowered(claim), lowered("\n".join(evidence))
    told = _codes(body)
    for name, part, both in _pairs(body):
        owner, what = content_of(name), content_of(part)
        if both in whole or not owner or not what or deeds_of(both):
            continue  # "clean the battery" names no part
        parts = [(keys, codes) for _, keys, codes in known if what <= keys]
        if not parts or any(count_told(owner, keys) or not codes or codes & told for keys, codes in parts):
            continue
        printed = min(min(codes) for _, codes in parts)
        if re.search(rf"{name} ?{re.escape(printed.lower())}", whole):
            continue  # connector J4 is the owner by another name
        if any(owner <= keys and not count_told(what, keys) for _, keys, _ in known):
            return Reason("tied_otherwise", (("word", min(what)), ("to", min(owner)), ("printed", printed)))
    return None


@lru_cache(maxsize=2048)
def _codes(text: str) -> frozenset[str]:
    return frozenset(f.code for f in read_figures(text.upper()) if f.code)


def _pairs(body: str) -> Iterator[tuple[str, str, str]]:
    """An owner, what it has, and both as told."""
    if body.isascii():
        for pattern in (_OWNED, _OF):
            for match in pattern.finditer(body):
                yield match["owner"], match["what"], f"{match['owner']} {match['what']}"
        return
    for run in _HAN.findall(body):
        for at in range(len(run) - 3):
            one, two = run[at : at + 2], run[at + 2 : at + 4].removeprefix("的")
            two = run[at + 3 : at + 5] if len(two) < len(one) else two
            yield one, two, one + two
