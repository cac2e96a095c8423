"""Cause and effect turned round: what a claim gives as the cause is printed as what comes of it.

It knows the words that put a cause before or behind its effect, and the headings of a table's causes and
symptoms; which remedy belongs to which cause is for vlm/crossing.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.polarity import lowered

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n]")
_COMMA = re.compile(r",\s|，")
_CAUSING = (
    r"(?:caus(?:e[sd]?|ing)|lead(?:s|ing)? to|led to|result(?:s|ing|ed)? in|mak(?:es?|ing)|made"
    r"|trigger(?:s|ing)?|produc(?:es?|ing)|bring(?:s|ing)? about|giv(?:es?|ing) rise to|creat(?:es?|ing)"
    r"|is (?:the )?(?:reason|cause) (?:for|of|why)|explains?|is responsible for|is to blame for"
    r"|damag(?:es?|ing)|destroys?|blocks|clogs|loosens|melts|breaks|bends|burns|soils|wears(?: out)?|leaves)"
)
_FORWARD = (
    re.compile(
        r"^(?P<cause>.+?)[, ]+(?:(?:which|that|this|it) )?(?:(?:can|may|will|could|might|also) )*"
        rf"\b{_CAUSING}\b(?! by\b)(?P<effect>.+)$"
    ),
    re.compile(r"^(?:because|since|as|due to|owing to|because of) (?P<cause>[^,]+), (?P<effect>.+)$"),
    re.compile(r"^(?P<cause>.+?),? (?:so that|therefore|thus|hence|and so|, so) (?P<effect>.+)$"),
    re.compile(
        r"^(?P<cause>.+?)(?:，|,)?(?:会|可能|可|往往|将|就会|而)*"
        r"(?:导致|引起|造成|引发|致使|触发|促使|使得|使(?!用|劲|力)|令(?!牌)|(?<=会)让)(?P<effect>.+)$"
    ),
    re.compile(r"^(?:因为?|由于)(?P<cause>[^，,]+?)(?:，|,|而)(?P<effect>.+)$"),
    re.compile(r"^(?P<cause>.+?)(?:，|,)?(?:因此|所以|因而|从而|于是)(?P<effect>.+)$"),
)
_BACKWARD = (
    re.compile(
        r"^(?P<effect>.+?)\b(?:caused by|because(?: of)?|due to|owing to"
        r"|(?:results?|comes?|stems?|arises?) from)\b(?P<cause>.+)$"
    ),
    re.compile(r"^(?P<effect>.+?)\b(?:cause|reason)s? (?:is|are|may be|can be)\b(?P<cause>.+)$"),
    re.compile(
        r"^(?P<effect>.+?)(?:是|系|可能)?(?:由于?|因为?|被)(?P<cause>.+?)(?:引起|造成|导致|引发|所致|触发|而致).*$"
    ),
    re.compile(r"^(?P<effect>.+?)(?:是因为|的原因[是为]|原因在于|起因[是为]|源于|缘于|归因于)(?P<cause>.+)$"),
)
_MAY_CAUSE = Bilingual(
    r"caus|lead|led to|result|ma[kd]e?|mak|trigger|produc|bring|giv|creat|reason|explain|responsible|blame"
    r"|damag|block|clog|loosen|melt|break|bend|burn|soil|wear|destroy|leave|because|since|\bas\b|due|owing|so|therefore"
    r"|thus|hence|come|stem|aris",
    r"[使令让因由致]|引[起发]|造成|触发|所以|从而|于是|源于",
)
_CAUSE = re.compile(r"cause|reason|原因", re.IGNORECASE)
_EFFECT = re.compile(
    r"symptom|code|fault|error|problem|message|fail|代码|故障|现象|症状|问题|错误", re.IGNORECASE
)
_MOST = 0.6  # of what a claim says of a side that print has on the other
_Tie = tuple[frozenset[str], frozenset[str]]


def find_turned_cause(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first cause of a claim that the quotes print as the effect of what the claim says comes of it."""
    body = lowered(claim)
    if " | " in claim or not _MAY_CAUSE.search(body):
        return None
    said = [*_ties(body)]
    printed = [tie for text in evidence for tie in _printed(text)] if said else []
    for tie in said:
        if any(_is_turned(tie, held) for held in printed) and not any(_is_along(tie, h) for h in printed):
            return Reason("effect_as_cause", (("word", min(tie[0])),))
    return None


def _is_turned(said: _Tie, held: _Tie) -> bool:
    """Whether the cause is printed as what comes of the effect, and neither stands on its own side."""
    (cause, effect), (printed, of) = said, held
    mine, theirs = printed - of, of - printed
    swapped = len(cause & theirs) >= _MOST * len(cause & (theirs | mine)) > 0
    swapped = swapped and len(effect & mine) >= _MOST * len(effect & (theirs | mine)) > 0
    return swapped and cause.isdisjoint(mine) and effect.isdisjoint(theirs)


def _is_along(said: _Tie, held: _Tie) -> bool:
    return not said[0].isdisjoint(held[0] - held[1]) and not said[1].isdisjoint(held[1] - held[0])


def _ties(body: str) -> Iterator[_Tie]:
    """The causes and effects of the sentences of a text in lower case."""
    for sentence in _SENTENCE.split(body):
        for shape in (*_BACKWARD, *_FORWARD):
            match = shape.match(sentence.strip())
            if match is None:
                continue
            cause, effect = content_of(match["cause"]), content_of(_COMMA.split(match["effect"])[0])
            if cause and effect:
                yield cause, effect
                break


@lru_cache(maxsize=1024)
def _printed(text: str) -> tuple[_Tie, ...]:
    if " | " not in text:
        return tuple(_ties(lowered(text)))
    cells = [cell.partition(": ") for cell in text.split(" | ")]
    causes = content_of(" | ".join(value for heading, _, value in cells if _CAUSE.search(heading)))
    effects = content_of(" | ".join(value for heading, _, value in cells if _EFFECT.search(heading)))
    return ((causes, effects),) if causes and effects else ()
