"""Flat trees: what they say, what a file of them must hold."""

from pathlib import Path

import numpy as np
import pytest

from kb_sources.errors import SettingsInvalid
from vlm.forest import Forest, read_forest


def stump() -> Forest:
    """Two trees of one question each: a ≤ 1 → -1, else 2; b ≤ 0 → 0.5, else -0.5."""
    return Forest(
        feature=np.array([0, 0, 0, 1, 0, 0], dtype=np.int32),
        threshold=np.array([1.0, 0, 0, 0.0, 0, 0]),
        left=np.array([1, 1, 2, 4, 4, 5], dtype=np.int32),
        right=np.array([2, 1, 2, 5, 4, 5], dtype=np.int32),
        value=np.array([0, -1.0, 2.0, 0, 0.5, -0.5]),
        roots=np.array([0, 3], dtype=np.int32),
        intercept=0.25,
        depth=1,
        names=("a", "b"),
    )


def test_every_tree_adds_its_leaf() -> None:
    odds = stump().odds(np.array([[1.0, 0.0], [1.1, 0.0], [1.1, 9.0]]))
    assert odds.tolist() == [-0.25, 2.75, 1.75]


def test_no_rows_no_odds() -> None:
    assert stump().odds(np.zeros((0, 2))).shape == (0,)


def test_written_and_read_it_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "trees.npz"
    stump().save(file)
    rows = np.array([[0.0, 1.0], [5.0, -1.0]])
    assert read_forest(file, ("a", "b")).odds(rows).tolist() == stump().odds(rows).tolist()


def test_trees_of_other_signs_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "trees.npz"
    stump().save(file)
    with pytest.raises(SettingsInvalid, match="train_checker"):
        read_forest(file, ("b", "a"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_broken_file_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "trees.npz"
    file.write_bytes(content)
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        read_forest(file, ("a",))


def test_pickled_code_is_never_run(tmp_path: Path) -> None:
    file = tmp_path / "trees.npz"
    with file.open("wb") as out:
        np.savez(out, feature=np.array([{"a": 1}], dtype=object))
    with pytest.raises(SettingsInvalid):
        read_forest(file, ("a",))
