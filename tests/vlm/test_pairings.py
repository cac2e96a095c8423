"""A value of a printed pair keeps its partner."""

from __future__ import annotations

import pytest

from vlm.pairings import find_other_count, find_unpaired

ROW = "Item: Output | Value: USB-C, 5 V / 2.4 A or 12 V / 1.5 A, 18 W max."
PROSE = "The supply gives 3 A at 24 V and 5 A at 12 V."
ZH_ROW = "项目: 输出 | 参数: USB-C，5 V / 2.4 A 或 12 V / 1.5 A，最大 18 W"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("At 12 V the output gives 2.4 A.", ROW),
        ("It charges with 2.4 A at 12 volts.", ROW),
        ("At 5 V the output gives 1.5 A, at 12 V 2.4 A.", ROW),
        ("The output is 5 V or 12 V, 1.5 A or 2.4 A.", ROW),
        ("12 V / 2400 mA is one of the modes.", ROW),
        ("The supply gives 5 A at 24 V.", PROSE),
        ("12 V 时输出 2.4 A。", ZH_ROW),
        ("输出电流在 5 伏下是 1.5 A。", ZH_ROW),
        ("输出为 5 V 1.5 A 和 12 V 2.4 A。", ZH_ROW),
    ],
)
def test_a_value_with_the_partner_of_another_is_told(claim: str, text: str) -> None:
    reason = find_unpaired(claim, [text])
    assert reason is not None and reason.code == "figure_elsewhere"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("At 12 V the output gives 1.5 A, at 5 V 2.4 A.", ROW),
        ("It charges with 2.4 A at 5 volts and 1.5 A at 12 volts.", ROW),
        ("The output is 5 V or 12 V, with 2.4 A or 1.5 A.", ROW),
        ("The output gives 18 W at most.", ROW),
        ("The supply gives 5 A at 12 V.", PROSE),
        ("At 12 V the lamp takes 5 A.", "Connect 12 V to the lamp. It takes 5 A."),
        ("12 V 时输出 1.5 A，5 V 时输出 2.4 A。", ZH_ROW),
        (ROW, ROW),
    ],
)
def test_a_printed_pair_stays_free(claim: str, text: str) -> None:
    assert find_unpaired(claim, [text]) is None


PARTS_EN = "Time: 35 minutes. Parts: NV-7521-A, NV-7522-A (3 pieces), NV-7512-B."
PARTS_ZH = "工时：25 分钟。零件：NV-7021-B、NV-7022-A（2 条）、NV-7012-A。"


@pytest.mark.parametrize(
    ("claim", "text", "wrong"),
    [
        ("The parts include NV-7512-B (3 pieces).", PARTS_EN, True),
        ("You need 3 pieces of NV-7521-A.", PARTS_EN, True),
        ("Needed are NV-7521-A, three NV-7512-B and NV-7522-A.", PARTS_EN, True),
        ("Needed are NV-7521-A, NV-7512-B and three NV-7522-A.", PARTS_EN, False),
        ("You need three NV-7522-A.", PARTS_EN, False),
        ("NV-7521-A, NV-7522-A (3 pieces) and NV-7512-B are needed.", PARTS_EN, False),
        ("NV-7512-B is needed; the job takes 35 minutes.", PARTS_EN, False),
        ("零件中 NV-7012-A 需要 2 条。", PARTS_ZH, True),
        ("NV-7022-A 需要 2 条。", PARTS_ZH, False),
        ("需要 NV-7012-A，以及两条 NV-7022-A。", PARTS_ZH, False),
    ],
)
def test_a_number_in_brackets_counts_what_stands_before_it(claim: str, text: str, wrong: bool) -> None:
    assert (find_other_count(claim, [text]) is not None) is wrong
