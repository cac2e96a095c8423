from __future__ import annotations

import pytest

from vlm.chatter import plain_statement, without_thoughts


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("<think>S1 says so.</think>\n\nHold the key.", "Hold the key."),
        ("S1 says so.\n</think>Hold the key.", "Hold the key."),
        ("<think>I never came to", ""),
        ("  Hold the key. ", "Hold the key."),
    ],
)
def test_thoughts_are_split_off(said: str, left: str) -> None:
    assert without_thoughts(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("✅ **Hold** the key.", "Hold the key."),
        ("Of course! Here is what the manual says: Hold the key.", "Hold the key."),
        ("**Final Answer**: 12 N·m", "12 N·m"),
        ("答案：12 N·m", "12 N·m"),
        ("好的，按住电源键 12 秒。", "按住电源键 12 秒。"),
        ("以下是更换步骤：", ""),
        ("希望对您有帮助！😊", ""),
        ("I hope this helps!", ""),
        ("如有其他问题，请随时告诉我。", ""),
        ("N/A", ""),
        ("Answer: NaN", ""),
        ("未知。", ""),
        ("🔧", ""),
        ("Okra is not meant.", "Okra is not meant."),
        ("OK the dialog with the OK button.", "OK the dialog with the OK button."),
        ("Yes, figure 8-1 shows the screws.", "Figure 8-1 shows the screws."),
        ("No. With a crack in the glass, stop at once.", "With a crack in the glass, stop at once."),
        ("不能：进水后先关机。", "进水后先关机。"),
        ("可以，先拔下插头。", "先拔下插头。"),
        ("No. 5 is the long screw.", "No. 5 is the long screw."),
        ("No display: check the fuse.", "No display: check the fuse."),
        ("没有图像则更换主板。", "没有图像则更换主板。"),
        ("可能原因二：导热硅脂干固。", "可能原因：导热硅脂干固。"),
        ("Cause 2: the pump is blocked.", "Cause: the pump is blocked."),
        ("Thanks to its seal the case is dry.", "Thanks to its seal the case is dry."),
        ("The unknown device is listed.", "The unknown device is listed."),
        ("2 × M3 <3 mm", "2 × M3 <3 mm"),
        ("Here are 4 screws.", "Here are 4 screws."),
    ],
)
def test_what_is_no_statement_goes(said: str, left: str) -> None:
    assert plain_statement(said) == left
