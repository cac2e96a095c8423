"""Runs right and wrong claims through the gate and counts what leaves, beside two plain matchers.

It makes no claims; evaluation/perturb.py does. It knows the gate only by what it lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.claims import GoldClaims, read_claims
from evaluation.evidence import Source, quotes_as_sources, read_sources
from evaluation.perturb import ALL_KINDS, Trial, perturb
from evaluation.report import table
from evaluation.rewording import WORDINGS, Wording
from evaluation.truth import bare
from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load, names
from vlm.answer import Draft
from vlm.checking import Gate
from vlm.frames import told

CASES = Path(__file__).with_name("cases")
SAMPLES = Path(__file__).parents[1] / "kb_sources" / "samples" / "truth.json"
# DESIGN §7, must: the largest share that may leave, by kind, and that may be blocked of right claims.
NONE_LEAVES = (
    "digit", "decimal", "unit", "suffix", "range", "row", "misattributed", "joined", "edition", "product",
)  # fmt: skip
TURNED = ("opposite", "negation")
MOST_TURNED, MOST_BLOCKED, MOST_PARAPHRASES_BLOCKED = 0.01, 0.05, 0.10
_FREELY = "reworded"  # goes beyond what DESIGN §7 counts: reordered, shortened, merged, converted
BY_HAND_ALONE = ("role", "scope")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a trial: whether it left the gate, and would have left two plain matchers."""

    part: str
    trial: Trial
    leaves: bool
    reason: str  # in English, "" when it left
    quoted: bool  # every quote stands in the passage it names; the claim itself is not looked at
    substring: bool  # … and the claim is a piece of its quotes


@dataclass(frozen=True, slots=True)
class Cell:
    """Counts of one kind, language and form in one part."""

    part: str
    kind: str
    language: str
    form: str
    trials: int
    leave: int
    leave_quoted: int
    leave_substring: int


def assemble(gold: Sequence[Path], seed: int, of_each: int, part: str = "") -> dict[str, tuple[Trial, ...]]:
    """The trials by part: of the sample claims each file in the wording of its name, or in every wording
    where it has none of its own; of other files in every wording.

    Raises InputRejected and SettingsInvalid.
    """
    wordings: dict[str, Wording] = {name: load(WORDINGS, name).build() for name in names(WORDINGS)}
    if gold and part:
        raise SettingsInvalid("A part is of the sample claims, not of files.", hint="Leave --part out.")
    if gold:
        claims = tuple(claim for path in gold for claim in read_claims(path))
        sources = quotes_as_sources(claims)
        return {"own": _in_wordings(claims, sources, wordings.values(), seed, of_each)}
    parts = {path.stem.removeprefix("claims_"): path for path in sorted(CASES.glob("claims_*.jsonl"))}
    if part and part not in parts:
        raise SettingsInvalid(f"There is no part {part!r}.", hint=f"One of: {', '.join(parts)}.")
    if not SAMPLES.is_file():
        raise SettingsInvalid(f"{SAMPLES} is missing.", hint="The samples come with the repository alone.")
    sources = read_sources(SAMPLES)
    return {
        name: _in_wordings(
            read_claims(path),
            sources,
            [wordings[name]] if name in wordings else wordings.values(),
            seed,
            of_each,
        )
        for name, path in parts.items()
        if part in ("", name)
    }


def _in_wordings(
    claims: Sequence[GoldClaims],
    sources: Mapping[str, Source],
    wordings: Iterable[Wording],
    seed: int,
    of_each: int,
) -> tuple[Trial, ...]:
    """What several wordings make of the same claims, equal trials once."""
    made = (trial for wording in wordings for trial in perturb(claims, sources, wording, seed, of_each))
    return tuple(dict.fromkeys(made))


def run(part: str, trials: Sequence[Trial], gate: Gate, done: Callable[[], object] = bool) -> list[Outcome]:
    """Each trial through the gate, alone. `done` is called after each."""
    outcomes = []
    for trial in trials:
        grounded = gate.check(Draft((trial.claim,), "generated"), trial.shown, trial.asked)
        reason = "" if grounded.claims else told(grounded.dropped[0].reason, "en")
        outcomes.append(Outcome(part, trial, not reason, reason, *_matched(trial)))
        done()
    return outcomes


def _matched(trial: Trial) -> tuple[bool, bool]:
    texts = {s.label: bare(s.passage.text) for s in trial.shown}
    quoted = all(bare(r.quote) in texts.get(r.label, "") for r in trial.references)
    within = bare(trial.text) in bare(" ".join(r.quote for r in trial.references))
    return quoted, quoted and within


