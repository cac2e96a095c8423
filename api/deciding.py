"""Answer, ask back, or refuse? Decided in code from what was found, before and after drafting.

It neither searches nor drafts. The thresholds were set on real manuals; evaluation/README.md tells how.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from api.phrases import phrase
from kb_sources.codes import is_common, spelled_out
from kb_sources.manual import Language, Manual, Passage
from retrieval.query import Evidence, Hit
from vlm.answer import CheckedClaim, Clarify, Located, Option, Refused, Shown
from vlm.asking import asks_value, asks_whether
from vlm.measures import mentions, read_figures
from vlm.units import may_measure

_STRONG = 4.0  # strength beyond which a score only tells that rare words are said again and again
_WHETHER = 0.5  # log-odds that "is it …?" loses in a conversation: it holds its answer's words already
_LED = 0.6  # coverage from which a procedure is the one that a question names
_FIRST = 5  # hits that may agree
_QUANTITY = "unit."  # glossary concepts that ask for one: torque, voltage, length, …
_CREDENTIAL = re.compile(
    r"\b(?:pass(?:word|code)|pin code|log-?in|user ?name)s?\b|密码|口令|账号|用户名", re.IGNORECASE
)
_TRADE = frozenset({"doc.cost", "doc.warranty", "doc.service"})  # concepts that few manuals speak of
_FASTENER = "fast."  # … that name what holds many parts, so it tells none of them apart
_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{3,}|[A-Z]+[0-9]+)[A-Z0-9]*(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where evidence begins to suffice, and where passages of two products rival."""

    sufficient: float = 0.5  # log-odds of `likely` from which is answered
    rival: float = 0.5  # of the best coverage, from which another product's passage is a rival
    rival_score: float = 0.6  # … and of the best score
    certain: float = 0.5  # coverage from which a question that names no product can be one manual's alone
    unnamed: float = 1.4  # log-odds of Sufficiency from which a question without a product is answered


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Log-odds that the best hits answer: a logistic regression on what tells them from the rest.

    evaluation/README.md tells what it was fitted on, and how it does on what it was not.
    """

    coverage: float = 2.7  # of the question's informative weight, the best of the hits
    strength: float = 1.3  # logarithm of the first score in multiples of the rarest word's weight
    keyed: float = 2.2  # share of a row's first cell that the question names, among the first three hits
    intercept: float = -1.95

    def __call__(self, evidence: Evidence) -> float:
        hits = evidence.hits
        coverage, strength, keyed = signs(
            [(hit.score, hit.coverage, hit.keyed) for hit in hits], evidence.rarest
        )
        return self.intercept + self.coverage * coverage + self.strength * strength + self.keyed * keyed


def signs(hits: Sequence[tuple[float, float, float]], rarest: float) -> tuple[float, float, float]:
    """What tells whether hits answer, of their scores, coverages and keys: see Sufficiency."""
    strength = max(score for score, _, _ in hits) / rarest if rarest > 0 else 0.0
    return (
        max(coverage for _, coverage, _ in hits),
        math.log(min(strength, _STRONG) + 0.1),
        max(keyed for _, _, keyed in hits[:3]),
    )


def likely(evidence: Evidence, talk: Evidence | None = None) -> float:
    """Log-odds that the evidence answers; -inf without hits.

    A question of a conversation leaves out what was said before, and its few words fit many passages. So the
    evidence for all that the customer has said (`talk`) is looked at too; it can only take away.
    """
    if not evidence.hits:
        return -math.inf
    alone = Sufficiency()(evidence)
    if talk is None or not talk.hits:
        return alone
    asks = _WHETHER * asks_whether(evidence.query.text)
    return min(alone, (alone + Sufficiency()(talk)) / 2 - asks)


def clarify_product(candidates: Sequence[str], language: Language) -> Clarify:
    """Ask which of several products it is."""
    options = tuple(Option(name, {"product": name}) for name in candidates)
    return Clarify(phrase("clarify.product", language), "product", options)


def which_product(evidence: Evidence, limits: Thresholds, language: Language) -> Clarify | None:
    """Ask for the product that a question does not name; None where the evidence is clear without it.

    Clear is a code that a hit holds and no name beside it that none holds ("E21 on a Bosch"), or ample
    evidence whose first hits all stand in one section. A problem alone ("paper jam") fits the manual of a
    device that the asker has not got.
    """
    first = evidence.hits[:_FIRST]
    coded = any("code" in hit.found_by for hit in evidence.hits)
    if coded and not _unknown_name(evidence):
        return None
    agreed = len({_section(hit.passage, hit.manual) for hit in first}) == 1
    if agreed and not coded and Sufficiency()(evidence) >= limits.unnamed:
        return None
    best = max(hit.coverage for hit in evidence.contenders or evidence.hits)
    near = [hit for hit in evidence.contenders or first if hit.coverage >= limits.rival * best]
    near.sort(key=lambda hit: -hit.score)
    names = dict.fromkeys(hit.manual.products[0] for hit in near)
    options = tuple(Option(name, {"product": name}) for name in names)
    return Clarify(phrase("clarify.which", language), "product", options)


def refuse_unknown(name: str, known: Sequence[str], language: Language) -> Refused:
    if not known:
        return Refused(phrase("refuse.no_manuals", language), ())
    return Refused(phrase("refuse.unknown_product", language, name=name, known=", ".join(known)), ())


def insufficient(
    evidence: Evidence,
    shown: Sequence[Shown],
    language: Language,
    limits: Thresholds,
    talk: Evidence | None = None,
) -> Refused | None:
    """A refusal when the best passage leaves too much of the question open, else None; `talk`: see likely."""
    if not evidence.hits:
        return Refused(phrase("refuse.nothing", language), ())
    trade = _trade_untold(evidence)
    if not (_unheard(evidence) or trade) and _suffices(evidence, limits, talk):
        return None
    missing = ", ".join(dict.fromkeys((*trade, *evidence.uncovered[:4])))
    closest = tuple(s for s in shown if not s.related)[:3]
    if not missing:
        return Refused(phrase("refuse.not_answered", language), closest)
    return Refused(phrase("refuse.not_found", language, missing=missing), closest)


def beside_the_point(claims: Sequence[CheckedClaim], evidence: Evidence) -> bool:
    """Whether claims that each stand in the manual still do not tell the value that was asked for.

    "Fan voltage" is not answered by a table's row of the mains voltage, nor "rear cover screws" by the row of
    the rear camera's: the rows have to name a part that the question names, more than its screws, or bear
    its name (D3P). Nor is "how tight" answered by a sentence without any quantity, and who asks for a
    password is told one or nothing.
    """
    located = [place for claim in claims for place in claim.located]
    if _CREDENTIAL.search(evidence.query.text) and not any(_CREDENTIAL.search(p.quote) for p in located):
        return True
    quantities = asked_quantities(evidence)
    if not quantities:
        return _is_another_fault(located, evidence)
    if not any(place.shown.passage.kind == "row" or _tells(place, evidence, quantities) for place in located):
        return True
    passages = [place.shown.passage for place in located if place.shown.passage.kind != "warning"]
    if not all(passage.kind == "row" for passage in passages):
        return False
    told = _fold("\n".join(line for p in passages for line in (*p.section, p.text)))
    parts = [w for w in evidence.widened if w.kind == "part" and not w.concept.startswith(_FASTENER)]
    names = {_fold(name) for part in parts for name in (part.matched, *part.added)}
    keyed = any(mentions(name, p.text) for name in _NAME.findall(evidence.query.text) for p in passages)
    return bool(names) and not keyed and not any(name in told for name in names)


def _is_another_fault(located: Sequence[Located], evidence: Evidence) -> bool:
    """Whether what is cited is the remedy for a fault that the question does not tell, and for none that it
    tells."""
    told = {hit.passage.id: hit.told for hit in evidence.hits}
    cited = [p.shown.passage.id for p in located if p.shown.passage.kind != "warning"]
    return any(told.get(passage) == 0 for passage in cited) and not any(told.get(p) for p in cited)


def asked_quantities(evidence: Evidence) -> frozenset[str]:
    """None in "may I use another voltage?", nor where a fault is told and no value asked for."""
    question = evidence.query.text
    named = {w.concept.removeprefix(_QUANTITY) for w in evidence.widened if w.concept.startswith(_QUANTITY)}
    told = any(w.kind == "symptom" for w in evidence.widened) and not asks_value(question)
    return frozenset() if told or asks_whether(question) else frozenset(named)


def _tells(place: Located, evidence: Evidence, quantities: frozenset[str]) -> bool:
    """A figure with a unit of what is asked for; or without one where the passage names what it measures."""
    figures = read_figures(place.quote)
    if any(figure.unit and may_measure(figure.unit, quantities) for figure in figures):
        return True
    asked = [w for w in evidence.widened if w.concept.startswith(_QUANTITY)]
    names = [_fold(name) for w in asked for name in (w.matched, *w.added)]
    text = _fold("\n".join((*place.shown.passage.section, place.shown.passage.text)))
    bare = place.shown.passage.kind != "figure" and any(f.start > 0 and not f.code for f in figures)
    return bare and any(name in text for name in names)


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _unknown_name(evidence: Evidence) -> bool:
    """Whether the question names with a capital what no hit holds: the maker of another device."""
    names = {n.casefold() for n in re.findall(r"[A-Z][A-Za-z]+", evidence.query.text) if not is_common(n)}
    return not names.isdisjoint(evidence.uncovered)


def _unheard(evidence: Evidence) -> tuple[str, ...]:
    """Names and codes in the question (PETG, LDAC, C-02) that no hit holds: no other answer will do. Of
    several codes it is enough that one is held."""
    question = spelled_out(evidence.query.text)
    heard = " ".join(w.matched for w in evidence.widened).casefold().split()
    named = {name.casefold() for name in _NAME.findall(question)} - set(heard)
    codes = {code.casefold() for code in evidence.query.codes if mentions(code, question)}
    named = named | codes if codes <= {word.casefold() for word in evidence.uncovered} else named - codes
    return tuple(word for word in evidence.uncovered if word.casefold() in named)


def unlisted(evidence: Evidence, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes that no hit holds."""
    open_ = {word.casefold() for word in evidence.uncovered}
    return tuple(code for code in codes if code.casefold() in open_)


