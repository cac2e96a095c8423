"""What a scorer is: one file that measures one result in one or several ways. Summing up is summary.py's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from evaluation.case import Case, fold
from kb_sources.errors import ModelUnavailable
from kb_sources.manual import Box
from vlm.judge import Judge, Statement
from vlm.model import Deadline


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that a citation points at. `manual` is the file name as added."""

    manual: str
    page: int
    boxes: tuple[Box, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of asking one case: the Answer JSON, the audit trail, or the error instead of both."""

    case: str
    answer: Mapping[str, Any]
    trail: Mapping[str, Any]
    seconds: float
    error: str = ""

    @property
    def action(self) -> str:
        """What the answer did; `error` where there is none, `searched` where none was asked for."""
        return str(self.answer.get("action", "error" if self.error else "searched"))

    @property
    def said(self) -> str:
        """All that the answer states: its text, and its claims' and warnings' words."""
        claims = [c["text"] for c in self.answer.get("claims", ())]
        warnings = [w["text"] for w in self.answer.get("warnings", ())]
        return "\n".join([str(self.answer.get("text", "")), *claims, *warnings])

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Every place that a claim cites, in order; places of warnings and of a refusal are none."""
        wanted = dict.fromkeys(n for claim in self.answer.get("claims", ()) for n in claim["citations"])
        return tuple(place for n in wanted for place in self.places(n))

    def places(self, n: int) -> tuple[Cited, ...]:
        """The places of citation `n`."""
        return tuple(
            Cited(
                c["manual"]["source_name"],
                place["page"],
                tuple(Box.clipped(*box) for box in place["boxes"]),
                c["quote"],
            )
            for c in self.answer.get("citations", ())
            if c["n"] == n
            for place in c["places"]
        )

    def quotes(self, numbers: list[int]) -> list[str]:
        """What the citations with these numbers quote."""
        return [c["quote"] for c in self.answer.get("citations", ()) if c["n"] in numbers]

    @property
    def found(self) -> list[tuple[str, int]]:
        """Manual and page of every hit, best first, each once."""
        return list(dict.fromkeys(place for h in self.trail.get("hits", ()) for place in _places(h)))

    def found_for(self, case: Case) -> list[tuple[str, int]]:
        """The same; a hit whose text stands on a gold page as well counts as that page."""
        places: list[tuple[str, int]] = []
        for hit in self.trail.get("hits", ()):
            own = _places(hit)
            also = [place for other in hit.get("also", ()) for place in _places(other)]
            gold = [] if any(case.on_gold(*place) for place in own) else also
            places += [place for place in gold if case.on_gold(*place)][:1] or own
        return list(dict.fromkeys(places))


def _places(hit: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(hit["source_name"], page) for page in hit["pages"]]


@dataclass(frozen=True, slots=True)
class Score:
    """`value` 0..1, 1 being best; None when this case cannot be judged by this measure."""

    value: float | None
    explanation: str = ""


_LIKELY = 0.5
_JUDGE_S = 60.0
Supports = Callable[[str, Sequence[str]], bool | None]


def quoted(claim: str, quotes: Sequence[str]) -> bool | None:
    """The judge that needs no model: word for word in a quote it is carried, else nobody knows."""
    if not quotes:
        return False
    return True if any(fold(claim) in fold(quote) for quote in quotes) else None


def judged_by(judge: Judge) -> Supports:
    """A judge of vlm/judges for what is reworded: carried is what it holds for more likely than not.

    Where its model cannot be reached nobody knows.
    """

    def supports(claim: str, quotes: Sequence[str]) -> bool | None:
        known = quoted(claim, quotes)
        if known is not None:
            return known
        try:
            (told,) = judge.judge([Statement(claim, tuple(quotes))], Deadline.after(_JUDGE_S))
        except ModelUnavailable:
            return None
        return told.supported > _LIKELY

    return supports


@dataclass(frozen=True, slots=True)
class ScorerSettings:
    """`truth` is a record of what stands where in the manuals, as kb_sources/samples/truth.json has it.

    `supports` says whether quotes carry a claim; None where it cannot tell.
    """

    truth: Path | None = None
    supports: Supports = quoted


class Scorer(Protocol):
    """A file of evaluation/scorers. It gives the same measures for every case, and never raises."""

    def score(self, case: Case, result: Result) -> Mapping[str, Score]: ...
