"""The words of an answer: what was asked, what was shown, what is claimed, what was checked.

It knows passages but neither how they were found nor how an answer travels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kb_sources.manual import Edition, Language, Manual, Passage, Place
from vlm.model import Deadline, Picture

ClaimKind = Literal["step", "value", "fact"]
Mode = Literal["extractive", "generated"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with all that was understood from it."""

    question: str
    language: Language
    products: tuple[str, ...] = ()  # resolved product names; empty when none was named
    codes: tuple[str, ...] = ()  # fault codes and part numbers from question and photo
    photo_text: str = ""  # what is written in the photos
    widened: tuple[str, ...] = ()  # the manuals' words for the customer's, from the glossary
    quantities: frozenset[str] = (
        frozenset()
    )  # asked for: "torque", "voltage", "height"; none where no value is
    photos: tuple[Picture, ...] = ()  # cleaned, for a model that sees
    earlier: tuple[str, ...] = ()  # what the same person asked before, oldest first
    deadline: Deadline | None = None  # by which whoever asked wants to know


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage offered as evidence, under the label that a draft cites it by."""

    label: str  # S1, S2, …
    passage: Passage
    manual: Manual
    edition: Edition
    score: float = 0.0
    related: bool = False  # not found itself: it belongs to the procedure or warns of it
    told: float = 0.0  # share of the faults told in the question that it is the remedy for
    titled: int = 0  # of its titles, down to the one that names what is asked to be done; 0: none does


@dataclass(frozen=True, slots=True)
class Reference:
    """A draft's pointer at its evidence: a label and the words it quotes from it."""

    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that stands or falls on its own."""

    id: str
    kind: ClaimKind
    text: str
    references: tuple[Reference, ...]
    step: str = ""
    frame: str = ""  # words before it in the asker's language, where it is quoted in another; holds no facts


@dataclass(frozen=True, slots=True)
class Draft:
    """What a drafter proposes; nothing of it has been checked."""

    claims: tuple[Claim, ...]
    mode: Mode
    lead: str = ""  # frame sentence in the asker's language; holds no facts
    figures: tuple[str, ...] = ()  # labels of shown figures
    model: str = ""
    prompt_version: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was held back: a key of frames.toml and the values for its gaps; frames.told words it."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result on one claim. A `reason` where it passed is to be known: a unit was converted."""

    check: str
    passed: bool
    score: float | None = None  # 0..1 where the check measures something
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    findings: tuple[Finding, ...]

    @property
    def supported(self) -> bool:
        return bool(self.findings) and all(f.passed for f in self.findings)


@dataclass(frozen=True, slots=True)
class Located:
    """A reference whose quote was found: text[start:end] of the passage."""

    shown: Shown
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.shown.passage.text[self.start : self.end]

    @property
    def places(self) -> tuple[Place, ...]:
        return self.shown.passage.places_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    claim: Claim
    located: tuple[Located, ...]
    verdict: Verdict
    warnings: tuple[Shown, ...] = ()  # warnings that must come with it
    asked: Asked | None = None  # what it was checked for; None: no gate has looked at it


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that was held back, and what the check that stopped it found."""

    claim: Claim
    located: tuple[Located, ...]
    verdict: Verdict

    @property
    def reason(self) -> Reason:
        """The first failed check's reason."""
        failed = (f.reason for f in self.verdict.findings if f.reason is not None and not f.passed)
        return next(failed, Reason("not_checked"))


@dataclass(frozen=True, slots=True)
class Grounded:
    """A draft after the gate: only claims that passed every check."""

    claims: tuple[CheckedClaim, ...]
    dropped: tuple[Dropped, ...]
    draft: Draft


@dataclass(frozen=True, slots=True)
class Option:
    """A choice offered when asking back; `set` completes the first ask."""

    label: str
    set: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clarify:
    question: str
    about: Literal["product", "code", "symptom"]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    reason: str
    closest: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class HandedOff:
    id: str
    reason: str
    evidence: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    grounded: Grounded


Outcome = Answered | Clarify | Refused | HandedOff
