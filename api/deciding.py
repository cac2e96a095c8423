"""Answer, ask back, or refuse? Decided in code from what was found, before and after drafting.

It neither searches nor drafts. The thresholds were set on real manuals; evaluation/README.md tells how.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.phrases import phrase
from kb_sources.manual import Language
from retrieval.query import Evidence, Hit
from vlm.answer import Clarify, Option, Refused, Shown


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where evidence begins to suffice. Shares, 0..1."""

    coverage: float = 0.5  # of the question's informative weight, enough by itself
    least_coverage: float = 0.28  # … enough when the passage is also found with strength
    strength: float = 3.0  # a hit's score in multiples of the rarest word's weight
    rival: float = 0.8  # of the best score and coverage, from which another product's passage is a rival


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
    if any(_suffices(hit, evidence, limits) for hit in evidence.hits):
        return None
    missing = ", ".join(evidence.uncovered[:4]) or "–"
    closest = tuple(s for s in shown if not s.related)[:3]
    return Refused(phrase("refuse.not_found", language, missing=missing), closest)


def _suffices(hit: Hit, evidence: Evidence, limits: Thresholds) -> bool:
    """A code that was asked for stands in it, or it covers the question, or half of it with many rare words.

    Lay questions are long: what surrounds the fault ("yesterday it was fine") is never in a manual.
    """
    if "code" in hit.found_by or hit.coverage >= limits.coverage:
        return True
    strength = hit.score / evidence.rarest if evidence.rarest > 0 else 0.0
    return hit.coverage >= limits.least_coverage and strength >= limits.strength


def rivals(hits: Sequence[Hit], limits: Thresholds) -> tuple[str, ...]:
    """Products whose passages answer about as well as the best hit's do; empty when there is no rivalry.

    Editions of one manual in two languages are not rivals: they share a product.
    """
    if not hits:
        return ()
    best = hits[0]
    names: list[str] = []
    taken: list[frozenset[str]] = []
    for hit in hits:
        close = hit.score >= limits.rival * best.score and hit.coverage >= limits.rival * best.coverage
        products = frozenset(hit.manual.products)
        if close and not any(products & other for other in taken):
            taken.append(products)
            names.append(hit.manual.products[0])
    return tuple(names) if len(names) > 1 else ()
