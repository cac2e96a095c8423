"""Two runs over the same cases: what changed by how much, and which cases flipped. It asks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.bootstrap import Estimate, difference
from evaluation.judging import HARM
from evaluation.report import interval, number, table
from kb_sources.errors import InputRejected


@dataclass(frozen=True, slots=True)
class Change:
    """One measure over the cases that both runs could judge."""

    measure: str
    before: float
    after: float
    difference: Estimate

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and (low > 0 or high < 0)


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that was right in one run and wrong in the other, or wrong for another cause."""

    case: str
    before: str  # the cause, "" when right
    after: str
    question: str

    @property
    def saved(self) -> bool:
        """The first run said something that must never be said, the second does not."""
        return self.before in HARM and self.after not in HARM

    @property
    def harmed(self) -> bool:
        return self.after in HARM and self.before not in HARM


@dataclass(frozen=True, slots=True)
class Comparison:
    names: tuple[str, str]
    common: int
    only: tuple[int, int]  # cases in the first alone, in the second alone
    changes: Sequence[Change]
    flips: Sequence[Flip]
    latency: tuple[Mapping[str, float], Mapping[str, float]]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Of two scores.json. Raises InputRejected when they share no case."""
    first = {row["id"]: row for row in before["cases"]}
    second = {row["id"]: row for row in after["cases"]}
    common = [case for case in first if case in second]
    if not common:
        raise InputRejected("The two runs share no case.", hint="Compare runs over the same set.")
    names = [m for m in first[common[0]]["scores"] if m in second[common[0]]["scores"]]
    changes = []
    for name in names:
        ours, theirs = ([row[c]["scores"].get(name) for c in common] for row in (first, second))
        both = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
        if both:
            old, new = (sum(values) / len(both) for values in zip(*both, strict=True))
            changes.append(Change(name, old, new, difference(ours, theirs)))
    flips = [
        Flip(c, first[c]["cause"], second[c]["cause"], first[c]["question"])
        for c in common
        if first[c]["cause"] != second[c]["cause"]
    ]
    return Comparison(
        (before["run"]["source"], after["run"]["source"]),
        len(common),
        (len(first) - len(common), len(second) - len(common)),
        changes,
        flips,
        (before["latency_ms"], after["latency_ms"]),
    )


def to_markdown(told: Comparison) -> str:
    rows = [
        (
            c.measure,
            number(c.before),
            number(c.after),
            f"{c.difference.mean or 0:+.3f}{' *' if c.clear else ''}",
            interval(c.difference),
            str(c.difference.n),
        )
        for c in told.changes
    ]
    parts = [
        f"# {told.names[0]} → {told.names[1]}: {told.common} cases in common"
        + (
            f" ({told.only[0]} only in the first, {told.only[1]} only in the second)"
            if any(told.only)
            else ""
        ),
        table(("measure", "A", "B", "B − A", "95 %", "n"), rows) + "\n\n\\* the interval leaves out zero",
        f"Latency: {_spent(told.latency[0])} → {_spent(told.latency[1])}",
    ]
    for title, flips in (
        ("Harm in A that B stops", [f for f in told.flips if f.saved]),
        ("Harm in B that A stops", [f for f in told.flips if f.harmed]),
        ("Mended", [f for f in told.flips if f.before and not f.after]),
        ("Broken", [f for f in told.flips if f.after and not f.before]),
        ("Wrong in another way", [f for f in told.flips if f.before and f.after]),
    ):
        lines = [(f.case, f.before or "right", f.after or "right", f.question) for f in flips]
        parts.append(f"## {title}: {len(flips)}")
        if lines:
            parts.append(table(("case", "A", "B", "question"), lines))
    return "\n\n".join(parts) + "\n"


def to_json(told: Comparison) -> dict[str, Any]:
    return asdict(told) | {
        "saved": [f.case for f in told.flips if f.saved],
        "harmed": [f.case for f in told.flips if f.harmed],
    }


def _spent(latency: Mapping[str, float]) -> str:
    return " · ".join(f"{name} {ms:,.0f} ms" for name, ms in latency.items()) or "–"
