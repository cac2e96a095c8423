"""Trains the local checker: boosted trees over vlm.alignment's signs, on RAGTruth and our own claims.

    python -m evaluation.train_checker --data ../shared/data          # grows and writes vlm/judges/local.npz
    python -m evaluation.train_checker --data ../shared/data --curve  # how much more data would help

It scores nothing that it was fitted on: `kb-eval checker` grows trees anew for each fold of a set that is
fitted on. It needs scikit-learn (the `local` extra brings it); what is shipped needs numpy alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.dataset import DATASETS, DatasetSettings
from evaluation.judged import JudgedSet, JudgedText
from kb_sources.errors import PluginUnknown
from kb_sources.plugins import load
from vlm.alignment import SIGNS, Aligned, align
from vlm.forest import Floats, Forest
from vlm.judges.local import WEIGHTS, LocalJudge

FITTED = ("ragtruth", "own_claims")  # sets that it learns from
FOLDS = 5
MEMBERS = 6  # forests that are averaged, each grown on four fifths of the rows
TREES = 80
OWN_WEIGHT = 8.0  # of a row of our own claims, in rows of RAGTruth
_FALL = {
    *("covered", "covered_plain", "covered_alike", "one_sentence", "window", "pairs", "bigrams", "trigrams"),
    *("run", "letters"),
}
_RISE = {
    *("worst_word", "second_word", "missing", "missing_share", "figures_missing", "names_missing"),
    "opposites",
}
# The more of a sentence stands in the evidence the less it is suspected, never the other way round. Without
# it the trees learn the habits of RAGTruth's writers, and do worse on sets that they were not fitted on.
MONOTONE = [-1 if name in _FALL else 1 if name in _RISE else 0 for name in SIGNS]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences to learn from: their signs (n, signs), 1 where wrong, their weights and sources (n,)."""

    signs: Floats
    wrong: NDArray[np.int64]
    weights: Floats
    sources: NDArray[np.str_]

    def without(self, sources: set[str]) -> Rows:
        kept = ~np.isin(self.sources, sorted(sources))
        return Rows(self.signs[kept], self.wrong[kept], self.weights[kept], self.sources[kept])


def read_rows(data: Path) -> Rows:
    """The sentences of every set that is fitted on. Raises SettingsInvalid where one is missing."""
    signs: list[tuple[float, ...]] = []
    wrong: list[int] = []
    weights: list[float] = []
    sources: list[str] = []
    for name in FITTED:
        judged: JudgedSet = load(DATASETS, name).build(DatasetSettings(data))
        for text in judged.texts:
            aligned = align(text.text, text.evidence, text.question)
            signs += [sentence.signs for sentence in aligned]
            wrong += _marked(text, aligned)
            weights += [OWN_WEIGHT if name == "own_claims" else 1.0] * len(aligned)
            sources += [text.source] * len(aligned)
    return Rows(np.array(signs), np.array(wrong), np.array(weights), np.array(sources))


def _marked(text: JudgedText, sentences: Sequence[Aligned]) -> list[int]:
    """1 for each sentence that a marked stretch touches; where nothing is marked, all are as the text is."""
    if not text.wrong:
        return [int(text.gold < 0.5)] * len(sentences)
    marks, at = [], 0
    for sentence in sentences:
        at = max(text.text.find(sentence.text[:20], at), at)
        end = at + len(sentence.text)
        marks.append(int(any(start < end and stop > at for start, stop in text.wrong)))
        at += 1
    return marks


