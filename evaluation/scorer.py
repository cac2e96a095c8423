"""What a scorer is: one measure of one result. Summing up is report.py's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from evaluation.case import Case


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
        return str(self.answer.get("action", "error"))

    @property
    def said(self) -> str:
        """All that the answer states: its text, and its claims' and warnings' words."""
        claims = [c["text"] for c in self.answer.get("claims", ())]
        warnings = [w["text"] for w in self.answer.get("warnings", ())]
        return "\n".join([str(self.answer.get("text", "")), *claims, *warnings])

    @property
    def cited(self) -> list[tuple[str, int]]:
        """Manual (file name) and page of every citation, in order."""
        return [
            (c["manual"]["source_name"], place["page"])
            for c in self.answer.get("citations", ())
            for place in c["places"]
        ]

    @property
    def found(self) -> list[tuple[str, int]]:
        """Manual and page of every hit, best first, each once."""
        pages = [(h["source_name"], page) for h in self.trail.get("hits", ()) for page in h["pages"]]
        return list(dict.fromkeys(pages))


@dataclass(frozen=True, slots=True)
class Score:
    """`value` 0..1 (or a number in `unit`); None when this case cannot be judged by this measure."""

    value: float | None
    explanation: str = ""


class Scorer(Protocol):
    """A file of evaluation/scorers; its name is the measure's name."""

    def score(self, case: Case, result: Result) -> Mapping[str, Score]: ...
