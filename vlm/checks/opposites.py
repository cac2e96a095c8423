"""No claim turns its quote round: left for right, tighten for loosen, before for after, do for do not.

It compares words of kb_sources/opposites.toml, not meaning. A word of motion or direction that the quote does
not hold is unsupported by default; so is a negation that was lost or added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from functools import lru_cache

from kb_sources.tongue import language_of
from vlm.answer import Finding, Located, Reason
from vlm.backing import gather, names_of, unbacked
from vlm.binding import find_rebound, told_of
from vlm.branches import find_first_for_last, find_other_branch, find_other_case, find_other_label
from vlm.causation import find_turned_cause
from vlm.checking import Check, Examined, GateSettings, SameConcept
from vlm.connectives import find_other_connective
from vlm.copies import is_copy, sentences_around
from vlm.counting import find_at_once, find_distributed, find_lone
from vlm.deadlines import find_hastened
from vlm.denials import (
    find_disowned,
    find_excepted,
    find_exchanged,
    find_regardless,
    find_repeated,
    find_turned_abroad,
    find_uncaused,
    find_uncontrasted,
    find_unlocked,
)
from vlm.ellipses import spelled_out, takes_up, with_values
from vlm.exchanges import find_crossed_clauses, find_other_object, find_turned_place, find_turned_roles
from vlm.exclusives import find_banned_only, find_one_sided, find_unguarded, find_unlimited
from vlm.extents import find_generalised, find_narrowed, find_widened
from vlm.governed import find_turned_mark
from vlm.joining import find_joined
from vlm.owners import find_other_owner
from vlm.permissions import find_allowed, find_weakened
from vlm.polarity import (
    TURNING,
    Clause,
    Rules,
    Side,
    Term,
    clauses_of,
    lowered,
    negations_of,
    rules,
    terms_of,
)
from vlm.quoting import OCR_READERS
from vlm.recasting import plainly_denied, recast
from vlm.referring import find_other_neighbour, find_other_setting, find_same_for_other
from vlm.remedies import find_miscaused, find_other_part, find_unnamed_part
from vlm.scopes import find_turned
from vlm.sequence import events_of, find_swapped
from vlm.slots import find_opposed, stands_beside, told_in_turn
from vlm.states import find_turned_state, find_worn
from vlm.substitution import find_substituted
from vlm.waits import find_waited
from vlm.words import words_of

_OTHERS = (
    find_turned_mark, find_rebound, find_lone, find_miscaused, find_turned_cause, find_unlocked,
    find_uncontrasted, find_opposed, find_allowed, find_weakened, find_uncaused, find_regardless,
    find_disowned, find_excepted, find_exchanged, find_repeated, find_crossed_clauses, find_turned_place,
    find_other_object, find_turned_roles, find_other_label, find_widened, find_narrowed, find_other_branch,
    find_other_case, find_first_for_last, find_at_once, find_unlimited, find_other_neighbour,
    find_same_for_other, find_other_setting, find_one_sided, find_banned_only, find_other_connective,
    find_hastened, find_other_part, find_unnamed_part, find_unguarded, find_joined, find_generalised,
    find_distributed, find_waited, find_other_owner,
)  # fmt: skip
_EDIT = 4  # tokens (words, or ideographs) up to which a difference is held to be one word's
_ALL_BUT_ONE = 0.9  # likeness from which nothing but one edit tells a claim from its quote
_COPIED = 0.85  # likeness (0..1) from which a clause is held to be a copy
_TOKEN = re.compile(r"[A-Za-z0-9']+|[^\W]")
_ANY_END = re.compile(r"[.!?](?=\s|$|[\u3400-\u9fff])|[\n。！？；;]")
_WORDY = re.compile(r"[\u3400-\u9fff]{4}|[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")  # says something of its own
_LETTERS = re.compile(r"[^\W\d_]{2}")
_APART = re.compile(
    r"\b(?:until|before|after|if|when|while|as|unless|because|since|that|which)\b|前|后|时|因"
)
_STEPS = re.compile(r"[;；]")


def build(settings: GateSettings) -> Check:
    terms_of("")  # reads the lists now, not with the first question
    negations_of("")
    return OppositesCheck(settings.same_concept, rules())


class OppositesCheck:
    """Fails on the first word of the claim that the quoted sentences contradict or do not hold."""

    def __init__(self, same_concept: SameConcept | None, rules: Rules) -> None:
        self._same_concept = same_concept
        self._rules = rules

    def __call__(self, examined: Examined) -> Finding:
        if is_copy(claim := examined.claim.text, examined.located):
            return Finding("opposites", True, 1.0, None)
        printed = [plainly_denied(sentences_around(place)) for place in examined.located]
        evidence = [*map(spelled_out, printed)]
        if not takes_up(told := with_values(plainly_denied(claim))):
            evidence = [*map(with_values, evidence)]
        claim = spelled_out(told := recast(told, evidence))
        opposite = self._find_opposite(claim, evidence)
        if opposite is not None and evidence != printed:  # a word that is spelled out is no new opposite
            opposite = self._find_opposite(claim, printed)
        reason = (
            opposite
            or self._find_doubled(claim, printed)
            or _find_edited(told, printed)
            or self._find_negated(claim, evidence)
            or self._find_unsupported(told, examined, evidence)
            or find_swapped(claim, _in_order(examined.located))
            or next(filter(None, (find_swapped(claim, [cell]) for cell in _ordered_cells(evidence))), None)
            or next(filter(None, (find(claim, evidence) for find in _OTHERS)), None)
            or find_substituted(claim, _read_right(examined) or evidence)
            or find_turned_state(claim, evidence)
            or find_worn(claim, evidence)
        )
        return Finding("opposites", reason is None, float(reason is None), reason)

    def _find_opposite(self, claim: str, evidence: Sequence[str]) -> Reason | None:
        """A word whose opposite stands where the claim says it. A printed word backs one of the claim's."""
        printed = [c for text in evidence for c in clauses_of(text)]
        free = [(clause, term) for clause in printed for term in terms_of(clause.text)]
        sides = frozenset(side for _, term in free if not self._rules.is_weak(term) for side in term.sides)
        said = (term for clause in clauses_of(claim) for term in terms_of(clause.text))
        if not any(self._rules.excludes(sides, side) for term in said for side in self._compared(term)):
            return None
        for clause in clauses_of(claim):
            terms = [t for t in terms_of(clause.text) if not self._rules.is_weak(t)]
            if not terms:
                continue
            near = {id(c) for c in _about_the_same(clause, printed)}
            left = {other.text for _, other in free}
            for term in sorted(terms, key=lambda t: t.text not in left):
                here = [pair for pair in free if id(pair[0]) in near]
                backing = self._backing(term, [other for _, other in here])
                against = None if backing else self._against(term, _unturned(clause, term, here))
                if backing is None and against is None:
                    backing = self._backing(term, [other for _, other in free])
                if backing is None and against is None and not self._is_said(term, printed):
                    against = self._against(term, _unturned(clause, term, free))
                if against is None or told_in_turn(term.text, against.text, claim, evidence):
                    pass
                elif not stands_beside(term.text, clause.text, evidence):
                    return Reason("opposite_in_quote", (("word", term.text), ("opposite", against.text)))
                free = [(c, other) for c, other in free if other is not backing]
        return None

    def _find_doubled(self, claim: str, evidence: Sequence[str]) -> Reason | None:
        """One side of a pair told more often than printed, and the other, printed too, left out."""
        said = _counted((claim,))
        held = _counted(evidence) if any(len(words) > 1 for words in said.values()) else {}
        for (pair, number), words in said.items():
            mine, other = held.get((pair, number), []), held.get((pair, 1 - number), [])
            if (pair, 1 - number) not in said and other and len(words) > len(mine) > 0:
                return Reason("opposite_in_quote", (("word", words[-1]), ("opposite", other[0])))
        return None

    def _find_negated(self, claim: str, evidence: Sequence[str]) -> Reason | None:
        if language_of(claim) != language_of(" ".join(evidence)):
            return find_turned_abroad(claim, evidence)
        printed = [c for text in evidence for c in clauses_of(text)]
        for sentence, told in told_of(claim, evidence):
            if (reason := find_turned(sentence, told)) is not None:
                return reason
        return find_turned(claim, evidence) or _find_miscounted(clauses_of(claim), printed)

    def _compared(self, term: Term) -> set[Side]:
        return {side for side in term.sides if side[0] not in self._rules.left_out}

    def _backing(self, term: Term, held: Sequence[Term]) -> Term | None:
        """The printed word that says the same: itself before another of its side."""
        same = next((h for h in held if h.text == term.text), None)
        sides = () if same else self._compared(term)
        return same or next((h for h in held if any(self._rules.supports(h.sides, s) for s in sides)), None)

    def _against(self, term: Term, held: Sequence[Term]) -> Term | None:
        sides = self._compared(term)
        others = (h for h in held if any(self._rules.excludes(h.sides, s) for s in sides))
        return next((h for h in others if not self._rules.is_weak(h)), None)

    def _is_said(self, term: Term, printed: Sequence[Clause]) -> bool:
        return self._backing(term, [held for c in printed for held in terms_of(c.text)]) is not None

    def _find_unsupported(self, claim: str, examined: Examined, evidence: Sequence[str]) -> Reason | None:
        """A word that no quote backs; between two languages, one of motion or direction."""
        printed = language_of(" ".join(evidence))
        sentences = [s.strip() for s in _ANY_END.split(claim) if _LETTERS.search(s)]
        spoken = [language_of(sentence) for sentence in sentences]
        if printed in spoken:  # else the claim is a translation, not words put beside the quotes'
            for sentence, language in zip(sentences, spoken, strict=True):
                foreign = language != printed and _WORDY.search(sentence) is not None
                if foreign and all(sentence not in text for text in evidence):
                    return _unsupported(sentence, claim, evidence)
        if language_of(claim) == printed:
            texts = (*evidence, *_read_right(examined))
            word = unbacked(claim, gather("\n".join(texts)), names_of(examined.located))
            return _unsupported(word, claim, texts) if word else None
        return self._find_unsupported_abroad(claim, evidence)

    def _find_unsupported_abroad(self, claim: str, evidence: Sequence[str]) -> Reason | None:
        held = [t for text in evidence for t in terms_of(text)]
        sides = frozenset(side for t in held for side in t.sides)
        for term in terms_of(claim):
            compared = {side for side in term.sides if side[0] not in self._rules.left_out}
            if not compared or self._rules.is_weak(term):
                continue
            if not all(pair in self._rules.must_stand for pair, _ in compared):
                continue
            if any(self._rules.supports(sides, side) for side in term.sides):
                continue
            if self._same_concept is None or not any(self._same_concept(term.text, t.text) for t in held):
                return _unsupported(term.text, claim, evidence)
        return None


