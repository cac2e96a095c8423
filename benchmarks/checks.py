"""Time of the gate on ten claims of the sample manuals, as a model may word them, without and with the judge.

    python benchmarks/checks.py [--answers 400]

Each answer has ten claims of one manual, a third of them wrong, with all their passages shown. "first" is
an answer whose claims and passages are new to the process (caches of texts empty); "again" repeats it. CPU
time of the thread; a machine shared with others still inflates it. "entailed" adds our own judge to the
rules. Exit 1 when the 99th percentile of the first is over 15 ms, or with the judge over 60 ms.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Sequence
from importlib import import_module

from evaluation import gauntlet
from evaluation.perturb import Trial
from vlm.answer import Draft, Reference, Shown
from vlm.checking import ORDER, Gate, GateSettings, build_gate
from vlm.judge import JudgeSettings, build_judge

CLAIMS = 10
LIMIT_MS = 15.0
LIMIT_JUDGED_MS = 60.0
SEED = 1


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--answers", type=int, default=400)
    answers = options.parse_args().answers
    trials = gauntlet.assemble([], SEED, 1, "first")["first"]
    rng = random.Random(SEED)
    drafts = [_answer(trials, rng) for _ in range(answers)]
    gate = build_gate(GateSettings(), [name for name in ORDER if name != "entailed"])
    judged = build_gate(GateSettings(judge=build_judge("local", JudgeSettings())), list(ORDER))
    for drafted in drafts[:20]:
        _timed(judged, drafted)  # patterns and lists are read once, with the process
    gc.collect()
    gc.freeze()  # as the service does: else a collection of all objects falls into some answer's time
    first = sorted(_timed(gate, drafted, cold=True) for drafted in drafts)
    whole = sorted(_timed(judged, drafted, cold=True) for drafted in drafts)
    again = sorted(min(_timed(gate, drafted) for _ in range(3)) for drafted in drafts)
    print(f"| {CLAIMS} claims, {answers} answers | p50 (ms) | p99 (ms) |")
    print("| --- | --- | --- |")
    for name, took in (("first", first), ("again", again), ("first, with entailed", whole)):
        print(f"| {name} | {_at(took, 0.5):.2f} | {_at(took, 0.99):.2f} |")
    for name in ORDER:
        if name != "entailed":
            alone = build_gate(GateSettings(), [name])
            took = sorted(_timed(alone, drafted, cold=True) for drafted in drafts[:100])
            print(f"| first, {name} alone | {_at(took, 0.5):.2f} | {_at(took, 0.99):.2f} |")
    met = _at(first, 0.99) <= LIMIT_MS and _at(whole, 0.99) <= LIMIT_JUDGED_MS
    limits = f"{LIMIT_MS:g} ms, with entailed {LIMIT_JUDGED_MS:g} ms"
    print(f"\np99 of ten claims at most {limits}: {'yes' if met else 'NO'}")
    return 0 if met else 1


def _answer(trials: Sequence[Trial], rng: random.Random) -> tuple[Draft, tuple[Shown, ...], Trial]:
    """Ten claims about one manual; labels made one sequence over all that they are shown."""
    base = rng.choice(trials)
    same = [t for t in trials if t.shown[0].manual.id == base.shown[0].manual.id]
    right = [t for t in same if t.kind == "right"]
    wrong = [t for t in same if t.kind != "right" and t.shown[0].edition.state == "live"]
    picked = [rng.choice(right if rng.random() < 2 / 3 else wrong) for _ in range(CLAIMS)]
    label: dict[str, str] = {}
    shown: list[Shown] = []
    claims = []
    for number, trial in enumerate(picked):
        own = {}
        for s in trial.shown:
            if s.passage.id not in label:
                label[s.passage.id] = f"S{len(label) + 1}"
                shown.append(Shown(label[s.passage.id], s.passage, s.manual, s.edition))
            own[s.label] = label[s.passage.id]
        references = tuple(Reference(own.get(r.label, r.label), r.quote) for r in trial.references)
        claim = trial.claim
        claims.append(type(claim)(f"c{number}", claim.kind, claim.text, references))
    return Draft(tuple(claims), "generated"), tuple(shown), base


def _timed(gate: Gate, drafted: tuple[Draft, tuple[Shown, ...], Trial], *, cold: bool = False) -> float:
    """CPU milliseconds of one answer; `cold` forgets what was read of texts before."""
    if cold:
        _forget()
    draft, shown, base = drafted
    begun = time.thread_time()
    gate.check(draft, shown, base.asked)
    return (time.thread_time() - begun) * 1000


def _forget() -> None:
    """Empties the caches of texts; what is known of words and patterns stays, as it does in a service."""
    for module in MODULES:
        for name, value in vars(import_module(f"vlm.{module}")).items():
            if name in TEXT_CACHES and hasattr(value, "cache_clear"):
                value.cache_clear()
    gc.collect(0)


MODULES = (
    "folding", "measures", "polarity", "backing", "scopes", "sequence", "words", "alignment",
    "checks.opposites", "content",
)  # fmt: skip
TEXT_CACHES = frozenset({
    "fold_cached", "plain", "read_figures", "lowered", "terms_of", "negations_of", "clauses_of", "gather",
    "segments_of", "events_of", "words_of", "_places", "_words", "_head", "_context",
    "content_of", "_starts", "_tokens", "_read", "_prepare",
})  # fmt: skip


def _at(took: Sequence[float], share: float) -> float:
    return took[min(len(took) - 1, int(share * len(took)))]


if __name__ == "__main__":
    sys.exit(main())