def grow(rows: Rows) -> Forest:
    """The averaged forests of some rows, the same each time. Raises PluginUnknown without scikit-learn."""
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ModuleNotFoundError as error:
        raise PluginUnknown(
            "Training the checker needs scikit-learn, not installed here.",
            hint="pip install 'fixcite[local]'",
        ) from error
    chance = np.random.default_rng(0)
    members = []
    for number in range(MEMBERS):
        some = np.sort(chance.permutation(len(rows.wrong))[: len(rows.wrong) * 4 // 5])
        member = HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=0.07,
            max_leaf_nodes=8,
            min_samples_leaf=20,
            l2_regularization=5.0,
            max_features=0.5,
            monotonic_cst=MONOTONE,
            early_stopping=False,
            random_state=number,
        )
        members.append(member.fit(rows.signs[some], rows.wrong[some], rows.weights[some]))
    forest = _flatten(members)
    told = np.mean([member.decision_function(rows.signs) for member in members], axis=0)
    if not np.allclose(forest.odds(rows.signs), told, atol=1e-6):
        raise AssertionError(
            "the flat trees do not say what scikit-learn's say: its inner layout has changed"
        )
    return forest


def _flatten(members: Sequence[Any]) -> Forest:
    """scikit-learn's trees as one row of nodes; a leaf points at itself."""
    feature, threshold, left, right, value, roots = [], [], [], [], [], []
    depth, base = 0, 0
    for member in members:
        for (predictor,) in member._predictors:
            nodes = predictor.nodes
            own = np.arange(len(nodes))
            leaf = nodes["is_leaf"].astype(bool)
            feature.append(np.where(leaf, 0, nodes["feature_idx"]))
            threshold.append(np.where(leaf, 0.0, nodes["num_threshold"]))
            left.append(np.where(leaf, own, nodes["left"]) + base)
            right.append(np.where(leaf, own, nodes["right"]) + base)
            value.append(np.where(leaf, nodes["value"], 0.0) / len(members))
            roots.append(base)
            depth = max(depth, int(nodes["depth"].max()))
            base += len(nodes)
    return Forest(
        np.concatenate(feature).astype(np.int32),
        np.concatenate(threshold).astype(np.float64),
        np.concatenate(left).astype(np.int32),
        np.concatenate(right).astype(np.int32),
        np.concatenate(value).astype(np.float64),
        np.array(roots, dtype=np.int32),
        float(np.mean([member._baseline_prediction for member in members])),
        depth,
        SIGNS,
    )


def folds(texts: Sequence[JudgedText]) -> list[set[str]]:
    """The sources to leave out in turn; as many folds as sources where these are few. The same every time."""
    sources = sorted({text.source for text in texts})
    shuffled = np.random.default_rng(0).permutation(len(sources))
    count = min(FOLDS, len(sources))
    return [{sources[i] for i in shuffled[n::count]} for n in range(count)]


def fold_judges(judged: JudgedSet, rows: Rows) -> Iterator[tuple[set[str], LocalJudge]]:
    """For each fold of a fitted set: the sources left out, and a judge that never saw them."""
    for left_out in folds(judged.texts):
        yield left_out, LocalJudge(grow(rows.without(left_out)))


def _curve(data: Path, rows: Rows) -> list[str]:
    """What the same trees do on held-out sources when grown on a part of the others."""
    from evaluation.checker import area, support_of

    judged: JudgedSet = load(DATASETS, "ragtruth").build(DatasetSettings(data))
    lines = ["| share of the sources | sentences | QA AUROC | summary AUROC |", "|---|---|---|---|"]
    for share in (0.1, 0.2, 0.4, 0.7, 1.0):
        told: dict[str, float] = {}
        sizes = []
        for left_out in folds(judged.texts):
            kept = sorted(set(rows.sources) - left_out)
            chosen = np.random.default_rng(1).permutation(len(kept))[int(share * len(kept)) :]
            some = rows.without(left_out | {kept[i] for i in chosen})
            sizes.append(len(some.wrong))
            texts = [text for text in judged.texts if text.source in left_out]
            told |= dict(zip([t.id for t in texts], support_of(LocalJudge(grow(some)), texts), strict=True))
        areas = [
            area(
                [told[t.id] for t in judged.texts if t.kind == kind],
                [t.gold for t in judged.texts if t.kind == kind],
            )
            for kind in ("qa", "summary")
        ]
        lines.append(f"| {share:.0%} | {np.mean(sizes):.0f} | {areas[0]:.3f} | {areas[1]:.3f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--curve", action="store_true", help="print the learning curve, write nothing")
    asked = parser.parse_args()
    rows = read_rows(asked.data)
    if asked.curve:
        print("\n".join(_curve(asked.data, rows)))
        return
    forest = grow(rows)
    forest.save(asked.out)
    trees, size = len(forest.roots), asked.out.stat().st_size
    print(
        f"{len(rows.wrong)} sentences, {rows.wrong.sum()} of them wrong → {trees} trees, {size / 1000:.0f} kB"
    )
    print(
        "What it is worth is told by kb-eval checker: "
        + " · ".join((*FITTED, "wice", "mtrag_human", "ocnli"))
    )


if __name__ == "__main__":
    main()