def _unsupported(word: str, claim: str, evidence: Sequence[str]) -> Reason:
    """With the printed clause that shares most with the claim's clause that holds the word."""
    clauses = clauses_of(claim)
    own = next((c for c in clauses if word in lowered(c.text)), clauses[0] if clauses else None)
    printed = [c for text in evidence for c in clauses_of(text)]
    near = (_nearest(own, printed) if own else []) or printed
    return Reason("word_not_in_quote", (("word", word), ("printed", near[0].text.strip() if near else "")))


def _counted(texts: Sequence[str]) -> dict[Side, list[str]]:
    """The words of texts that stand for one side only, by side."""
    found: dict[Side, list[str]] = {}
    clauses = (clause for text in texts for clause in clauses_of(text))
    for term in (term for clause in clauses for term in terms_of(clause.text)):
        if len(term.sides) == 1 and not rules().is_weak(term) and term.text not in rules().sequence:
            found.setdefault(next(iter(term.sides)), []).append(term.text)
    return found


def _unturned(said: Clause, word: Term, printed: Sequence[tuple[Clause, Term]]) -> list[Term]:
    """The words that are denied where the claim's word is: "never open" says what "keep closed" says."""
    denied = _is_denied(said, word)
    return [term for clause, term in printed if _is_denied(clause, term) == denied]


