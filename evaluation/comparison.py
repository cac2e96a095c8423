"""Two runs over the same cases: what changed by how much, and which cases flipped. It asks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.bootstrap import Estimate, difference
from evaluation.judging import harms
from evaluation.report import interval, number, table
from kb_sources.errors import InputRejected

_FAR_FEWER = 0.75  # of the cases that the other run judged


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
    """A case that was right in one run and wrong in the other, wrong for another cause, or harmful anew."""

    case: str
    before: str  # the cause, "" when right
    after: str
    question: str
    harm_before: tuple[str, ...] = ()  # every harm, where the cause is only the first
    harm_after: tuple[str, ...] = ()

    @property
    def saved(self) -> bool:
        """The first run said something that must never be said, the second says nothing of the kind."""
        return bool(self.harm_before) and not self.harm_after

    @property
    def harmed(self) -> bool:
        """The second run does a harm that the first did not do, whatever else that did."""
        return not set(self.harm_after) <= set(self.harm_before)

    @property
    def told(self) -> tuple[str, str, str, str]:
        """The case, what was wrong before and after, the question."""
        before, after = (
            ", ".join(harm) or cause or "right"
            for harm, cause in ((self.harm_before, self.before), (self.harm_after, self.after))
        )
        return self.case, before, after, self.question


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of the common cases each run could judge by a measure."""

    measure: str
    before: int
    after: int

    @property
    def lost(self) -> bool:
        return self.before > 0 and self.after == 0


@dataclass(frozen=True, slots=True)
class Comparison:
    names: tuple[str, str]
    common: int
    only: tuple[int, int]  # cases in the first alone, in the second alone
    changes: Sequence[Change]
    flips: Sequence[Flip]
    uneven: Sequence[Reach]  # measures by which one run judges far fewer cases than the other
    latency: tuple[Mapping[str, float], Mapping[str, float]]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Of two scores.json. Raises InputRejected when they share no case."""
    first = {row["id"]: row for row in before["cases"]}
    second = {row["id"]: row for row in after["cases"]}
    common = [case for case in first if case in second]
    if not common:
        raise InputRejected("The two runs share no case.", hint="Compare runs over the same set.")
    names = dict.fromkeys(name for run in (first, second) for c in common for name in run[c]["scores"])
    changes, uneven = [], []
    for name in names:
        ours, theirs = ([row[c]["scores"].get(name) for c in common] for row in (first, second))
        old_n, new_n = (sum(value is not None for value in values) for values in (ours, theirs))
        if min(old_n, new_n) < _FAR_FEWER * max(old_n, new_n):
            uneven.append(Reach(name, old_n, new_n))
        both = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
        if both:
            old, new = (sum(values) / len(both) for values in zip(*both, strict=True))
            changes.append(Change(name, old, new, difference(ours, theirs)))
    flips = [
        flip
        for flip in (_flip(first[c], second[c]) for c in common)
        if flip.before != flip.after or flip.harm_before != flip.harm_after
    ]
    return Comparison(
        (before["run"]["source"], after["run"]["source"]),
        len(common),
        (len(first) - len(common), len(second) - len(common)),
        changes,
        flips,
        uneven,
        (before["latency_ms"], after["latency_ms"]),
    )


def _flip(before: Mapping[str, Any], after: Mapping[str, Any]) -> Flip:
    return Flip(
        before["id"],
        before["cause"],
        after["cause"],
        before["question"],
        harms(before["cause"], before["scores"]),
        harms(after["cause"], after["scores"]),
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
        *uneven_table(told.uneven, ("A", "B")),
        f"Latency: {_spent(told.latency[0])} → {_spent(told.latency[1])}",
    ]
    for title, flips in (
        ("Harm in A that B stops", [f for f in told.flips if f.saved]),
        ("Harm in B that A stops", [f for f in told.flips if f.harmed]),
        ("Mended", [f for f in told.flips if f.before and not f.after]),
        ("Broken", [f for f in told.flips if f.after and not f.before]),
        ("Wrong in another way", [f for f in told.flips if f.before and f.after]),
    ):
        parts.append(f"## {title}: {len(flips)}")
        if flips:
            parts.append(table(("case", "A", "B", "question"), [f.told for f in flips]))
    return "\n\n".join(parts) + "\n"


def uneven_table(uneven: Sequence[Reach], names: tuple[str, str]) -> list[str]:
    """The measures that one run judges for far fewer cases; nothing where there are none."""
    if not uneven:
        return []
    rows = [(r.measure, str(r.before), str(r.after)) for r in uneven]
    return ["Judged for far fewer cases by one of them:\n\n" + table(("cases judged", *names), rows)]


def to_json(told: Comparison) -> dict[str, Any]:
    return asdict(told) | {
        "saved": [f.case for f in told.flips if f.saved],
        "harmed": [f.case for f in told.flips if f.harmed],
    }


def _spent(latency: Mapping[str, float]) -> str:
    return " · ".join(f"{name} {ms:,.0f} ms" for name, ms in latency.items()) or "–"
