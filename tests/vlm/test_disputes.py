"""Two editions that say otherwise are told from two that say the same, or speak of something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Located, Shown
from vlm.disputes import among, bare, otherwise

TORQUES = ("2 Specifications", "Table 2-2 Torques")
HEATER = "Position: Heater nut | Thread: M6 | Torque (N·m): "


def shown(text: str, reading: str = "a", kind: str = "text", **told: object) -> Shown:
    language, manual = told.pop("language", "en"), told.pop("manual", "m")
    section = told.pop("section", ("7 Heater",))
    about = Manual(str(manual), "t", "WM-620 Service Manual", "Helmar", ("WM-620",), language)  # type: ignore[arg-type]
    edition = Edition(reading.ljust(64, "0"), about.id, reading, language, "live", "x.pdf", 9)  # type: ignore[arg-type]
    passage = Passage(
        f"{reading}-{text[:12]}",
        edition.id,
        reading,
        kind,
        section,
        1,
        text,
        (),
        "textlayer",
        **told,  # type: ignore[arg-type]
    )
    return Shown(f"S-{reading}", passage, about, edition)


def place(one: Shown, quote: str = "") -> Located:
    text = one.passage.text
    start = text.index(quote) if quote else 0
    return Located(one, start, start + (len(quote) or len(text)))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("row", HEATER + "4.0", HEATER + "5.5"),
        ("row", "部位: 加热管螺母 | 力矩 (N·m): 4.0", "部位: 加热管螺母 | 力矩 (N·m): 5.5"),
        ("row", "Code: E21 | Remedy: Replace pump WM-21405", "Code: E21 | Remedy: Replace pump WM-21499"),
        ("step", "9. Tighten the heater nut to 4.0 N·m.", "9. Tighten the heater nut to 5.5 N·m."),
        ("step", "9. 将加热管螺母拧紧至 4.0 N·m。", "8. 将加热管螺母拧紧至 5.5 N·m。"),
        ("step", "4. Turn the valve clockwise and pull.", "4. Turn the valve anticlockwise and pull."),
        ("step", "4. Open the clamps with pliers; fit new ones.", "4. Slide the springs back by hand."),
        ("text", "4.0 N·m is the torque of the heater nut.", "5.5 N·m is the torque of the heater nut."),
        ("text", "Do not use grease on the seal of the heater.", "Use grease on the seal of the heater."),
        ("text", "加热管的密封圈上不要涂油脂。", "加热管的密封圈上要涂油脂。"),
    ],
)  # fmt: skip
def test_another_value_side_or_step_is_said_otherwise(kind: str, one: str, other: str) -> None:
    language = "zh" if any(c >= "\u4e00" for c in one) else "en"
    number = {"step": one[0]} if kind == "step" else {}
    section = TORQUES if kind == "row" else ("7 Heater",)
    a = shown(one, "a", kind, language=language, section=section, **number)
    b = shown(other, "b", kind, language=language, section=section, **(number and {"step": other[0]}))
    assert otherwise(place(a), b) == (0, len(other))
    assert otherwise(place(b), a) == (0, len(one))
    assert among([place(a), place(b)]) == (place(a), place(b))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("row", HEATER + "4.0", HEATER + "4.0"),
        ("row", HEATER + "4.0", "Position: Pump screws | Thread: M4 | Torque (N·m): 1.8"),
        ("row", HEATER + "4.0 | Section: 7.1", HEATER + "4.0 | Section: 8.2"),
        ("row", "Code: E21 | Remedy: Clean the filter", "Code: E21 | Remedy: Clean the filter first"),
        ("step", "9. Tighten the heater nut to 4.0 N·m.", "10. Tighten the heater nut to 400 N·cm."),
        ("step", "7.与加热管螺母的连接：", "8.与加热管螺母的连接："),
        ("step", "2. Drain the water (section 5.2).", "3. Drain the water (section 6.1)."),
        ("step", "9. Tighten the heater nut to 4.0 N·m.", "2. Remove the eight screws of the rear panel."),
        ("text", "Tighten the heater nut to 4.0 N·m.", "The drum holds 6 kg of cotton at 1400 rpm."),
    ],
)  # fmt: skip
def test_the_same_and_something_else_are_no_dispute(kind: str, one: str, other: str) -> None:
    number = [{"step": t.partition(".")[0]} if kind == "step" else {} for t in (one, other)]
    section = TORQUES if kind == "row" else ("7 Heater",)
    a, b = (
        shown(t, r, kind, section=section, **n) for t, r, n in zip((one, other), "ab", number, strict=True)
    )
    assert otherwise(place(a), b) is None
    assert otherwise(place(b), a) is None


def test_steps_of_other_headings_tables_readings_and_languages_are_not_compared() -> None:
    one = shown("9. Tighten the nut of the lid to 4.0 N·m.", "a", "step", step="9")
    text = "9. Tighten the nut of the lid to 5.5 N·m."
    assert otherwise(place(one), shown(text, "b", "step", step="9"))
    for other in (
        shown(text, "b", "step", step="9", section=("5 Drain pump",)),
        shown(text, "a", "step", step="9"),
        shown(text, "b", "text"),
        shown(text, "b", "figure"),
        shown("9. 将盖子的螺母拧紧至 5.5 N·m。", "b", "step", step="9", language="zh"),
    ):
        assert otherwise(place(one), other) is None


def test_two_manuals_need_more_likeness_than_two_editions() -> None:
    one = shown("9. Tighten the heater nut to 4.0 N·m.", "a", "step", step="9", section=("7.1 The heater",))
    same = ("5.2 The heater",)
    near = shown("3. Tighten the heater nut to 5.5 N·m.", "b", "step", manual="n", step="3", section=same)
    far = shown("9. Then mount the clip: 5.5 N·m.", "b", "step", manual="n", step="9", section=same)
    elsewhere = shown("3. Tighten the heater nut to 5.5 N·m.", "b", "step", manual="n", section=("Dryer",))
    assert otherwise(place(one), near)
    assert otherwise(place(one), far) is None
    assert otherwise(place(one), elsewhere) is None


def test_of_prose_only_the_sentences_that_are_quoted_are_compared() -> None:
    one = shown("Use seal WM-1. Torque of the heater nut: 4.0 N·m. Wait 10 minutes.", "a")
    other = shown("Use seal WM-1. Torque of the heater nut: 5.5 N·m. Wait 10 minutes.", "b")
    stretch = otherwise(place(one, "Torque of the heater nut: 4.0 N·m."), other)
    assert stretch is not None and "5.5" in other.passage.text[slice(*stretch)]
    assert "WM-1" not in other.passage.text[slice(*stretch)]
    assert otherwise(place(one, "Use seal WM-1."), other) is None


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["row", "step", "text", "warning"]))
def test_any_two_texts_can_be_compared_and_none_disputes_itself(one: str, other: str, kind: str) -> None:
    a, b, again = shown(one, "a", kind), shown(other, "b", kind), shown(one, "b", kind)
    stretch = otherwise(place(a), b)
    assert stretch is None or 0 <= stretch[0] < stretch[1] <= len(other)
    assert otherwise(place(a), again) is None
    assert bare(a) == bare(again)
