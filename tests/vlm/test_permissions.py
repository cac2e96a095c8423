"""What a claim allows or makes a wish of, where its quotes forbid or order it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.permissions import find_allowed, find_weakened

LIVE = "Disconnect the battery before you open J4. Opening it live destroys the display driver."
ZH_LIVE = "打开连接器 J4 之前先断开电池。带电拔插会烧毁屏幕驱动芯片。"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Even before the battery is disconnected J4 may be opened.", LIVE),
        ("J4 可以带电拔插。", ZH_LIVE),
        ("The board may be dried with a hair dryer.", "Dry the board. A hair dryer is not suitable for it."),
        ("You may touch it at once.", "Wait 30 minutes before you touch it."),
        ("可以立即触摸。", "等待 30 分钟再触摸。"),
        ("Toner that smears on the sheets is normal.", "Print ten sheets. The toner must not rub off."),
        ("如果拉断，等待 2 分钟后可以撬电芯。", "如果拉断，等待 2 分钟；绝不可撬电芯。"),
        ("After 2 minutes you may pry up the cell.", "Wait 2 minutes; never pry up the cell."),
        ("打印件掉粉不要紧。", "碳粉不得脱落。"),
        ("A hair dryer will do.", "A hair dryer is not suitable."),
        ("可以只换接口。", "接口焊接在充电小板上，不单独更换。"),
        ("You may turn the drum.", "Never open the lock. The drum still turns for up to 60 s."),
        ("The feet may be turned.", "Cause: Feet not level | Remedy: Never open the cover"),
        ("The drum may be turned.", "Never open the lock. The drum still turns for up to 60 s."),
    ],
)
def test_a_permission_that_nothing_printed_gives_is_told(claim: str, printed: str) -> None:
    assert find_allowed(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("J4 may be opened only after the battery is disconnected.", LIVE),
        (
            "The sieve may be clogged.",
            "Fault: Water does not run in | Possible cause: Tap closed, sieve clogged",
        ),
        ("J4 只有断开电池之后才可以打开。", ZH_LIVE),
        ("You can wipe it with a damp cloth.", "Wipe it with a damp cloth."),
        ("A shorted flex can ignite the cell.", "A short circuit in the flex can ignite the cell."),
        ("You may use a hair dryer.", "A hair dryer may be used. Never use a heat gun."),
        ("The drum may turn for up to 60 s.", "Never bypass the lock. The drum still turns for up to 60 s."),
        (
            "A foreign body may be blocking the pump.",
            "Cause: Pump blocked by a foreign body | Fault: No current",
        ),
    ],
)
def test_a_guarded_or_printed_permission_is_in_order(claim: str, printed: str) -> None:
    assert find_allowed(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Try not to pierce the battery.", "Never pierce the battery."),
        ("尽量不要刺穿电池。", "严禁刺穿电池。"),
        ("If possible, wear the wrist strap.", "Wear the wrist strap."),
        ("后盖打开期间最好佩戴防静电手环。", "后盖打开期间必须佩戴防静电手环。"),
    ],
)
def test_an_order_is_not_a_wish(claim: str, printed: str) -> None:
    assert find_weakened(claim, [printed]) is not None
    assert find_weakened(claim, [claim]) is None


def test_a_printed_guess_may_be_guessed() -> None:
    assert find_weakened("Probably the cell is swollen.", ["The cell may be swollen."]) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_allowed(claim, [printed])
    find_weakened(claim, [printed])


def test_a_printed_hedge_excuses_no_other() -> None:
    assert (
        find_weakened("Ideally wait, and try not to pierce it.", ["Ideally wait. Never pierce it."])
        is not None
    )


def test_what_may_be_so_puts_nothing_off() -> None:
    swollen = "The battery may be swollen. Go to section 5.1 at once."
    assert find_weakened("The battery may be swollen. Go there at some later time.", [swollen]) is not None
    assert find_weakened("电池可能鼓包，改天处理。", ["电池可能鼓包，立即处理。"]) is not None
    assert find_weakened("Go on when convenient.", ["Go on when convenient."]) is None
