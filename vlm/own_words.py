"""Puts the manual's own words where a draft's will not do: an unchecked translation, a step that is wrong.

It does not check them; the gate does, as any claim.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb_sources.manual import Language
from kb_sources.tongue import language_of
from vlm.answer import Claim, Located, Reference
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
