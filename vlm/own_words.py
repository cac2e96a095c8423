"""Puts the manual's own words where a draft's will not do: unchecked translations, steps left out or wrong.

It does not check them; the gate does, as any claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb_sources.manual import Language, Passage
from kb_sources.tongue import language_of
from vlm.answer import Claim, Located, Reference, Shown
from vlm.frames import LeadKind, lead
from vlm.sentences import sentences

_LEADS: dict[str, LeadKind] = {"step": "steps", "row": "row", "figure": "figure", "warning": "warning"}


def foreign(claim: Claim, located: Sequence[Located], language: Language, crosses: bool) -> bool:
    """Whether a claim is not in the asker's language, or in another one than its evidence.

    With `crosses` the latter is allowed: someone who reads both has judged it.
    """
    spoken = language_of(claim.text)
    if spoken is None or not located:
        return False
    if spoken != language and not claim.frame:
        return True
    printed = {language_of(place.quote) or place.shown.edition.language for place in located}
    return not crosses and not claim.frame and printed != {spoken}


def skipped_steps(
    claims: Sequence[tuple[Claim, Sequence[Located]]], shown: Sequence[Shown], language: Language
) -> list[tuple[int, Claim]]:
    """Quotations of the steps left out between two cited ones of a procedure, and before which claim
    each belongs. Who follows a procedure must not have to guess that something is missing."""
    cited = {place.shown.passage.id for _, located in claims for place in located}
    out: list[tuple[int, Claim]] = []
    for at, ((before, first), (_, second)) in enumerate(pairwise(claims), start=1):
        one, two = (_step_of(located) for located in (first, second))
        if one is None or two is None or (one.part_of, one.edition) != (two.part_of, two.edition):
            continue
        between = sorted(
            (s for s in shown if _lies_between(s.passage, one, two) and s.passage.id not in cited),
            key=lambda s: s.passage.order,
        )
        for number, step in enumerate(between, start=1):
            whole = Located(step, 0, len(step.passage.text))
            named = replace(before, id=f"{before.id}.{number}", kind="step")
            out += [(at, claim) for claim in quoted_instead(named, (whole,), language)]
            cited.add(step.passage.id)
    return out


def _step_of(located: Sequence[Located]) -> Passage | None:
    """The last step that is cited."""
    steps = [p.shown.passage for p in located if p.shown.passage.kind == "step" and p.shown.passage.part_of]
    return max(steps, key=lambda passage: passage.order, default=None)


def _lies_between(passage: Passage, one: Passage, two: Passage) -> bool:
    same = (passage.kind, passage.part_of, passage.edition) == ("step", one.part_of, one.edition)
    return same and one.order < passage.order < two.order


def quoted_instead(claim: Claim, located: Sequence[Located], language: Language) -> tuple[Claim, ...]:
    """The first quote with the rest of its sentence, or its step or row whole, in place of the claim.

    A frame in the asker's language goes before words in another one.
    """
    if not located:
        return ()
    place = located[0]
    passage, printed = place.shown.passage, place.shown.edition.language
    start, end = _whole(place)
    words = passage.text[start:end]
    frame = lead(_LEADS.get(passage.kind, "text"), language, printed) if printed != language else ""
    return (Claim(claim.id, claim.kind, words, (Reference(place.shown.label, words),), passage.step, frame),)


def _whole(place: Located) -> tuple[int, int]:
    text = place.shown.passage.text
    if place.shown.passage.kind in ("step", "row", "warning"):
        return 0, len(text)
    spans = sentences(text, place.shown.edition.language)
    touched = [(a, b) for a, b in spans if a < place.end and b > place.start]
    return (touched[0][0], touched[-1][1]) if touched else (place.start, place.end)
