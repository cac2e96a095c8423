"""Fits api.deciding.Sufficiency on runs of kb-eval, and tells how each does on the runs it was not fitted on.

    kb-eval run samples --out out/samples; kb-eval run manuals_pdf --data DATA --out out/manuals_pdf
    python benchmarks/sufficiency.py --run out/samples evaluation/cases/samples.jsonl \\
        --run out/manuals_pdf DATA/manuals-pdf/cases.jsonl

Right are cases that have an answer whose gold page is among the first three found; wrong are those without
an answer (refuse, handoff). Cases that ask back, and answerable ones whose page was not found, teach nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import rankdata

from api.deciding import Sufficiency, signs
from evaluation.case import Case, read_cases
from evaluation.run import read_results
from evaluation.scorer import Result

RIDGE = 1.0  # of the coefficients but the intercept, in the unit of one case
Floats = NDArray[np.float64]


def example(case: Case, result: Result) -> tuple[tuple[float, float, float], bool] | None:
    """The signs of a case and whether its evidence was right; None for one that teaches nothing."""
    hits = result.trail.get("hits", [])
    if not hits or case.action == "clarify":
        return None
    right = case.action == "answer"
    if right and not any(case.on_gold(*place) for place in result.found_for(case)[:3]):
        return None
    told = [(hit["score"], hit["coverage"], hit["keyed"]) for hit in hits]
    return signs(told, result.trail["rarest"]), right


def load(run: Path, cases: Path) -> tuple[Floats, Floats]:
    """Signs (n, 3) and whether right (n,), 1 or 0."""
    by_id = {case.id: case for case in read_cases(cases, cases.parent)}
    found = [example(by_id[r.case], r) for r in read_results(run / "results.jsonl")]
    kept = [one for one in found if one is not None]
    return np.array([x for x, _ in kept]), np.array([float(y) for _, y in kept])


def fit(x: Floats, y: Floats) -> Floats:
    """Coefficients and, last, the intercept: ridge logistic regression, both classes weighing the same."""
    weights = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))

    def loss(w: Floats) -> float:
        z = x @ w[:-1] + w[-1]
        return float(
            (weights * np.logaddexp(0, np.where(y > 0, -z, z))).sum() + RIDGE / 2 * (w[:-1] ** 2).sum()
        )

    found: Floats = minimize(loss, np.zeros(x.shape[1] + 1)).x
    return found


def auroc(odds: Floats, y: Floats) -> float:
    """Area under the ROC curve by the rank sum (Mann & Whitney 1947)."""
    positive = int(y.sum())
    ranks = rankdata(odds)[y > 0].sum()
    return float((ranks - positive * (positive + 1) / 2) / (positive * (len(y) - positive)))


def report(names: Sequence[str], sets: Sequence[tuple[Floats, Floats]]) -> list[str]:
    lines = ["| fitted on | told on | coverage | strength | keyed | intercept | AUROC | coverage alone |"]
    lines.append("|---" * 8 + "|")
    together = np.vstack([x for x, _ in sets]), np.concatenate([y for _, y in sets])
    shipped = Sufficiency()
    rows = [(name, fit(x, y)) for name, (x, y) in zip(names, sets, strict=True)]
    rows.append(("all", fit(*together)))
    rows.append(
        (
            "shipped",
            np.array([shipped.coverage, shipped.strength, shipped.keyed, shipped.intercept]),
        )
    )
    for fitted, w in rows:
        for told, (x, y) in zip(names, sets, strict=True):
            if fitted == told:
                continue
            odds = x @ w[:-1] + w[-1]
            numbers = " | ".join(f"{v:.2f}" for v in w)
            lines.append(
                f"| {fitted} | {told} | {numbers} | {auroc(odds, y):.3f} | {auroc(x[:, 0], y):.3f} |"
            )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--run", nargs=2, action="append", required=True, type=Path, metavar=("OUT", "CASES"))
    runs = parser.parse_args().run
    print("\n".join(report([out.name for out, _ in runs], [load(out, cases) for out, cases in runs])))


if __name__ == "__main__":
    main()