def count(outcomes: Iterable[Outcome]) -> list[Cell]:
    """The counts, in the order of parts, kinds, languages, forms."""
    cells: dict[tuple[str, str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        trial = outcome.trial
        cells.setdefault((outcome.part, trial.kind, trial.language, trial.form), []).append(outcome)
    order = {kind: n for n, kind in enumerate(("right", *ALL_KINDS, *BY_HAND_ALONE))}
    return [
        Cell(
            *key,
            len(of),
            sum(o.leaves for o in of),
            sum(o.quoted for o in of),
            sum(o.substring for o in of),
        )
        for key, of in sorted(
            cells.items(), key=lambda item: (item[0][0], order.get(item[0][1], len(order)), *item[0][1:])
        )
    ]


@dataclass(frozen=True, slots=True)
class Target:
    """One number that must hold, and what it is."""

    part: str
    what: str
    value: float
    most: float | None  # None: reported alone
    of: int

    @property
    def met(self) -> bool:
        return self.most is None or self.value <= self.most


def judge(cells: Sequence[Cell]) -> list[Target]:
    """DESIGN §7, must, by part."""
    targets = []
    for part in dict.fromkeys(c.part for c in cells):
        mine = [c for c in cells if c.part == part]
        free = [c for c in mine if c.kind == "right" and c.form == _FREELY]
        right = [c for c in mine if c.kind == "right" and c.form != _FREELY]
        paraphrased = [c for c in right if c.form != "verbatim"]
        targets += [
            _target(part, "wrong that leave: figures, row, source", _of(mine, NONE_LEAVES), 0.0),
            _target(part, "wrong that leave: opposite, negation", _of(mine, TURNED), MOST_TURNED),
            _target(part, "right claims blocked", right, MOST_BLOCKED, blocked=True),
            _target(part, "right paraphrases blocked", paraphrased, MOST_PARAPHRASES_BLOCKED, blocked=True),
            _target(part, "freely reworded blocked", free, None, blocked=True),
        ]
    return [t for t in targets if t.of]


def _of(cells: Sequence[Cell], kinds: Sequence[str]) -> list[Cell]:
    return [c for c in cells if c.kind in kinds]


def _target(
    part: str, what: str, cells: Sequence[Cell], most: float | None, *, blocked: bool = False
) -> Target:
    trials, leave = sum(c.trials for c in cells), sum(c.leave for c in cells)
    counted = trials - leave if blocked else leave
    return Target(part, what, counted / trials if trials else 0.0, most, trials)


def to_markdown(cells: Sequence[Cell], targets: Sequence[Target], missed: Sequence[Outcome] = ()) -> str:
    """The counts by part, kind and language, verbatim beside paraphrased; the targets; what went wrong."""
    rows = []
    for part, kind, language in dict.fromkeys((c.part, c.kind, c.language) for c in cells):
        same = [c for c in cells if (c.part, c.kind, c.language) == (part, kind, language)]
        gate = [_share(same, "verbatim"), _share(same, *_paraphrased(same)), _share(same, "by hand")]
        trials = sum(c.trials for c in same)
        quoted, substring = sum(c.leave_quoted for c in same), sum(c.leave_substring for c in same)
        rows.append((part, kind, language, *gate, f"{quoted}/{trials}", f"{substring}/{trials}"))
    header = ("part", "kind", "lang", "verbatim", "paraphrased", "by hand", "quote only", "substring")
    judged = [(t.part, t.what, f"{t.value:.2%}", *_met(t)) for t in targets]
    totals = f"{sum(c.trials for c in cells if c.kind == 'right')} right claims, "
    totals += f"{sum(c.trials for c in cells if c.kind != 'right')} wrong ones made of them."
    parts = [
        f"{totals} What leaves the gate, of how many; beside it what two plain matchers let through.",
        table(header, rows),
        table(("part", "must", "measured", "at most", "of", "met"), judged),
        "\n".join(_told(o) for o in missed),
    ]
    return "\n\n".join(part for part in parts if part)


def _met(target: Target) -> tuple[str, str, str]:
    if target.most is None:
        return "–", str(target.of), "–"
    return f"{target.most:.0%}", str(target.of), "yes" if target.met else "**no**"


def _paraphrased(cells: Sequence[Cell]) -> set[str]:
    return {c.form for c in cells} - {"verbatim", "by hand"}


def _share(cells: Sequence[Cell], *forms: str) -> str:
    of = [c for c in cells if c.form in forms]
    return f"{sum(c.leave for c in of)}/{sum(c.trials for c in of)}" if of else ""


def missed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Right claims that were blocked, wrong ones that left."""
    return [o for o in outcomes if o.leaves != (o.trial.kind == "right")]


def _told(outcome: Outcome) -> str:
    trial = outcome.trial
    quotes = " / ".join(r.quote for r in trial.references)
    return (
        f"- {outcome.part} {trial.kind} {trial.gold} ({trial.form}): {trial.text} ← {quotes} {outcome.reason}"
    )


def to_json(
    cells: Sequence[Cell], targets: Sequence[Target], missed: Sequence[Outcome] = ()
) -> dict[str, Any]:
    return {
        "cells": [
            {
                "part": c.part, "kind": c.kind, "language": c.language, "form": c.form, "trials": c.trials,
                "leave": c.leave, "leave_quote_only": c.leave_quoted, "leave_substring": c.leave_substring,
            }
            for c in cells
        ],
        "targets": [
            {"part": t.part, "what": t.what, "value": t.value, "most": t.most, "of": t.of, "met": t.met}
            for t in targets
        ],
        "missed": [
            {
                "part": o.part, "kind": o.trial.kind, "gold": o.trial.gold, "text": o.trial.text,
                "reason": o.reason, "form": o.trial.form, "quotes": [r.quote for r in o.trial.references],
            }
            for o in missed
        ],
    }  # fmt: skip
