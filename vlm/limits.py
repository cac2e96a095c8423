"""A limit that a claim leaves out: "let it cool before you open it" for "below 40 °C".

It does not compare figures that a claim tells; vlm/checks/figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.content import content_of
from vlm.measures import Figure, read_figures
from vlm.polarity import lowered, negations_of

_SAFETY = re.compile(r"\b(?:before|until|only|never)\b|之前|以前|方可|才能|后才|直到|直至|为止")
_SHARED = 2  # words that claim and sentence have in common where they speak of the same


def find_left_out(claim: str, sentences: Sequence[str]) -> Reason | None:
    """The limit of the sentence that a claim without any figure restates, where something waits for it or is
    forbidden beyond it."""
    if read_figures(claim):
        return None
    limits = [_limit(sentence) for sentence in sentences]
    if not any(limits):
        return None
    said = content_of(claim)
    shared = [len(said & content_of(sentence)) for sentence in sentences]
    best = max(shared)
    if best < _SHARED:
        return None
    for sentence, share, limit in zip(sentences, shared, limits, strict=True):
        if share == best and limit is not None:
            return Reason("limit_left_out", (("figure", sentence[limit.start : limit.end].strip()),))
    return None


def _limit(sentence: str) -> Figure | None:
    """The only figure of a sentence, where it is a limit with a unit that something depends on."""
    figures = read_figures(sentence)
    if len(figures) != 1 or not figures[0].bound or not figures[0].unit:
        return None
    body = lowered(sentence)
    forbids = any(n.forbids for n in negations_of(body))
    return figures[0] if forbids or _SAFETY.search(body) else None