def _trade_untold(evidence: Evidence) -> tuple[str, ...]:
    """The words of a question for price, warranty or service where no hit is about it: a part that both name
    answers nothing."""
    asked = [w for w in evidence.widened if w.concept in _TRADE]
    text = _fold("\n".join(hit.passage.text for hit in evidence.hits)) if asked else ""
    return tuple(w.matched for w in asked if not any(_fold(name) in text for name in (w.matched, *w.added)))


def _suffices(evidence: Evidence, limits: Thresholds, talk: Evidence | None) -> bool:
    """A code that was asked for stands in a hit, or the first hit is about a danger that is named, or of a
    procedure whose title names all that was asked for, or the hits are likely to answer."""
    if any("code" in hit.found_by for hit in evidence.hits):
        return True
    first = evidence.hits[0]
    led = first.titled and first.coverage >= _LED and not evidence.uncovered
    if first.told == 1.0 and (evidence.dangers or led):
        return True
    return likely(evidence, talk) >= limits.sufficient


def signs_of(evidence: Evidence, claims: Sequence[CheckedClaim]) -> dict[str, float]:
    """What an answer's confidence may rest on; higher tells for it.

    `sufficiency`: log-odds of Sufficiency. `agreement`: share of the first hits that stand in a section which
    the claims cite. `coded`: 1 where a code that was asked for stands in a hit.
    """
    cited = {_section(x.shown.passage, x.shown.manual) for claim in claims for x in claim.located}
    first = evidence.hits[:_FIRST]
    agreeing = sum(_section(hit.passage, hit.manual) in cited for hit in first)
    return {
        "sufficiency": round(Sufficiency()(evidence), 4),
        "agreement": round(agreeing / len(first), 4) if first else 0.0,
        "coded": float(any("code" in hit.found_by for hit in evidence.hits)),
    }


def _section(passage: Passage, manual: Manual) -> tuple[str, ...]:
    return manual.id, *passage.section


def rivals(contenders: Sequence[Hit], limits: Thresholds, kin: Sequence[str] = ()) -> tuple[str, ...]:
    """Products among which a question that names none is left open; empty when it can mean only one.

    A code that stands in one manual alone settles it. Editions of one manual in two languages are not rivals:
    they share a product. `kin` may be meant, too: of the kind of device that was named, and not compared.
    """
    coded = [hit for hit in contenders if "code" in hit.found_by]
    coverage = max((hit.coverage for hit in contenders), default=0.0)
    score = max((hit.score for hit in contenders), default=0.0)
    share = limits.rival if coverage >= limits.certain else 0.0
    names: list[str] = []
    taken: list[frozenset[str]] = []
    for hit in coded or contenders:
        close = hit.coverage >= share * coverage and hit.score >= limits.rival_score * score
        products = frozenset(hit.manual.products)
        if (coded or close) and not any(products & other for other in taken):
            taken.append(products)
            names.append(hit.manual.products[0])
    if not coded and names:
        names += [name for name in kin if not any(name in products for products in taken)]
    return tuple(names) if len(names) > 1 else ()
