"""Answer, ask back, or refuse? Decided in code from what was found, before and after drafting.

It neither searches nor drafts. The thresholds were set on real manuals; evaluation/README.md tells how.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from api.phrases import phrase
from kb_sources.manual import Language
from retrieval.query import Evidence, Hit
from vlm.answer import CheckedClaim, Clarify, Option, Refused, Shown
from vlm.measures import read_figures

_QUANTITY = "unit."  # glossary concepts that ask for one: torque, voltage, length, …
_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{3,}|[A-Z]+[0-9]+)[A-Z0-9]*(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where evidence begins to suffice. Shares, 0..1."""

    coverage: float = 0.5  # of the question's informative weight, enough by itself
    least_coverage: float = 0.28  # … enough when the passage is also found with strength
    strength: float = 3.0  # a hit's score in multiples of the rarest word's weight
    rival: float = 0.8  # of the best score and coverage, from which another product's passage is a rival
    sibling: float = 0.5  # … the same among siblings, when the asker named only their family


def clarify_product(candidates: Sequence[str], language: Language) -> Clarify:
    """Ask which of several products it is."""
    options = tuple(Option(name, {"product": name}) for name in candidates)
    return Clarify(phrase("clarify.product", language), "product", options)


def refuse_unknown(name: str, known: Sequence[str], language: Language) -> Refused:
    return Refused(phrase("refuse.unknown_product", language, name=name, known=", ".join(known)), ())


def insufficient(
    evidence: Evidence, shown: Sequence[Shown], language: Language, limits: Thresholds
) -> Refused | None:
    """A refusal when the best passage leaves too much of the question open, else None."""
    if not evidence.hits:
        return Refused(phrase("refuse.nothing", language), ())
    if not _unheard(evidence) and any(_suffices(hit, evidence, limits) for hit in evidence.hits):
        return None
    missing = ", ".join(evidence.uncovered[:4]) or "–"
    closest = tuple(s for s in shown if not s.related)[:3]
    return Refused(phrase("refuse.not_found", language, missing=missing), closest)


def beside_the_point(claims: Sequence[CheckedClaim], evidence: Evidence) -> bool:
    """Whether claims that each stand in the manual still do not tell the value that was asked for.

    "Fan voltage" is not answered by a table's row of the mains voltage: some row has to name a part that the
    question names. Nor is "how tight" answered by a sentence without any quantity.
    """
    if not any(w.concept.startswith(_QUANTITY) for w in evidence.widened):
        return False
    located = [place for claim in claims for place in claim.located]
    if not any(place.shown.passage.kind == "row" or _tells_quantity(place.quote) for place in located):
        return True
    passages = [place.shown.passage for place in located]
    if not all(passage.kind == "row" for passage in passages):
        return False
    parts = [w for w in evidence.widened if w.kind == "part"]
    names = {_fold(name) for part in parts for name in (part.matched, *part.added)}
    told = [_fold("\n".join((*passage.section, passage.text))) for passage in passages]
    return bool(names) and not any(name in text for name in names for text in told)


def _tells_quantity(quote: str) -> bool:
    return any(figure.unit for figure in read_figures(quote))


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _unheard(evidence: Evidence) -> tuple[str, ...]:
    """Names in the question (PETG, LDAC, ADXL345) that no hit holds: no other answer will do."""
    named = {name.casefold() for name in _NAME.findall(evidence.query.text)}
    return tuple(word for word in evidence.uncovered if word.casefold() in named)


def _suffices(hit: Hit, evidence: Evidence, limits: Thresholds) -> bool:
    """A code that was asked for stands in it, or it covers the question, or half of it with many rare words.

    Lay questions are long: what surrounds the fault ("yesterday it was fine") is never in a manual.
    """
    if "code" in hit.found_by or hit.coverage >= limits.coverage:
        return True
    strength = hit.score / evidence.rarest if evidence.rarest > 0 else 0.0
    return hit.coverage >= limits.least_coverage and strength >= limits.strength


def rivals(hits: Sequence[Hit], share: float) -> tuple[str, ...]:
    """Products whose passages reach `share` of the best hit's score and coverage; empty when only one does.

    Editions of one manual in two languages are not rivals: they share a product.
    """
    if not hits:
        return ()
    best = hits[0]
    names: list[str] = []
    taken: list[frozenset[str]] = []
    for hit in hits:
        close = hit.score >= share * best.score and hit.coverage >= share * best.coverage
        products = frozenset(hit.manual.products)
        if close and not any(products & other for other in taken):
            taken.append(products)
            names.append(hit.manual.products[0])
    return tuple(names) if len(names) > 1 else ()
