"""What the gate does to claims as a language model drafts them under the service's own prompt.

    python benchmarks/drafted.py [--show]

`evaluation/cases/drafted.jsonl`: the claims in their quotes' language of replies to prompt draft-1, for
answerable questions to the sample manuals with the passages that the search finds, by a large language
model that saw the prompt and nothing else. Sets e and f were measured before anybody read them; their held-
back claims have the second version that the model wrote after the repair prompt told it why. A claim may be
held back with good reason: the words it cites need not hold what it says. So this prints how much of a
draft stands, at first and after its one repair; whether a claim is right is for `kb-eval perturb` to ask.

Exit 1 when less than nine tenths of the claims of e and f stand after the repair.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evaluation.drafted import read_drafted, reason_of
from evaluation.evidence import read_sources
from vlm.checking import ORDER, GateSettings, build_gate
from vlm.judge import JudgeSettings, build_judge

TRUTH = Path(__file__).parents[1] / "kb_sources" / "samples" / "truth.json"
REPAIRED = ("e", "f")  # the sets whose held-back claims were written anew
LEAST = 0.9


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--show", action="store_true", help="print what is held back, and why")
    show = options.parse_args().show
    sources, drafted = read_sources(TRUTH), read_drafted()
    gates = {
        "rules": build_gate(GateSettings(), [name for name in ORDER if name != "entailed"]),
        "with entailed": build_gate(GateSettings(judge=build_judge("local", JudgeSettings())), list(ORDER)),
    }
    print("| gate | set | claims | stand at first | stand after the repair |")
    print("| --- | --- | --- | --- | --- |")
    least = 1.0
    for name, gate in gates.items():
        for of in sorted({claim.set for claim in drafted}):
            mine = [claim for claim in drafted if claim.set == of]
            reasons = [reason_of(claim, claim, sources, gate) for claim in mine]
            held = [claim for claim, reason in zip(mine, reasons, strict=True) if reason]
            lost = sum(bool(reason_of(claim.last, claim, sources, gate)) for claim in held)
            least = min(least, 1 - lost / len(mine)) if of in REPAIRED else least
            after = f"{1 - lost / len(mine):.1%}" if of in REPAIRED else "–"
            print(f"| {name} | {of} | {len(mine)} | {1 - len(held) / len(mine):.1%} | {after} |")
            for claim, reason in zip(mine, reasons, strict=True) if show and name == "rules" else ():
                if reason:
                    print(f"    {claim.id}: {claim.text}  <-  {' / '.join(claim.quotes)}  |  {reason}")
    return 0 if least >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
