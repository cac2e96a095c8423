"""Tells why a claim passed: for each check, what of the claim it compared with which words of the source.

It checks nothing and costs the gate no time: what a check went by is looked up again, in the same words and
by the same rules, when an answer is written down. A claim that was held back tells its reason itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vlm.answer import CheckedClaim, Finding, Located, Reason, Reference
from vlm.checking import Examined, GateSettings
from vlm.checks.entailed import is_quoted
from vlm.checks.figures import STEP_WORD, Evidence, clauses, offer
from vlm.copies import is_copy, sentences_around
from vlm.counting import is_counted
from vlm.folding import fold_cached, folded_text
from vlm.headings import unit_of_heading
from vlm.joints import told_plainly
from vlm.measures import Figure, mentions, read_figures
from vlm.polarity import Negated, Term, negations_of, rules, terms_in
from vlm.quoting import OCR_READERS, find, likeness
from vlm.rows import subject
from vlm.units import equal

Reasons = tuple[Reason, ...]
Word = Term | Negated
_Way = tuple[str, tuple[tuple[str, str], ...]]  # code of the reason, and its values but for the figures
_BEGINNING = 40  # characters of a warning that name it


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains what the gate with these settings let pass."""

    settings: GateSettings

    def explain(self, checked: CheckedClaim) -> tuple[Reasons, ...]:
        """For each finding, in order, why it is so; nothing where no gate found it."""
        examined = _examined(checked)
        return tuple(self._why(finding, examined, checked) for finding in checked.verdict.findings)

    def _why(self, finding: Finding, examined: Examined | None, checked: CheckedClaim) -> Reasons:
        if finding.reason is not None:
            return (finding.reason,)
        if examined is None or not finding.passed:
            return ()
        by_check: dict[str, Callable[[], Iterable[Reason]]] = {
            "cited": lambda: _cited(examined),
            "quoted": lambda: self._quoted(examined),
            "figures": lambda: _figures(examined),
            "opposites": lambda: _opposites(examined),
            "applicable": lambda: _applicable(examined),
            "entailed": lambda: self._entailed(examined, finding.score or 0.0),
            "warned": lambda: _warned(checked),
        }
        return tuple(by_check[finding.check]()) if finding.check in by_check else ()

    def _quoted(self, examined: Examined) -> Iterator[Reason]:
        for reference, place in zip(examined.claim.references, examined.located, strict=True):
            yield _found(reference, place, self.settings.ocr_similarity)

    def _entailed(self, examined: Examined, score: float) -> Reasons:
        judge = self.settings.judge
        if is_quoted(examined):
            return (Reason("follows_word_for_word"),)
        if judge is None:
            return (Reason("nobody_judges"),)
        by_ocr = any(place.shown.passage.read_by in OCR_READERS for place in examined.located)
        wanted = judge.passes_from_ocr if by_ocr else judge.passes_from
        name = type(judge).__module__.rpartition(".")[2]
        return (Reason("judged", (("judge", name), ("score", f"{score:.2f}"), ("wanted", f"{wanted:.2f}"))),)


def _examined(checked: CheckedClaim) -> Examined | None:
    """The claim as the checks saw it."""
    if checked.asked is None:
        return None
    plain = told_plainly(checked.claim.text, [place.shown.passage.text for place in checked.located])
    return Examined(replace(checked.claim, text=plain), checked.located, (), {}, checked.asked)


def _cited(examined: Examined) -> Iterator[Reason]:
    for label, shown in {place.shown.label: place.shown for place in examined.located}.items():
        yield Reason("among_shown", (("label", label), ("title", shown.manual.title)))


def _found(reference: Reference, place: Located, wanted: float) -> Reason:
    quote, passage = reference.quote.strip(), place.shown.passage
    pages = ", ".join(dict.fromkeys(str(p.page) for p in place.places)) or "–"
    values = (("quote", quote), ("label", place.shown.label), ("page", pages))
    if quote == place.quote:
        return Reason("quote_letter_for_letter", values)
    if find(fold_cached(quote), fold_cached(passage.text), passage.text) is not None:
        return Reason("quote_folded", values)
    score = likeness(quote, passage.text)
    return Reason("quote_alike", (*values, ("score", f"{score:.2f}"), ("wanted", f"{wanted:.2f}")))


def _figures(examined: Examined) -> Iterator[Reason]:
    evidence = [offer(place) for place in examined.located]
    ways: dict[_Way, dict[str, None]] = {}
    for clause in clauses(examined):
        for figure in read_figures(clause):
            ways.setdefault(_way(figure, clause, evidence), {})[figure.text.strip()] = None
    for (code, values), figures in ways.items():
        yield Reason(code, (("figures", ", ".join(figures)), *values))
    if not ways:
        yield Reason("no_figure")
    elif is_copy(examined.claim.text, examined.located):
        yield Reason("copied_whole")


