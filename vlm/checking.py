"""The gate: what a draft claims is compared with the passages it cites, and only what stands leaves.

It does not know how a draft came about; each check is a file of vlm/checks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kb_sources.errors import PluginUnknown
from kb_sources.plugins import load
from vlm.answer import (
    Asked,
    CheckedClaim,
    Claim,
    Draft,
    Dropped,
    Finding,
    Grounded,
    Located,
    Shown,
    Verdict,
)
from vlm.ellipses import with_units
from vlm.joints import told_plainly
from vlm.judge import Judge
from vlm.quoting import Missed, locate

SameConcept = Callable[[str, str], bool]  # whether a Chinese and an English word mean the same
ORDER = ("cited", "quoted", "figures", "opposites", "applicable", "entailed", "warned")  # cheap first


@dataclass(frozen=True, slots=True)
class GateSettings:
    """What the checks need to know; `same_concept` comes from the glossary, where there is one."""

    ocr_similarity: float = 0.95  # 0..1, of a quote with text read by OCR; a text layer must match exactly
    same_concept: SameConcept | None = None
    judge: Judge | None = None  # of reworded claims; None: nobody asks whether they follow
    judge_seconds: float = 20.0  # for one claim


@dataclass(frozen=True, slots=True)
class Examined:
    """A claim on the table, its joints told plainly: its references, found or not, and all that was shown."""

    claim: Claim
    located: tuple[Located, ...]
    missed: tuple[Missed, ...]
    shown: Mapping[str, Shown]  # by label
    asked: Asked


class Check(Protocol):
    """One question put to a claim. Pure, fast, and never raises on any text."""

    def __call__(self, examined: Examined) -> Finding: ...


class Gate:
    """The checks in the order in which they are asked; the first failed one stops a claim."""

    def __init__(self, checks: Sequence[Check], settings: GateSettings) -> None:
        self._checks = tuple(checks)
        self._settings = settings

    def check(self, draft: Draft, shown: Sequence[Shown], asked: Asked) -> Grounded:
        """The claims of a draft that passed every check, and those that did not with the reason."""
        passed: list[CheckedClaim] = []
        dropped: list[Dropped] = []
        by_label = {s.label: s for s in shown}
        for claim in draft.claims:
            examined = self._examine(claim, by_label, asked)
            verdict = self._judge(examined)
            if verdict.supported:
                warnings = warnings_of(examined.located, shown)
                passed.append(CheckedClaim(claim, examined.located, verdict, warnings, asked))
            else:
                dropped.append(Dropped(claim, examined.located, verdict))
        return Grounded(tuple(passed), tuple(dropped), draft)

    def without(self, names: Collection[str]) -> Gate:
        """A gate that leaves checks out, to see what they are worth. Raises PluginUnknown."""
        kept = [check for check in self._checks if _name(check) not in names]
        missing = set(names) - {_name(check) for check in self._checks}
        if missing:
            there = ", ".join(map(_name, self._checks))
            raise PluginUnknown(f"There is no check {', '.join(sorted(missing))}.", hint=f"Checks: {there}.")
        return Gate(kept, self._settings)

    def examine(self, claim: Claim, shown: Sequence[Shown], asked: Asked) -> Examined:
        """The claim with its quotes looked up, as the checks see it."""
        return self._examine(claim, {s.label: s for s in shown}, asked)

    def _examine(self, claim: Claim, by_label: Mapping[str, Shown], asked: Asked) -> Examined:
        found = [locate(r, by_label, self._settings.ocr_similarity) for r in claim.references]
        located = tuple(f for f in found if isinstance(f, Located))
        missed = tuple(f for f in found if isinstance(f, Missed))
        printed = [place.shown.passage.text for place in located]
        plain = with_units(told_plainly(claim.text, printed), printed)
        examined = claim if plain == claim.text else replace(claim, text=plain)
        return Examined(examined, located, missed, by_label, asked)

    def _judge(self, examined: Examined) -> Verdict:
        findings: list[Finding] = []
        for check in self._checks:
            findings.append(check(examined))
            if not findings[-1].passed:
                break
        return Verdict(tuple(findings))


def _name(check: Check) -> str:
    """A check is named as its file, be it a function or an object."""
    module = getattr(check, "__module__", "") or type(check).__module__
    return module.rpartition(".")[2]


def warnings_of(located: Iterable[Located], shown: Iterable[Shown]) -> tuple[Shown, ...]:
    """The shown warnings that the cited passages must not leave without, each once, in the order bound."""
    bound = dict.fromkeys(w for place in located for w in place.shown.passage.warned_by)
    by_id = {s.passage.id: s for s in shown} if bound else {}
    return tuple(by_id[w] for w in bound if w in by_id)


def build_gate(settings: GateSettings, names: Sequence[str] = ORDER) -> Gate:
    """The gate made of the named checks of vlm/checks, asked in that order. Raises PluginUnknown."""
    return Gate([load("vlm.checks", name).build(settings) for name in names], settings)
