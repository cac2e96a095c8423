"""What people judged: texts held against evidence, by sentence, by answer or by rating.

It does not know who is compared with them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb_sources.manual import Language


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text, what it was to follow from, and what people made of it."""

    id: str
    source: str  # what it shares with others; one source is never both fitted on and scored
    language: Language
    text: str
    evidence: tuple[str, ...]
    gold: float  # 1 borne out, 0 not; or the mean of people's ratings
    question: str = ""
    kind: str = ""  # a part of the set that is told apart
    wrong: tuple[tuple[int, int], ...] = ()  # stretches of the text that are not borne out, where marked


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A file of evaluation/datasets whose build() gives judged texts, for `kb-eval checker`."""

    texts: tuple[JudgedText, ...]
    licence: str
    rated: bool = False  # gold is a rating: what counts is the order, and the share of sentences borne out
    fitted: bool = False  # the local checker was trained on it: it is scored on folds left out
