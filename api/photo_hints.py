"""What a model saw in the photos, put to the asker: it is asked about, told, and never believed on its own.

It does not look at photos; vlm/describing.py does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.phrases import phrase
from api.turn import Turn
from kb_sources.manual import Language
from vlm.answer import Clarify, Option
from vlm.describing import Description

_MOST_OPTIONS = 4
_SHAPE = re.compile(r"([A-Z]{1,3})[- ]?\d{1,4}")


def ask_what_was_seen(question: str, seen: Sequence[Description], language: Language) -> Clarify | None:
    """A question about the codes or the fault that a photo seems to show and the asker did not name."""
    codes = dict.fromkeys(code for d in seen for code in d.codes)
    symptoms = dict.fromkeys(d.symptom for d in seen if d.symptom)
    asked = question.casefold()
    if any(hint.casefold() in asked for hint in (*codes, *symptoms)):
        return None
    if codes:
        return _ask("clarify.seen_code", "code", tuple(codes), language)
    return _ask("clarify.seen_symptom", "symptom", tuple(symptoms), language) if symptoms else None


def ask_which_code(turn: Turn) -> Clarify | None:
    """A question where the words name one fault code and the photo shows another of the same kind."""
    shown = [c for p in turn.photos for c in p.codes] + [c for d in turn.seen for c in d.codes]
    if not turn.said or not shown or {_bare(c) for c in turn.said} & {_bare(c) for c in shown}:
        return None
    for said in turn.said:
        for code in dict.fromkeys(shown):
            if _kind(said) is not None and _kind(said) == _kind(code):
                question = phrase("clarify.code_differs", turn.language, seen=code, said=said)
                return Clarify(question, "code", tuple(Option(c, {"code": c}) for c in (code, said)))
    return None


def ask_which_of(turn: Turn) -> Clarify | None:
    """A question where photos show several fault codes, none of them in the words, and what was found speaks
    of some alone: to answer these would leave out the others unsaid."""
    assert turn.evidence is not None
    codes = [code for code in turn.codes if _kind(code) is not None]
    open_ = {_bare(word) for word in turn.evidence.uncovered} & set(map(_bare, codes))
    if turn.said or not 0 < len(open_) < len(codes):
        return None
    options = tuple(Option(code, {"code": code}) for code in codes[:_MOST_OPTIONS])
    return Clarify(phrase("clarify.code", turn.language), "code", options)


def notes_of(turn: Turn, has_model: bool) -> tuple[str, ...]:
    """What the reply has to say about the photos and the model, in the asker's language."""
    notes = []
    if turn.fault is not None and has_model:
        notes.append(phrase("note.model_failed", turn.language))
    if len(turn.seen) < (len(turn.photos) or turn.request.photos_then):
        notes.append(phrase("note.words_only" if turn.photo_text else "note.nothing_read", turn.language))
    return tuple(notes)


def _ask(key: str, about: str, hints: tuple[str, ...], language: Language) -> Clarify:
    options = tuple(Option(h, {about: h}) for h in hints[:_MOST_OPTIONS])
    question = phrase(key, language, seen=" / ".join(hints[:_MOST_OPTIONS]))
    return Clarify(question, "code" if about == "code" else "symptom", options)


def _bare(code: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", code).upper()


def _kind(code: str) -> str | None:
    """The letters of a fault code such as E21; None for part numbers and the like."""
    match = _SHAPE.fullmatch(code.upper())
    return match[1] if match else None