def _is_denied(clause: Clause, term: Term) -> bool:
    """Whether a negation before a word reaches it."""
    if not clause.polarities:
        return False
    own = [n for n in negations_of(clause.text) if n.polarity == "no"]
    reaching = [
        n for n in own if n.start < term.start and not _APART.search(clause.text[n.start : term.start])
    ]
    return bool(reaching) or (not own and "no" in clause.polarities)


def _read_right(examined: Examined) -> list[str]:
    """Quotes from OCR as the drafter wrote them: found within the threshold, misread letters aside."""
    read = {p.shown.label for p in examined.located if p.shown.passage.read_by in OCR_READERS}
    return [r.quote for r in examined.claim.references if r.label in read]


def _in_order(located: Sequence[Located]) -> list[str]:
    """The quoted sentences in the order in which their manual prints them."""
    located = [place for place in located if place.shown.passage.kind != "row"]  # cells happen at no time
    printed = sorted(
        located, key=lambda place: (place.shown.passage.edition, place.shown.passage.order, place.start)
    )
    return [sentences_around(place) for place in printed]


def _ordered_cells(evidence: Sequence[str]) -> Iterator[str]:
    """The cells of rows that tell of more than one event: "check the bridge, then replace F1"."""
    for row in evidence:
        for cell in row.split(" | ") if " | " in row else ():
            value = cell.partition(": ")[2]
            if any(len(told.parts) > 1 for told in events_of(value)) or _STEPS.search(value):
                yield value


