"""What was made once is not made again, unless something that it was made of has changed."""

from pathlib import Path

import numpy as np
import pytest

from evaluation.keeping import Floats, Kept


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> Floats:
        made.append(1)
        return np.array([1.0, 2.5])

    table = np.arange(6.0)
    for _ in range(2):
        assert Kept(tmp_path).get(("code", table), make).tolist() == [1.0, 2.5]
    assert len(made) == 1
    Kept(tmp_path).get(("code of another day", table), make)
    Kept(tmp_path).get(("code", table + 1), make)
    Kept(tmp_path).get(("cod", "e", table), make)
    assert len(made) == 4


def test_what_failed_or_was_killed_is_not_there(tmp_path: Path) -> None:
    def stop() -> Floats:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Kept(tmp_path).get(("a",), stop)
    (tmp_path / "half.part").write_bytes(b"\x93NUMPY")
    assert Kept(tmp_path).get(("a",), lambda: np.zeros(1)).tolist() == [0.0]


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[str] = []
    kept = Kept(tmp_path, told.append)
    kept.expect(3)
    for name in "abc":
        kept.get((name,), lambda: np.zeros(1))
    assert [line.split(",")[0] for line in told] == ["1 of 3", "2 of 3", "3 of 3"]
    assert "min left" in told[0]
    assert "left" not in told[2]
