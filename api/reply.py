"""An answer as clients see it: the Answer of the HTTP contract, field by field, as frozen values.

It does not know how an answer came about (ask.py) nor how it travels (wire.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kb_sources.manual import Box, EditionState, Language, ReadBy, WarningLevel
from vlm.answer import ClaimKind, Mode

Action = Literal["answer", "clarify", "refuse", "handoff"]


@dataclass(frozen=True, slots=True)
class ReplyCheck:
    check: str
    passed: bool
    score: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReplyVerdict:
    supported: bool
    checks: tuple[ReplyCheck, ...]


@dataclass(frozen=True, slots=True)
class ReplyClaim:
    id: str
    kind: ClaimKind
    text: str
    citations: tuple[int, ...]
    warnings: tuple[str, ...]
    verdict: ReplyVerdict
    step: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyWarning:
    id: str
    level: WarningLevel
    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CitedManual:
    id: str
    title: str
    maker: str
    products: tuple[str, ...]
    source_name: str


@dataclass(frozen=True, slots=True)
class CitedEdition:
    id: str
    revision: str
    language: Language
    state: EditionState


@dataclass(frozen=True, slots=True)
class CitedPlace:
    page: int
    page_label: str
    boxes: tuple[tuple[float, float, float, float], ...]
    page_url: str


@dataclass(frozen=True, slots=True)
class ReplyCitation:
    n: int
    passage_id: str
    manual: CitedManual
    edition: CitedEdition
    places: tuple[CitedPlace, ...]
    quote: str
    read_by: ReadBy


@dataclass(frozen=True, slots=True)
class ReplyFigure:
    id: str
    caption: str
    citation: int
    url: str


@dataclass(frozen=True, slots=True)
class ReplyPhoto:
    text: str
    codes: tuple[str, ...]
    products: tuple[str, ...]
    description: str | None
    quality: Mapping[str, float | bool]


@dataclass(frozen=True, slots=True)
class ReplyDropped:
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReplyOption:
    label: str
    set: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReplyClarify:
    question: str
    about: Literal["product", "code", "symptom"]
    options: tuple[ReplyOption, ...]


@dataclass(frozen=True, slots=True)
class ReplyRefusal:
    reason: str
    closest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReplyHandoff:
    id: str
    reason: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModelUsed:
    name: str
    revision: str
    adapter: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The Answer JSON. `clarify`, `refusal`, `handoff` and `vlm` are left out of the JSON when None."""

    id: str
    conversation_id: str
    action: Action
    mode: Mode
    language: Language
    text: str
    claims: tuple[ReplyClaim, ...] = ()
    warnings: tuple[ReplyWarning, ...] = ()
    citations: tuple[ReplyCitation, ...] = ()
    figures: tuple[ReplyFigure, ...] = ()
    photos: tuple[ReplyPhoto, ...] = ()
    dropped: tuple[ReplyDropped, ...] = ()
    vlm: ModelUsed | None = None
    clarify: ReplyClarify | None = None
    refusal: ReplyRefusal | None = None
    handoff: ReplyHandoff | None = None
    confidence: float | None = None  # null until calibrated
    prompt_version: str | None = None
    timings_ms: Mapping[str, float] | None = None


def figure_url(edition: str, passage: str) -> str:
    """Where the picture of a figure is, relative to the service's root."""
    return f"/editions/{edition}/figures/{passage}.png"


def page_url(edition: str, page: int, boxes: tuple[Box, ...]) -> str:
    """Where the page opens with these boxes lit, relative to the service's root."""
    lit = ";".join(f"{b.x0:.4f},{b.y0:.4f},{b.x1:.4f},{b.y1:.4f}" for b in boxes)
    return f"/editions/{edition}/pages/{page}?boxes={lit}"
