from __future__ import annotations

import pytest

from vlm.absences import figures_in, is_figure, missing_in, tells_present


def test_equal_values_have_one_key_and_no_word_is_one() -> None:
    assert figures_in("1.80 V") == figures_in("1800 mV") != figures_in("1.8 A")
    assert all(map(is_figure, figures_in("1.80 V, 2 seconds")))
    assert not is_figure("5v") and not is_figure("板")


def test_a_figure_beside_a_denial_is_what_is_missing() -> None:
    missing = figures_in("1.80 V")
    assert missing_in(" if there is ", " 1.80 v at", True) >= missing
    assert missing_in("2 秒内", "出现 1.80 v", True) == missing
    assert missing_in(" 1.80 v does ", " appear", False) >= missing
    assert not missing_in("标称值", " 5.5 v", False)  # it is another value, not a missing one


@pytest.mark.parametrize(
    "claim", ["If there is 1.80 V, replace it.", "测到 1.80 V，更换。", "出现了 1.80 V。"]
)
def test_a_value_that_is_there_is_told(claim: str) -> None:
    assert tells_present(claim, figures_in("1.80 V"))


def test_another_value_is_not() -> None:
    assert not tells_present("If there is 1.90 V, replace it.", figures_in("1.80 V"))
