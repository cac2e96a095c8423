"""Quantised weights of the miniature: smaller, and the same is read. Its speed and size tell of no model."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_quantised_it_is_smaller_and_reads_the_same(
    miniature: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from vlm.miniature.comparing import compare

    plain, int8, int4 = compare(miniature, 12)
    assert (plain.kind, int8.kind, int4.kind) == ("float32", "int8", "int4")
    assert plain.language_megabytes > 3 * int8.language_megabytes
    assert int8.language_megabytes > 1.5 * int4.language_megabytes
    assert plain.megabytes > int8.megabytes > int4.megabytes
    assert plain.same == 1.0 and min(int8.same, int4.same) >= 0.8
    assert plain.right >= 0.8
    assert "will be cast" not in capfd.readouterr().err, "a warning for every layer of every token"
    with capfd.disabled():
        for each in (plain, int8, int4):
            print(f"\n{each.kind}: {each.language_megabytes:.2f} MB, {each.milliseconds:.0f} ms, "
                  f"{each.same:.0%} as float32", end="")  # fmt: skip
