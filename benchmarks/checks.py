"""Time of the gate on ten claims of the sample manuals, as a model may word them, without and with the judge.

    python benchmarks/checks.py [--answers 400]

Each answer has ten claims of one manual, a third of them wrong, with all their passages shown. CPU time of
the thread.

- first: claims and passages are new to the process: every cache that is keyed by a text is emptied before.
  What is known of words, characters, product names and the lists stays: a service learns it with its first
  answers.
- passages seen: the quoted sentences were cited before, the claims are new. So a service meets all but the
  first question about a page.
- again: the same answer once more. "entailed" adds our own judge to the rules.
- as they come: one answer after the other, each claim once, nothing emptied, each timed once: with what the
  interpreter collects in between.

Of all rows but the last the least of five passes over all answers: neighbours of a shared machine inflate CPU
time, too, for seconds at a time, which is longer than one answer tried again takes.

Exit 1 when the 99th percentile of the first is over 15 ms, or with the judge over 60 ms.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from evaluation import gauntlet
from evaluation.perturb import Trial
from kb_sources.collecting import collect_seldom
from vlm.answer import Claim, Draft, Reference, Shown
from vlm.checking import ORDER, Gate, GateSettings, build_gate
from vlm.judge import JudgeSettings, build_judge

CLAIMS = 10
PASSES = 5
LIMIT_MS = 15.0
LIMIT_JUDGED_MS = 60.0
SEED = 1
Drafted = tuple[Draft, tuple[Shown, ...], Trial]  # and one of the trials it is made of


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--answers", type=int, default=400)
    answers = options.parse_args().answers
    trials = gauntlet.assemble([], SEED, 1, "first")["first"]
    rng = random.Random(SEED)
    drafts = [_drawn(trials, rng) for _ in range(answers)]
    gate = build_gate(GateSettings(), [name for name in ORDER if name != "entailed"])
    judged = build_gate(GateSettings(judge=build_judge("local", JudgeSettings())), list(ORDER))
    for drafted in drafts[:20]:
        _timed(judged, drafted)  # patterns and lists are read once, with the process
    collect_seldom()  # as the service does: else a collection of all objects falls into some answer's time
    first = _least(partial(_timed_on_new, gate), drafts)
    whole = _least(partial(_timed_on_new, judged), drafts)
    seen = _least(partial(_timed_on_seen, gate), drafts)
    again = _least(partial(_timed_again, gate), drafts)
    _forget()
    coming = [_timed(gate, drafted) for drafted in _each_once(trials, rng)]
    print(f"| {CLAIMS} claims, {answers} answers | p50 (ms) | p99 (ms) |")
    print("| --- | --- | --- |")
    rows = {
        "first": first, "passages seen": seen, "as they come": coming, "again": again,
        "first, with entailed": whole,
    }  # fmt: skip
    for name, took in rows.items():
        print(f"| {name} | {_at(took, 0.5):.2f} | {_at(took, 0.99):.2f} |")
    for name in ORDER:
        if name != "entailed":
            alone = build_gate(GateSettings(), [name])
            took = _least(partial(_timed_on_new, alone), drafts[:100])
            print(f"| first, {name} alone | {_at(took, 0.5):.2f} | {_at(took, 0.99):.2f} |")
    met = _at(first, 0.99) <= LIMIT_MS and _at(whole, 0.99) <= LIMIT_JUDGED_MS
    limits = f"{LIMIT_MS:g} ms, with entailed {LIMIT_JUDGED_MS:g} ms"
    print(f"\np99 of ten claims at most {limits}: {'yes' if met else 'NO'}")
    return 0 if met else 1


def _drawn(trials: Sequence[Trial], rng: random.Random) -> Drafted:
    """Ten claims about one manual."""
    base = rng.choice(trials)
    same = [t for t in trials if t.shown[0].manual.id == base.shown[0].manual.id]
    right = [t for t in same if t.kind == "right"]
    wrong = [t for t in same if t.kind != "right" and t.shown[0].edition.state == "live"]
    return _drafted([rng.choice(right if rng.random() < 2 / 3 else wrong) for _ in range(CLAIMS)])


def _each_once(trials: Sequence[Trial], rng: random.Random) -> Iterator[Drafted]:
    """All claims by ten about one manual, the manuals by turns."""
    by_manual: dict[str, list[Trial]] = {}
    for trial in rng.sample(trials, len(trials)):
        by_manual.setdefault(trial.shown[0].manual.id, []).append(trial)
    tens = [of[at : at + CLAIMS] for of in by_manual.values() for at in range(0, len(of), CLAIMS)]
    full = [ten for ten in tens if len(ten) == CLAIMS]
    yield from map(_drafted, rng.sample(full, len(full)))


def _drafted(picked: Sequence[Trial]) -> Drafted:
    """The claims of trials as one answer; labels made one sequence over all that they are shown."""
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
        claims.append(Claim(f"c{number}", trial.claim.kind, trial.claim.text, references))
    base = next((t for t in picked if t.kind == "right"), picked[0])
    return Draft(tuple(claims), "generated"), tuple(shown), base


def _timed(gate: Gate, drafted: Drafted) -> float:
    """CPU milliseconds of one answer."""
    draft, shown, base = drafted
    begun = time.thread_time()
    gate.check(draft, shown, base.asked)
    return (time.thread_time() - begun) * 1000


def _least(timed: Callable[[Drafted], float], drafts: Sequence[Drafted]) -> list[float]:
    """Of each answer the least of five passes over all."""
    passes = [[timed(drafted) for drafted in drafts] for _ in range(PASSES)]
    return [min(took) for took in zip(*passes, strict=True)]


def _timed_on_new(gate: Gate, drafted: Drafted) -> float:
    """… of which no text was seen before."""
    _forget()
    return _timed(gate, drafted)


def _timed_again(gate: Gate, drafted: Drafted) -> float:
    """… that was checked just before."""
    _timed_on_new(gate, drafted)
    return _timed(gate, drafted)


def _timed_on_seen(gate: Gate, drafted: Drafted) -> float:
    """… whose evidence was read before: its own words as claims, said twice to be no copy."""
    draft, shown, base = drafted
    _forget()
    quoting = (Claim(c.id, c.kind, f"{r.quote} {r.quote}", (r,)) for c in draft.claims for r in c.references)
    gate.check(Draft(tuple(quoting), "generated"), shown, base.asked)
    return _timed(gate, drafted)


def _forget() -> None:
    """Empties every bounded cache of the checks but those of words: lists and patterns have no bound."""
    for name, module in list(sys.modules.items()):
        for function, value in vars(module).items() if name.startswith("vlm.") else ():
            kept = function in OF_WORDS or not hasattr(value, "cache_parameters")
            if not kept and value.cache_parameters()["maxsize"] is not None:
                value.cache_clear()
    gc.collect(0)


OF_WORDS = frozenset({
    "_parted", "_fold_cluster", "stem", "stem_of", "is_listed", "members_of", "_key", "_sides_of", "_kindred",
    "_family_pattern", "_name_pattern", "is_name", "_stem", "_trigrams",
})  # fmt: skip


def _at(took: Sequence[float], share: float) -> float:
    took = sorted(took)
    return took[min(len(took) - 1, int(share * len(took)))]


if __name__ == "__main__":
    sys.exit(main())
