from __future__ import annotations

import pytest

from vlm.joints_zh import told_plainly_zh


@pytest.mark.parametrize(
    ("claim", "plain"),
    [
        ("打开后盖，下一道工序是：装上电池。", "打开后盖，然后装上电池。"),
        ("打开后盖，此步骤完毕，装上电池。", "打开后盖，然后装上电池。"),
        ("首先要做的是：打开后盖；接下来要做的是：装上电池。", "先打开后盖；然后装上电池。"),
        ("顺序如下：先打开后盖，后装上电池。", "先打开后盖，后装上电池。"),
        ("两步依次：打开后盖；装上电池。", "打开后盖；然后装上电池。"),
        ("装上电池，不过要先打开后盖。", "装上电池；在此之前，打开后盖。"),
        ("装上电池要等打开后盖之后。", "先打开后盖，然后装上电池。"),
        ("打开后盖。补充一点：装上电池。", "打开后盖。装上电池。"),
    ],
)
def test_a_joint_is_told_plainly(claim: str, plain: str) -> None:
    assert told_plainly_zh(claim, ()) == plain


@pytest.mark.parametrize(
    "claim",
    [
        "打开后盖。",
        "先打开后盖，然后装上电池。",
        "往下拉，再往后推。",
        "排除原因应在重新开机以前、代码消失以后进行。",
        "最终值为 5 V。",
        "现在的版本",
        "依次为：红、绿、蓝。",
        "正极在前，负极在后。",
        "此后盖不可拆。",
        "未做完时不要断电。",
    ],
)
def test_what_is_plain_stays(claim: str) -> None:
    assert told_plainly_zh(claim, ()) == claim
