"""What of a sentence stands in its evidence, and what does not, in both languages."""

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlm.alignment import SIGNS, align, split

EN = ("Tighten the four screws clockwise to 0.25 N·m. Do not use thread lock.",)
ZH = ("顺时针拧紧四颗螺丝，扭矩为 0.25 N·m。请勿使用螺纹胶。",)


def sign(name: str, text: str, evidence: tuple[str, ...], question: str = "") -> float:
    (aligned,) = align(text, evidence, question)
    return aligned.signs[SIGNS.index(name)]


@pytest.mark.parametrize("evidence", [EN, ZH])
def test_what_is_copied_is_covered_whole(evidence: tuple[str, ...]) -> None:
    for aligned in align(evidence[0], evidence):
        assert aligned.signs[SIGNS.index("covered")] == pytest.approx(1.0)
        assert aligned.missing == ()


@pytest.mark.parametrize(
    ("text", "evidence", "told"),
    [
        ("Coat the screws with silicone grease.", EN, {"Coat", "silicone", "grease"}),
        ("四颗螺丝要涂硅脂。", ZH, {"要涂硅脂"}),
    ],
)
def test_what_is_invented_is_told_as_it_is_printed(
    text: str, evidence: tuple[str, ...], told: set[str]
) -> None:
    (aligned,) = align(text, evidence)
    assert set(aligned.missing) == told


def test_a_converted_figure_is_the_same_figure() -> None:
    assert sign("figures_missing", "拧紧到 25 牛厘米。", ZH) == 0
    assert sign("figures_missing", "Tighten to 25 N·cm.", EN) == 0
    assert sign("figures_missing", "Tighten to 0.35 N·m.", EN) == 1


def test_a_form_of_a_word_is_no_other_word() -> None:
    assert "tightening" not in align("tightening the screws", EN)[0].missing
    assert sign("covered_alike", "Tightener of screws", EN) > sign("covered", "Tightener of screws", EN)


def test_names_that_the_evidence_never_gives() -> None:
    assert sign("names_missing", "The screws come from Norvik.", EN) == 1
    assert sign("names_missing", "The screws come from Norvik.", (*EN, "Norvik makes screws.")) == 0


def test_opposites_and_lost_negations_are_counted() -> None:
    assert sign("opposites", "Tighten the screws anticlockwise.", EN) >= 1
    assert sign("negations", "Use thread lock.", EN[:1]) <= 0


@pytest.mark.parametrize(
    ("scattered", "together", "evidence"),
    [
        (
            "Fasten all four screws turning clockwise with 0.25 N·m of force.",
            "Tighten the four screws, then grease every hinge pin thoroughly.",
            EN,
        ),
        ("把四颗螺丝都顺着时针方向拧紧，扭矩 0.25 N·m。", "顺时针拧紧四颗螺丝，再把铰链涂上油脂。", ZH),
    ],
)
def test_words_of_its_own_in_one_stretch_tell_more_than_scattered_ones(
    scattered: str, together: str, evidence: tuple[str, ...]
) -> None:
    for name in ("stretch", "long_stretch"):
        assert sign(name, scattered, evidence) > sign(name, together, evidence)
    assert sign("gap", scattered, evidence) < sign("gap", together, evidence)


def test_no_stretch_of_a_copy_is_foreign() -> None:
    for evidence in (EN, ZH):
        for aligned in align(evidence[0], evidence):
            told = dict(zip(SIGNS, aligned.signs, strict=True))
            assert told["stretch"] == told["long_stretch"] == told["stretches"] == 1.0
            assert told["gap"] == 0.0


def test_a_claim_is_held_against_few_sentences_or_stands_alone_and_answers_nothing() -> None:
    page = (" ".join(f"Screw {n} holds the cover in its place." for n in range(9)),)
    lone, answer = "Screw 3 holds the cover.", "Screw 3 holds the cover. Screw 4 holds it as well."
    assert sign("claim", lone, page) == sign("claim", lone, EN, "What holds it?") == 1.0
    assert sign("claim", lone, page, "What holds it?") == 0.0
    assert [a.signs[SIGNS.index("claim")] for a in align(answer, page)] == [0.0, 0.0]
    assert [a.signs[SIGNS.index("claim")] for a in align(answer, EN)] == [1.0, 1.0]


def test_the_place_of_a_sentence_in_its_text() -> None:
    first, last = align("Tighten the screws. Wear gloves while doing so.", EN)
    place = SIGNS.index("place")
    assert (first.signs[place], last.signs[place]) == (0.0, 1.0)


def test_sentences_of_both_languages_and_lists() -> None:
    assert split("拧紧螺丝。装上后盖！") == ("拧紧螺丝。", "装上后盖！")
    assert split("Use 0.25 N·m. Do not\nuse glue.") == ("Use 0.25 N·m.", "Do not use glue.")
    assert split("1. Switch it off and wait.\n2. Open the cover slowly.") == (
        "1. Switch it off and wait.",
        "2. Open the cover slowly.",
    )


@given(st.text(max_size=120), st.lists(st.text(max_size=80), max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_text_has_as_many_numbers(text: str, evidence: list[str]) -> None:
    for aligned in align(text, tuple(evidence)):
        assert len(aligned.signs) == len(SIGNS)
        assert all(isfinite(number) for number in aligned.signs)
        assert all(word in aligned.text for word in aligned.missing)


@given(st.sampled_from([EN, ZH]), st.integers(0, 60), st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_more_evidence_never_covers_less(evidence: tuple[str, ...], start: int, length: int) -> None:
    piece = evidence[0][start : start + length]
    for less, more in zip(
        align(piece, ("螺丝 screws",)), align(piece, (*evidence, "螺丝 screws")), strict=True
    ):
        assert more.signs[SIGNS.index("covered_plain")] >= less.signs[SIGNS.index("covered_plain")]
