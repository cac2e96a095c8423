"""Trials of the checker on a handful of texts: what is asked of the trees, and by whom they are scored."""

from pathlib import Path

import numpy as np
import pytest

from evaluation import checker_trials, train_checker
from evaluation.checker_trials import try_minilm, try_sizes
from evaluation.judged import JudgedText
from evaluation.keeping import Kept
from evaluation.train_checker import OWN_WEIGHT, Learnt, Rows
from vlm.alignment import align
from vlm.forest import Forest

pytest.importorskip("sklearn")
RIGHT, WRONG = "Tighten the four screws.", "Soak the mirror in strong alcohol."
PAGE = " ".join(f"Step {n} is to wait." for n in range(12))


@pytest.fixture(autouse=True)
def _few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_checker, "TREES", 5)
    monkeypatch.setattr(train_checker, "MEMBERS", 2)


def learnt() -> list[Learnt]:
    """Twenty right and twenty wrong ones of each kind, the public ones on pages, our own on quotations."""
    found = []
    for number in range(160):
        kind, right = ("qa", "summary", "zh", "en")[number % 4], number % 8 < 4
        own = kind in ("zh", "en")
        evidence = ("Tighten the four screws." if own else f"{PAGE} Tighten the four screws.",)
        body = RIGHT if right else WRONG
        text = JudgedText(
            f"t{number}", f"{kind}{number // 8 % 5}", "en", body, evidence, float(right), kind=kind
        )
        signs = np.array([sentence.signs for sentence in align(body, evidence)])
        found.append(Learnt(text, signs, [int(not right)], OWN_WEIGHT if own else 1.0))
    return found


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_curve_grows_with_what_is_learnt_from(tmp_path: Path) -> None:
    lines = [cells(line) for line in list(try_sizes(learnt(), Kept(tmp_path)))[2:]]
    public, own = lines[: len(checker_trials.SHARES)], lines[len(checker_trials.SHARES) :]
    for part in (public, own):
        sizes = [int(line[1]) for line in part]
        assert sizes == sorted(sizes)
        assert sizes[0] < sizes[-1]
    assert public[-1][2:] == ["1.000", "1.000", "–", "–"], "what is told apart with ease is told apart"
    assert own[-1][2:] == ["–", "–", "1.000", "1.000"]


def test_no_trees_are_scored_on_what_they_learnt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    grown: list[set[str]] = []
    scored: list[set[str]] = []
    grow, tell = train_checker.grow_one, checker_trials._told

    def noted(rows: Rows, further: int = 0) -> Forest:
        grown.append(set(rows.sources))
        return grow(rows, further)

    def told(forest: Forest, some: list[Learnt]) -> dict[str, float]:
        scored.append({one.text.source for one in some})
        return tell(forest, some)

    monkeypatch.setattr(checker_trials, "grow_one", noted)
    monkeypatch.setattr(checker_trials, "_told", told)
    lines = list(try_sizes(learnt(), Kept(tmp_path)))
    assert len(grown) == len(scored) > 0
    assert not any(seen & asked for seen, asked in zip(grown, scored, strict=True))
    grown.clear()
    told_: list[str] = []
    assert list(try_sizes(learnt(), Kept(tmp_path, told_.append))) == lines
    assert not grown, "what was grown before is not grown again"
    assert told_[-1] == "30 of 30"
    monkeypatch.setattr(train_checker, "TREES", 6)
    list(try_sizes(learnt(), Kept(tmp_path)))
    assert grown, "other trees are other trees"


def test_minilm_is_a_sign_beside_the_others(tmp_path: Path) -> None:
    def embed(texts: object) -> list[list[float]]:
        return [[0.0, 1.0] if t == WRONG else [1.0, 0.0] for t in texts]  # type: ignore[attr-defined]

    alone, without, joined = (cells(line) for line in list(try_minilm(learnt(), Kept(tmp_path), embed))[2:])
    assert alone[2:] == ["1.000"] * 4
    assert without[0] == "without MiniLM"
    assert joined[2:] == ["1.000"] * 4
