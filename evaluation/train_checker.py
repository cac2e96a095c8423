"""Trains the local checker: boosted trees over vlm.alignment's signs, on RAGTruth and our own claims.

    python -m evaluation.train_checker --data ../shared/data           # grows and writes vlm/judges/local.npz
    python -m evaluation.train_checker --data ../shared/data --curve   # how much more data would help
    python -m evaluation.train_checker --data ../shared/data --minilm  # whether MiniLM's similarity would

The last two take minutes; stopped, they go on where they were.

It scores nothing that it was fitted on: `kb-eval checker` grows trees anew for each fold of a set that is
fitted on. It needs scikit-learn (the `local` extra brings it); what is shipped needs numpy alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.dataset import DATASETS, DatasetSettings
from evaluation.judged import JudgedSet, JudgedText
from evaluation.keeping import Kept
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
_BRIEF, _CLAIM = SIGNS.index("brief"), SIGNS.index("claim")
_FALL = {
    *("covered", "covered_plain", "covered_alike", "one_sentence", "window", "pairs", "bigrams", "trigrams"),
    *("run", "letters", "stretch", "long_stretch", "stretches"),
}
_RISE = {
    *("worst_word", "second_word", "missing", "missing_share", "figures_missing", "names_missing"),
    *("opposites", "gap"),
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
        return self.where(~np.isin(self.sources, sorted(sources)))

    def where(self, kept: NDArray[np.bool_]) -> Rows:
        return Rows(self.signs[kept], self.wrong[kept], self.weights[kept], self.sources[kept])


@dataclass(frozen=True, slots=True)
class Learnt:
    """A text of a set that is fitted on, held against its evidence once."""

    text: JudgedText
    signs: Floats  # (sentences, signs)
    wrong: Sequence[int]  # 1 for each sentence that is not borne out
    weight: float

    @property
    def own(self) -> bool:
        return self.weight == OWN_WEIGHT


def read_learnt(data: Path) -> list[Learnt]:
    """The texts of every set that is fitted on. Raises SettingsInvalid where one is missing."""
    found = []
    for name in FITTED:
        judged: JudgedSet = load(DATASETS, name).build(DatasetSettings(data))
        weight = OWN_WEIGHT if name == "own_claims" else 1.0
        for text in judged.texts:
            aligned = align(text.text, text.evidence, text.question)
            signs = np.array([sentence.signs for sentence in aligned]).reshape(len(aligned), len(SIGNS))
            found.append(Learnt(text, signs, _marked(text, aligned), weight))
    return found


def rows_of(learnt: Sequence[Learnt]) -> Rows:
    """All their sentences."""
    sizes = [len(one.wrong) for one in learnt]
    return Rows(
        np.concatenate([one.signs for one in learnt]),
        np.concatenate([np.array(one.wrong, dtype=np.int64) for one in learnt]),
        np.repeat([one.weight for one in learnt], sizes),
        np.repeat([one.text.source for one in learnt], sizes),
    )


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
    """Trees for claims and trees for whole answers under one question, the same each time.

    What is wrong in a claim is told by other signs than the wrong sentences of an answer from documents:
    trees grown on both at once do worse on each. Answers' trees learn from documents alone, claims' from all
    rows. Raises PluginUnknown without scikit-learn.
    """
    return _join(grow_one(rows.where(rows.signs[:, _BRIEF] < 0.5)), grow_one(rows))


def grow_one(rows: Rows, further: int = 0) -> Forest:
    """The averaged forests of some rows; `further` columns after SIGNS tell for a sentence, as cosines do."""
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ModuleNotFoundError as error:
        raise PluginUnknown(
            "Training the checker needs scikit-learn, not installed here.",
            hint="pip install 'fixcite[local]'",
        ) from error
    chance = np.random.default_rng(0)
    signs = rows.signs.copy()
    signs[:, _CLAIM] = 0.0  # it chooses the trees, it is no sign to them
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
            monotonic_cst=[*MONOTONE, *[-1] * further],
            early_stopping=False,
            random_state=number,
        )
        members.append(member.fit(signs[some], rows.wrong[some], rows.weights[some]))
    forest = _flatten(members)
    told = np.mean([member.decision_function(signs) for member in members], axis=0)
    if not np.allclose(forest.odds(rows.signs), told, atol=1e-6):
        raise AssertionError(
            "the flat trees do not say what scikit-learn's say: its inner layout has changed"
        )
    return forest


def _join(answers: Forest, claims: Forest) -> Forest:
    """A tree of the one beside a tree of the other, under a root that asks whether it is a claim."""
    count, first = len(answers.roots), len(answers.feature)
    moved = (count, count + first)
    both = (answers, claims)
    return Forest(
        np.concatenate([np.full(count, _CLAIM), *(f.feature for f in both)]).astype(np.int32),
        np.concatenate([np.full(count, 0.5), *(f.threshold for f in both)]),
        np.concatenate([answers.roots + count, *(f.left + m for f, m in zip(both, moved, strict=True))]),
        np.concatenate(
            [claims.roots + count + first, *(f.right + m for f, m in zip(both, moved, strict=True))]
        ),
        np.concatenate([np.zeros(count), *(f.value + f.intercept / count for f in both)]),
        np.arange(count, dtype=np.int32),
        0.0,
        max(f.depth for f in both) + 1,
        SIGNS,
    )


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


def folds(texts: Iterable[JudgedText]) -> list[set[str]]:
    """The sources to leave out in turn; as many folds as sources where these are few. The same every time."""
    sources = sorted({text.source for text in texts})
    shuffled = np.random.default_rng(0).permutation(len(sources))
    count = min(FOLDS, len(sources))
    return [{sources[i] for i in shuffled[n::count]} for n in range(count)]


def fold_judges(judged: JudgedSet, rows: Rows) -> Iterator[tuple[set[str], LocalJudge]]:
    """For each fold of a fitted set: the sources left out, and a judge that never saw them."""
    for left_out in folds(judged.texts):
        yield left_out, LocalJudge(grow(rows.without(left_out)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--curve", action="store_true", help="print the learning curve, write nothing")
    only.add_argument(
        "--minilm", action="store_true", help="print AUROC with and without MiniLM, write nothing"
    )
    parser.add_argument("--kept", type=Path, default=Path("out/checker"), help="where these two keep theirs")
    asked = parser.parse_args()
    learnt = read_learnt(asked.data)
    if asked.curve or asked.minilm:
        from evaluation.checker_trials import try_minilm, try_sizes

        kept = Kept(asked.kept, lambda text: print(text, file=sys.stderr, flush=True))
        for line in try_sizes(learnt, kept) if asked.curve else try_minilm(learnt, kept):
            print(line, flush=True)
        return
    rows = rows_of(learnt)
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
