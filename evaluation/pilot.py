"""A pilot on customers' tickets: each is asked once and kept at once; then what came of them, for a manager.

Nothing here knows a right answer: how good the answers are is told by people's marks (marks.py).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.bootstrap import Estimate, estimate
from evaluation.case import Case
from evaluation.cost import Cost, Prices, cost_of
from evaluation.run import Door, ask_kept
from evaluation.scorer import Result
from evaluation.tickets import Ticket
from kb_sources.tongue import language_of

OUTCOMES = ("answer", "clarify", "refuse", "handoff", "error")
NO_MANUAL, NO_PASSAGE, UNCHECKED, WHICH = "no_manual", "no_passage", "unchecked", "which"
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A ticket and what came of it."""

    ticket: Ticket
    result: Result

    @property
    def action(self) -> str:
        return self.result.action

    @property
    def gap(self) -> tuple[str, str, str] | None:
        """Why it was not answered, about what, on which product; None when it was."""
        if self.action in ("answer", "error"):
            return None
        trail, answer = self.result.trail, self.result.answer
        if self.action == "clarify":
            why = WHICH
        elif trail.get("rarest") is None and not trail.get("hits"):
            why = NO_MANUAL  # refused before anything was searched
        else:
            why = UNCHECKED if answer.get("dropped") else NO_PASSAGE
        codes = trail.get("codes") or ()
        said = [w["matched"] for w in trail.get("widened", ())]
        about = codes[0] if codes else self.ticket.symptom or (said[0] if said else _NONE)
        return why, about, str(trail.get("product") or self.ticket.product or _NONE)


@dataclass(frozen=True, slots=True)
class Row:
    """The outcomes of one product, or of one symptom."""

    name: str
    tickets: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a pilot found. Shares carry their 95 % interval."""

    tickets: int
    shares: Mapping[str, Estimate]
    by_product: Sequence[Row]
    by_symptom: Sequence[Row]
    gaps: Sequence[tuple[int, str, str, str]]  # tickets, why, about, product; most first
    latency_ms: Mapping[str, float]
    cost: Cost


def ask_tickets(
    tickets: Sequence[Ticket], door: Door, file: Path, progress: Callable[[int], None] = lambda done: None
) -> list[Outcome]:
    """Ask every ticket that `file` has no answer to, and append each answer to it at once.

    Whatever stops the run, the next one goes on where it stopped; a failed ask is asked again.
    """
    cases, keys = [_case(ticket) for ticket in tickets], [ticket.key for ticket in tickets]
    results = ask_kept(cases, keys, door, file, progress)
    return [Outcome(ticket, result) for ticket, result in zip(tickets, results, strict=True)]


def find(outcomes: Sequence[Outcome], prices: Prices) -> Findings:
    """Sum up. Latency and cost are over all asks, failed ones included in the cost alone."""
    shares = {name: estimate([float(o.action == name) for o in outcomes]) for name in OUTCOMES}
    gaps = Counter(gap for o in outcomes if (gap := o.gap) is not None)
    seconds = [o.result.seconds for o in outcomes if not o.result.error]
    return Findings(
        len(outcomes),
        {name: share for name, share in shares.items() if name != "error" or share.mean},
        _rows(outcomes, lambda o: str(o.result.trail.get("product") or o.ticket.product or _NONE)),
        _rows(outcomes, lambda o: o.ticket.symptom or _NONE),
        [(n, *gap) for gap, n in gaps.most_common()],
        {f"p{q}": 1000 * float(np.percentile(seconds, q)) for q in (50, 95)} if seconds else {},
        cost_of([o.result for o in outcomes], prices),
    )


def sample(outcomes: Iterable[Outcome], size: int, seed: int) -> list[Outcome]:
    """Answered tickets for people to judge, drawn at random: every one has the same chance."""
    answered = [o for o in outcomes if o.action == "answer"]
    return random.Random(seed).sample(answered, min(size, len(answered)))


def to_json(findings: Findings) -> dict[str, Any]:
    return asdict(findings)


def _rows(outcomes: Sequence[Outcome], of: Callable[[Outcome], str]) -> list[Row]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(of(outcome), []).append(outcome)
    rows = [Row(name, len(held), dict(Counter(o.action for o in held))) for name, held in groups.items()]
    return sorted(rows, key=lambda row: (-row.tickets, row.name))


def _case(ticket: Ticket) -> Case:
    return Case(
        id=ticket.id,
        lang=language_of(ticket.question) or "en",
        question=ticket.question,
        product=ticket.product or None,
        action="answer",
        places=(),
        must=(),
        forbid=(),
        kind=ticket.symptom,
        photo=ticket.photo,
    )
