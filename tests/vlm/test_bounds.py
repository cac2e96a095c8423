from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vlm.gated import leaves
from vlm import bounds
from vlm.bounds import Bound, bound_of

TABLE = tomllib.loads(Path(bounds.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
BEFORE = [(bound, phrase) for bound, at in TABLE.items() for phrase in at.get("before", ())]


@pytest.mark.parametrize(("bound", "phrase"), BEFORE)
def test_every_listed_phrase_makes_a_limit(bound: Bound, phrase: str) -> None:
    for frame in ("{} ", "({}: ", "{} about ", "is {} a ") if phrase.isascii() else ("{}", "{}约"):
        lower = f"let it take {frame.format(phrase)}5 s"
        assert bound_of(lower, lower.index("5"), len(lower))[0] == bound, lower


@pytest.mark.parametrize(
    ("lower", "bound"),
    [
        ("no deeper than 5 mm", "<="),
        ("至少约 5 秒", ">="),
        ("5 v or less", "<="),
        ("5 v or over", ">="),
        ("5 v or over 15 v", ""),
        ("5 以内", "<="),
        ("at most every 5 months", "<="),
        ("wait for 5 s", ""),
        ("the most common are 5", ""),
        ("maximum is good, then 5", ""),
    ],
)
def test_what_stands_beside_a_number_bounds_it(lower: str, bound: Bound) -> None:
    at = lower.index("5")
    assert bound_of(lower, at, at + 1 + 2 * lower.startswith("5 v"))[0] == bound


@given(st.text(st.sampled_from("at mostleun<=5 .高于")), st.text(max_size=4))
def test_any_text_is_read(before: str, after: str) -> None:
    lower = f"{before}7{after}".lower()
    bound, begins = bound_of(lower, len(before), len(before) + 1)
    assert (begins == -1) or (bound and 0 <= begins < len(before))


DRY = "Blow the socket out with dry air at no more than 2 bar."


@pytest.mark.parametrize(
    ("claim", "quotes", "right"),
    [
        ("电池循环 800 多次后应更换。", ("电池循环超过 800 次时应更换。",), True),
        ("电池循环 800 多次后应更换。", ("电池循环 800 次时应更换。",), False),
        ("电池循环 800 多次后应更换。", ("电池循环不到 800 次时应更换。",), False),
        ("按住 10 多秒后断电。", ("按住超过 10 秒后断电。",), True),
        ("按住 10 多秒后断电。", ("按住 10 秒后断电。",), False),
        (
            "With 800-plus cycles replace it.",
            ("With more than 800 cycles replace it.",),
            True,
        ),
        ("With 800+ cycles replace it.", ("With less than 800 cycles replace it.",), False),
        (
            "Blow the socket out with dry air at 2 bar (200 kPa) or less.",
            (DRY,),
            True,
        ),
        (
            "Blow the socket out with dry air at 2 bar (20 kPa) or less.",
            (DRY,),
            False,
        ),
        (
            "Blow the socket out with dry air at 2 bar (200 kPa) or more.",
            (DRY,),
            False,
        ),
        ("用 2 bar（200 kPa）以上的干燥空气吹净接口。", ("用不超过 2 bar 的干燥空气吹净接口。",), False),
        ("The gap must be no wider than 0.3 mm.", ("The gap must not exceed 0.3 mm.",), True),
        ("The gap must be no wider than 0.3 mm.", ("The gap must be at least 0.3 mm.",), False),
        ("以 3500 W 加热 2 kg 水。", ("以最大功率 3500 W 加热 2 kg 水。",), True),
    ],
)
def test_a_limit_may_have_other_words_or_a_conversion(
    claim: str, quotes: tuple[str, ...], right: bool
) -> None:
    assert leaves(claim, *quotes) is right
