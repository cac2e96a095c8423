"""Training on a handful of sentences: the same each time, flat trees that say the same, honest folds."""

import numpy as np
import pytest

from evaluation import train_checker
from evaluation.judged import JudgedSet, JudgedText
from evaluation.train_checker import MONOTONE, Rows, _marked, fold_judges, folds, grow, grow_one
from vlm.alignment import SIGNS, align
from vlm.forest import read_forest
from vlm.judges.local import WEIGHTS

pytest.importorskip("sklearn")


@pytest.fixture(autouse=True)
def _few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_checker, "TREES", 5)
    monkeypatch.setattr(train_checker, "MEMBERS", 2)


def rows(n: int = 200) -> Rows:
    """What is not covered is wrong, but for one in ten."""
    chance = np.random.default_rng(3)
    signs = chance.random((n, len(SIGNS)))
    wrong = (signs[:, SIGNS.index("covered")] < 0.4).astype(int) ^ (chance.random(n) < 0.1)
    return Rows(signs, wrong, np.ones(n), np.array([f"s{i % 10}" for i in range(n)]))


def test_grown_twice_it_is_the_same() -> None:
    one, other = grow(rows()), grow(rows())
    assert np.array_equal(one.odds(rows().signs), other.odds(rows().signs))


def test_more_covered_is_never_more_suspect() -> None:
    forest, column = grow(rows()), SIGNS.index("covered")
    assert MONOTONE[column] == -1
    line = np.repeat(rows().signs[:1], 20, axis=0)
    line[:, column] = np.linspace(0, 1, 20)
    assert (np.diff(forest.odds(line)) <= 1e-9).all()
    assert forest.odds(line)[0] > forest.odds(line)[-1]


def test_answers_and_claims_have_trees_of_their_own() -> None:
    table = rows()
    claim = table.signs[:, SIGNS.index("claim")] >= 0.5
    brief = table.signs[:, SIGNS.index("brief")] >= 0.5
    told = grow(table).odds(table.signs)
    of_answers, of_all = grow_one(table.where(~brief)), grow_one(table)
    assert np.allclose(told[~claim], of_answers.odds(table.signs[~claim]))
    assert np.allclose(told[claim], of_all.odds(table.signs[claim]))


def test_no_source_is_fitted_on_and_scored() -> None:
    texts = tuple(JudgedText(f"t{i}", f"s{i % 10}", "en", "x", ("y",), 1.0) for i in range(40))
    left = folds(texts)
    assert sorted(source for fold in left for source in fold) == sorted({t.source for t in texts})
    seen: list[set[str]] = []
    table = rows()
    for left_out in left:
        seen.append(set(table.without(left_out).sources))
        assert not seen[-1] & left_out
    judged = list(fold_judges(JudgedSet(texts, "none", fitted=True), table))
    assert [left_out for left_out, _ in judged] == left


def test_few_sources_are_left_out_one_by_one() -> None:
    texts = [JudgedText(f"t{i}", f"s{i % 2}", "en", "x", ("y",), 1.0) for i in range(4)]
    assert sorted(map(sorted, folds(texts))) == [["s0"], ["s1"]]


def test_a_sentence_is_wrong_where_a_mark_touches_it() -> None:
    body = "Tighten the four screws. Soak the mirror in alcohol. Then wait for an hour."
    text = JudgedText("t", "s", "en", body, ("Tighten the screws.",), 0.0, wrong=((33, 39),))
    assert _marked(text, align(body, text.evidence)) == [0, 1, 0]
    whole = JudgedText("t", "s", "en", body, ("Tighten the screws.",), 0.0)
    assert _marked(whole, align(body, whole.evidence)) == [1, 1, 1]


def test_what_is_shipped_is_small_and_reads_the_signs_of_today() -> None:
    assert WEIGHTS.stat().st_size < 1_000_000
    assert read_forest(WEIGHTS, SIGNS).depth < 40
