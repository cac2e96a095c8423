"""What vlm/deadlines.py promises: what is due within a time is not told as due after it, or the other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.deadlines import find_hastened, find_late

WITHIN = "The lock must click within 6 seconds."
INNEN = "门锁应在 6 秒内锁上。"
WAIT = "Wait 5 minutes, then touch the capacitor."
WARTEN = "等待 5 分钟后再接触电容。"
AFTER = "The lock releases 2 minutes after the plug is pulled."
NICHT = "按电源键。如果 2 秒内没有出现 1.80 V，更换排线。"
CELL = "Test: 05 | In order when: Temperature rises by 2 °C | Time (s): 180"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("The lock must click only after 6 seconds.", WITHIN),
        ("The lock must not click before 6 seconds.", WITHIN),
        ("The lock must not click until 6 seconds are over.", WITHIN),
        ("The lock must click no sooner than 6 seconds.", WITHIN),
        ("The lock must click after 6 s at the earliest.", WITHIN),
        ("The lock must click once 6 seconds have passed.", WITHIN),
        ("门锁应在 6 秒之后锁上。", INNEN),
        ("门锁过 6 秒才应锁上。", INNEN),
        ("6 秒以前门锁不应锁上。", INNEN),
        ("不到 6 秒门锁不应锁上。", INNEN),
        ("Touch the capacitor within 5 minutes.", WAIT),
        ("Touch the capacitor before 5 minutes are up.", WAIT),
        ("Touch the capacitor in the first 5 minutes.", WAIT),
        ("Touch the fuser within 20 minutes.", "Let the fuser cool for 20 minutes before you touch it."),
        ("5 分钟内接触电容。", WARTEN),
        ("5 分钟以前可接触电容。", WARTEN),
        ("The lock releases within 2 minutes of pulling the plug.", AFTER),
        ("如果 2 秒以后没有出现 1.80 V，更换排线。", NICHT),
        ("如果 2 秒之后才没有出现 1.80 V，更换排线。", NICHT),
        ("受损的电芯会在数秒过后起火。", "受损的电芯会在数秒内起火。"),
        ("A damaged cell catches fire after some seconds.", "A damaged cell catches fire within seconds."),
        ("It is 6 seconds before the lock may click.", WITHIN),
        ("门锁 6 秒钟过去才应锁上。", INNEN),
        ("The glue is strong within 24 hours.", "Let the glue cure for 24 hours; only then is it strong."),
        ("The temperature rises by 2 °C only after 3 minutes.", CELL),
        ("The temperature does not rise by 2 °C before 180 s.", CELL),
    ],
)
def test_a_time_is_not_told_the_other_way(claim: str, printed: str) -> None:
    assert find_late(claim, [printed]) is not None
    assert find_late(printed, [printed]) is None
    assert find_late(claim, [claim]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("The lock must click before 6 seconds are up.", WITHIN),
        ("The lock must have clicked after 6 s at the latest.", WITHIN),
        ("The lock must click within 6 seconds after the start.", WITHIN),
        ("门锁应在 6 秒之内锁上。", INNEN),
        ("After 5 minutes touch the capacitor.", WAIT),
        ("Do not touch the capacitor before 5 minutes are over.", WAIT),
        ("Before you wait for 5 minutes, pull the plug.", WAIT),
        ("等待 5 分钟之前先拔下插头。", WARTEN),
        ("等 5 分钟再接触电容。", WARTEN),
        ("Two minutes after the plug is pulled the lock releases.", AFTER),
        ("如果 2 秒后仍没有出现 1.80 V，更换排线。", NICHT),
        (
            "If 1.80 V has not appeared after 2 s, replace it.",
            "If 1.80 V does not appear within 2 s, replace it.",
        ),
        ("If it does not appear before 2 s are over, stop.", "If it does not appear within 2 s, stop."),
        ("受损的电芯几秒之内就会起火。", "受损的电芯会在数秒内起火。"),
        ("After 3 minutes the temperature has risen by 2 °C.", CELL),
        ("E 12 appears only after 1.8 s.", "Code: E12 | Delay time (s): 1.8"),
        ("The lock clicks only after 8 seconds.", WITHIN),  # figures.py asks for the 8
    ],
)
def test_what_says_the_same_is_free(claim: str, printed: str) -> None:
    assert find_late(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("The lock releases as soon as the plug is pulled.", AFTER, True),
        ("The lock releases the moment the plug is pulled.", AFTER, True),
        ("The lock releases 2 minutes after the plug is pulled.", AFTER, False),
        (
            "Pull the plug immediately.",
            "Pull the plug immediately. The lock releases 2 minutes later.",
            False,
        ),
        ("Touch the capacitor at once.", WAIT, True),
        ("一拔下插头门锁就松开。", "拔下插头 2 分钟后门锁松开。", True),
        ("拔下插头后门锁立即松开。", "拔下插头 2 分钟后门锁松开。", True),
        ("拔下插头 2 分钟后门锁松开。", "拔下插头 2 分钟后门锁松开。", False),
        ("Stop at once.", "Stop the pump. It clicks within 2 seconds.", False),
    ],
)
def test_what_takes_its_time_does_not_happen_at_once(claim: str, printed: str, stopped: bool) -> None:
    assert (find_hastened(claim, [printed]) is not None) is stopped


def test_a_denial_of_another_sentence_turns_no_time() -> None:
    printed = ["The flap clicks within 6 s.", "The lid is not checked."]
    assert find_late("The flap clicks only after 6 s. The lid is not checked.", printed) is not None
    assert find_late("The flap has not clicked after 6 s.", printed) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read(claim: str, printed: str) -> None:
    find_late(claim, [printed])
    assert find_late(printed, [printed]) is None
