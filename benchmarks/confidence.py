"""Do the signs that a confidence rests on tell right answers from others? Gold cases stand in for people.

    kb-eval run samples --out out/samples
    python benchmarks/confidence.py --run out/samples

An answer counts as accepted when it is `correct` by its gold strings. Each is told by a regression over
the others (`kb-eval pilot --calibrate` fits the same one); Brier score: mean squared error, lower is better.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from evaluation.calibrating import left_out
from evaluation.run import read_results
from evaluation.summary import read_scores

BINS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="folder of a run")
    run = parser.parse_args().run
    correct = {row["id"]: row["scores"]["correct"] for row in read_scores(run)["cases"]}
    answered = [
        r for r in read_results(run / "results.jsonl") if r.action == "answer" and r.trail.get("signs")
    ]
    accepted = np.array([correct[r.case] == 1 for r in answered], dtype=float)
    told, constant = left_out([r.trail["signs"] for r in answered], accepted.tolist())
    print(f"{run}: {len(answered)} answers, {accepted.mean():.3f} of them accepted")
    print(f"Brier, each left out: {np.mean((told - accepted) ** 2):.3f}; one share for all: ", end="")
    print(f"{np.mean((constant - accepted) ** 2):.3f}")
    print("confidence   answers   said   accepted")
    for part in np.array_split(np.argsort(told), BINS):
        low, high = told[part[0]], told[part[-1]]
        print(
            f"{low:.2f} … {high:.2f}  {len(part):>6}   {told[part].mean():.2f}   {accepted[part].mean():.2f}"
        )


if __name__ == "__main__":
    main()