def _find_edited(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A claim that copies its quote but for a word that turns it: any opposite, any negation."""
    mine, here = _tokens(claim)
    for text in evidence:
        theirs, there = _tokens(text)
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal" or b - a > _EDIT or (d - c > _EDIT and b < len(mine)):
                continue
            said = terms_of(_stretch(claim, here[a:b]))
            if not said:
                continue
            # what a claim breaks off before is cut to its length
            printed = terms_of(_stretch(text, there[c : min(d, c + _EDIT)]))
            lone = matcher.ratio() >= _ALL_BUT_ONE
            reason = _turning_edit(said, printed, lone, frozenset((*mine[:a], *mine[b:])))
            if reason is not None and not _is_told_elsewhere(mine, reason, text, evidence):
                return reason
    return None


def _is_told_elsewhere(mine: Sequence[str], reason: Reason, text: str, evidence: Sequence[str]) -> bool:
    """Whether another quote, which the claim is no less like, holds the word that this one holds turned."""
    word, words = dict(reason.values)["word"], frozenset(mine)
    if sum(lowered(each).count(word) for each in evidence) < "\n".join(mine).count(word):
        return False
    alike = len(words.intersection(_tokens(text)[0]))
    others = (other for other in evidence if other is not text and word in lowered(other))
    return any(len(words.intersection(_tokens(other)[0])) >= alike for other in others)


def _turning_edit(
    said: Sequence[Term], printed: Sequence[Term], lone: bool, elsewhere: Set[str]
) -> Reason | None:
    for term in said:
        for other in printed:
            if not lone and rules().is_weak(term) and other.text in elsewhere:
                continue  # "on skin … washed off" takes up "off skin"
            if not lone and rules().sequence & {term.text, other.text}:
                continue  # "A, then B" says what "A before B" says
            if any((p, 1 - n) in other.sides and (p, n) not in other.sides for p, n in term.sides):
                return Reason("opposite_in_quote", (("word", term.text), ("opposite", other.text)))
    return None


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The words and ideographs of a text in lower case, and where they stand."""
    found = [*_TOKEN.finditer(text)]
    return tuple([m[0].lower() for m in found]), tuple([m.span() for m in found])


def _stretch(text: str, tokens: Sequence[tuple[int, int]]) -> str:
    """What stands from the first of some tokens up to the last."""
    return text[tokens[0][0] : tokens[-1][1]] if tokens else ""


def _nearest(clause: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """The evidence clauses that share most words with a claim's clause; none where none shares any."""
    words = words_of(clause.text)
    shares = [len(words & words_of(c.text)) for c in clauses]
    best = max(shares, default=0)
    return [c for c, share in zip(clauses, shares, strict=True) if share == best] if best else []


def _about_the_same(clause: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """The evidence clauses nearest to a claim's clause, the turning words themselves left aside."""
    words = _context(clause.text)
    shares = [len(words & _context(c.text)) for c in clauses]
    best = max(shares, default=0)
    return [c for c, share in zip(clauses, shares, strict=True) if share == best] if best else []


@lru_cache(maxsize=4096)
def _context(text: str) -> frozenset[str]:
    body = lowered(text)
    for term in reversed(terms_of(text)):
        body = body[: term.start] + "\n" + body[term.start + len(term.text) :]
    return words_of(body)


def _find_miscounted(said: Sequence[Clause], printed: Sequence[Clause]) -> Reason | None:
    """A clause that copies a printed one, with one negation more or fewer."""
    turned = [_turning_words(clause) for clause in printed]
    for clause in said:
        here = _turning_words(clause)
        if all(len(there) == len(here) for there in turned):
            continue
        alike = _nearest(clause, printed)
        if any(len(_turning_words(c)) == len(here) and _is_copy(clause.text, c.text) for c in alike):
            continue
        for near in alike:
            there = _turning_words(near)
            if len(here) == len(there) or not _is_copy(clause.text, near.text):
                continue
            if len(here) > len(there):
                if not there and near.polarities.get("no") == here[0]:  # its list's
                    continue
                return Reason("negation_added", (("word", here[0]),))
            return Reason("negation_lost", (("word", there[0]),))
    return None


def _turning_words(clause: Clause) -> list[str]:
    own = negations_of(clause.text) if clause.polarities else ()
    return [n.text for n in own if n.polarity in TURNING]


def _is_copy(said: str, printed: str) -> bool:
    mine, theirs = _tokens(said)[0], _tokens(printed)[0]
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    bounds = matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio  # each dearer and closer
    return all(ratio() >= _COPIED for ratio in bounds)
