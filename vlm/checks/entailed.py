"""A reworded claim follows from the words it cites, as the configured judge sees it.

A quotation needs no judge. The check does not know who judges. Silence is no consent: a judge that cannot be
reached lets nothing pass.
"""

from __future__ import annotations

import logging
import re

from kb_sources.errors import ModelUnavailable
from kb_sources.tongue import language_of
from vlm.alignment import split
from vlm.answer import Finding, Located, Reason
from vlm.backing import is_name
from vlm.checking import Check, Examined, GateSettings
from vlm.folding import fold_cached
from vlm.judge import Judge, Judgement, Statement
from vlm.model import Deadline
from vlm.quoting import OCR_READERS, find

_log = logging.getLogger(__name__)
_END = re.compile(r"[.!?](?=\s|$)|[\n。！？；;]")
_HEADINGS = 2  # titles above a passage that name what it is about
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}[.)、]|[（(]\d{1,2}[)）]|[-•·])\s*")


def build(settings: GateSettings) -> Check:
    return EntailedCheck(settings)


class EntailedCheck:
    """Fails on a claim that its quotes do not bear out, and tells the words that weighed against it."""

    def __init__(self, settings: GateSettings) -> None:
        self._judge: Judge | None = settings.judge
        self._settings = settings

    def __call__(self, examined: Examined) -> Finding:
        if self._judge is None or is_quoted(examined):
            return Finding("entailed", True, 1.0)
        evidence = evidence_of(examined)
        if not self._judge.crosses and _foreign(examined.claim.text, evidence):
            return Finding("entailed", False, 0.0, Reason("other_language"))
        statement = Statement(examined.claim.text, evidence, examined.asked.question)
        try:
            judgement = self._judge.judge([statement], self._time(examined))[0]
        except ModelUnavailable:
            return Finding("entailed", False, None, Reason("judge_silent"))
        except Exception:  # whatever a judge's library raises costs the claim, not the answer
            _log.exception("the judge failed")
            return Finding("entailed", False, None, Reason("judge_silent"))
        by_ocr = any(place.shown.passage.read_by in OCR_READERS for place in examined.located)
        wanted = self._judge.passes_from_ocr if by_ocr else self._judge.passes_from
        passed = judgement.supported >= wanted and judgement.supported > judgement.contradicted
        reason = None if passed else _explain(judgement)
        return Finding("entailed", passed, judgement.supported, reason)

    def _time(self, examined: Examined) -> Deadline:
        """What a judge is given, but no more than whoever asked will wait."""
        own, asked = Deadline.after(self._settings.judge_seconds), examined.asked.deadline
        return own if asked is None or own.at < asked.at else asked


def is_quoted(examined: Examined) -> bool:
    """Whether every sentence of a claim stands in one of its quotes, word for word after folding."""
    quotes = [(fold_cached(place.quote), place.quote) for place in examined.located]
    pieces = [fold_cached(_NUMBERING.sub("", piece)) for piece in split(examined.claim.text)]
    wanted = [piece for piece in pieces if piece.text]
    return bool(wanted) and all(
        any(find(piece, body, text) is not None for body, text in quotes) for piece in wanted
    )


def evidence_of(examined: Examined) -> tuple[str, ...]:
    """What a claim must follow from: its quotes with the rest of their sentences, and the titles above."""
    titles = [t for place in examined.located for t in place.shown.passage.section[-_HEADINGS:]]
    quoted = (_sentences_around(place) for place in examined.located)
    return tuple(dict.fromkeys((*quoted, *filter(is_name, titles))))


def _sentences_around(located: Located) -> str:
    passage = located.shown.passage
    if passage.kind == "row":
        return passage.text
    start = max((m.end() for m in _END.finditer(passage.text, 0, located.start)), default=0)
    after = _END.search(passage.text, max(located.end - 1, 0))
    return passage.text[start : after.end() if after else len(passage.text)].strip()


def _foreign(text: str, evidence: tuple[str, ...]) -> bool:
    return len({language_of(text), language_of(" ".join(evidence))} - {None}) > 1


def _explain(judgement: Judgement) -> Reason:
    if judgement.contradicted > judgement.supported:
        return Reason("contradicted")
    if not judgement.against:
        return Reason("not_entailed")
    return Reason("words_not_entailed", (("words", ", ".join(judgement.against)),))