def _way(figure: Figure, clause: str, evidence: Sequence[Evidence]) -> _Way:
    """How the quotes bear a figure out: printed so, otherwise, or not as a figure."""
    printed = [(e, f) for e in evidence for f in e.figures]
    mine = folded_text(figure.text)
    for offered, other in printed:
        if folded_text(other.text) == mine:
            row = offered.located.shown
            in_row = row.passage.kind == "row"
            return ("figures_in_row", (("row", subject(row)),)) if in_row else ("figures_in_quote", ())
    for offered, other in printed:
        if _same(figure, other, offered.located.shown.passage.text):
            return "figures_printed_as", (("printed", other.text.strip()),)
    if any(figure.code and mentions(figure.code, e.names) for e in evidence):
        return "figures_named", ()
    numbers = figure.ordinal or STEP_WORD.search(clause[: figure.start]) is not None
    if numbers and any(figure.printed[0] in e.steps for e in evidence):
        return "figures_of_step", ()
    if any(is_counted(figure, clause, e.text) for e in evidence):
        return "figures_counted", ()
    kind = [(e.located.shown.passage.text, f) for e, f in printed if bool(f.code) == bool(figure.code)]
    ends = [f.text.strip() for text, f in kind if any(_ends(figure, f, text))]
    compared = ends or [f.text.strip() for _, f in kind] or [e.text.strip() for e in evidence]
    return "figures_agree", (("printed", ", ".join(dict.fromkeys(compared))),)


def _same(figure: Figure, other: Figure, text: str) -> bool:
    """Whether two figures are one in another spelling."""
    if figure.code or other.code:
        return figure.code == other.code
    return all(_ends(figure, other, text))


def _ends(figure: Figure, other: Figure, text: str) -> tuple[bool, bool]:
    """Whether another number is a figure's low end, and its high one; a unit in a heading goes for it."""
    unit = other.unit or unit_of_heading(text, other)
    return (
        equal(figure.low, figure.printed[0], figure.unit, other.low, unit),
        equal(figure.high, figure.printed[1], figure.unit, other.high, unit),
    )


def _opposites(examined: Examined) -> Iterator[Reason]:
    claim = examined.claim.text
    if is_copy(claim, examined.located):
        yield Reason("copied_whole")
        return
    printed = [sentences_around(place) for place in examined.located]
    held: list[Word] = [term for text in printed for term in terms_in(text)]
    held += [denial for text in printed for denial in negations_of(text)]
    spelled = {word.text for word in held}
    words = _turning(claim)
    if not words:
        yield Reason("no_turning_word")
    same = [text for text in words if text in spelled]
    if same:
        yield Reason("words_in_quote", (("words", ", ".join(same)),))
    alike = {text: _alike(word, held) for text, word in words.items() if text not in spelled}
    for text, other in alike.items():
        if other:
            yield Reason("word_told_as", (("word", text), ("printed", other)))
    alone = [text for text, other in alike.items() if not other]
    if alone:
        yield Reason("words_turn_nothing", (("words", ", ".join(alone)),))


def _turning(claim: str) -> dict[str, Word]:
    """The words of a claim that have an opposite, and its denials; weak ones where it holds no others."""
    terms = sorted(terms_in(claim), key=lambda term: claim.lower().find(term.text))
    told: list[Word] = [term for term in terms if not rules().is_weak(term)]
    told += [denial for denial in negations_of(claim) if denial.polarity != "bound"]
    return {word.text: word for word in (told or terms)}


def _alike(word: Word, held: Sequence[Word]) -> str:
    """The printed word that says the same: of one side of a pair of opposites, in either language, or of one
    way to deny; "" where there is none."""
    for other in held:
        if isinstance(word, Negated):
            if isinstance(other, Negated) and word.polarity == other.polarity:
                return other.text
        elif isinstance(other, Term) and any(rules().supports(other.sides, side) for side in word.sides):
            return other.text
    return ""


def _applicable(examined: Examined) -> Iterator[Reason]:
    wanted = {folded_text(product) for product in examined.asked.products}
    readings = {place.shown.passage.reading: place.shown for place in examined.located}
    for shown in readings.values():
        edition = ("edition", " · ".join(filter(None, (shown.manual.title, shown.edition.revision))))
        fitting = ", ".join(p for p in shown.manual.products if folded_text(p) in wanted)
        if wanted:
            yield Reason("product_fits", (edition, ("products", fitting)))
        else:
            yield Reason("no_product_asked", (edition,))
    if len(readings) > 1:
        yield Reason("editions_agree")


def _warned(checked: CheckedClaim) -> Reasons:
    if not checked.warnings:
        return (Reason("no_warning_bound"),)
    named = (_beginning(" ".join(w.passage.text.split())) for w in checked.warnings)
    values = (("count", str(len(checked.warnings))), ("warnings", " / ".join(named)))
    return (Reason("warnings_come", values),)


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else text[: _BEGINNING - 1] + "…"
