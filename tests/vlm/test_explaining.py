"""Why a claim passed: told by every check, in both languages, with the words it went by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Box, Edition, Language, Manual, Passage, Span
from vlm.answer import Asked, CheckedClaim, Claim, Draft, Reference, Shown
from vlm.checking import ORDER, GateSettings, build_gate
from vlm.explaining import Explainer
from vlm.frames import told_together
from vlm.judge import Judgement, Statement
from vlm.model import Deadline

TORQUE = "Tighten the pump screws clockwise to 1.8 N·m. Do not use oil."
ROW = "Screw: pump screws | Size: M4x10 | Torque (N·m): 1.8"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Judge:
    passes_from, passes_from_ocr, crosses = 0.8, 0.7, True

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        return [Judgement(0.93)] * len(statements)


JUDGED = GateSettings(judge=Judge())


def shown(text: str, label: str = "S1", **told: object) -> Shown:
    given_ = {"kind": "text", "read_by": "textlayer", "reading": "r", **told}
    spans = (Span(0, len(text), 12, Box(0, 0, 1, 0.1)),)
    passage = Passage(
        label, "e", given_.pop("reading"), given_.pop("kind"), ("Pump",), 0, text, spans,
        given_.pop("read_by"), **given_,
    )  # fmt: skip
    manual = Manual("m", "t", "WM-620 Service Manual", "Helmar", ("WM-620", "WM-640"), "en")
    return Shown(label, passage, manual, Edition("e", "m", "B", "en", "live", "wm.pdf", 20))


def passed(
    text: str,
    quote: str,
    *sources: Shown,
    products: tuple[str, ...] = ("WM-620",),
    settings: GateSettings | None = None,
    step: str = "",
) -> CheckedClaim:
    claim = Claim("c1", "fact", text, (Reference(sources[0].label, quote),), step)
    gate = build_gate(settings or GateSettings())
    grounded = gate.check(Draft((claim,), "generated"), sources, Asked("?", "en", products))
    assert grounded.claims, grounded.dropped[0].reason
    return grounded.claims[0]


def why(checked: CheckedClaim, check: str, settings: GateSettings | None = None) -> tuple[str, str]:
    """What a check tells, in Chinese and in English."""
    explained = Explainer(settings or GateSettings()).explain(checked)
    by_check = dict(zip((f.check for f in checked.verdict.findings), explained, strict=True))
    zh, en = (told_together(by_check[check], language) for language in LANGUAGES)
    return zh, en


def test_every_check_tells_in_both_languages_why_a_claim_passed() -> None:
    checked = passed("Turn the pump screws tight clockwise, to 1.8 N·m.", TORQUE, shown(TORQUE))
    for name in ORDER:
        zh, en = why(checked, name)
        assert zh.endswith("。") and en.endswith(".") and zh != en, name


def test_it_tells_which_passage_was_cited() -> None:
    zh, en = why(passed(TORQUE, TORQUE, shown(TORQUE)), "cited")
    assert en == "S1 (“WM-620 Service Manual”) is among the passages shown, in the manual's own words."
    assert "S1" in zh and "WM-620 Service Manual" in zh


@pytest.mark.parametrize(
    ("quote", "source", "said"),
    [
        ("Do not use oil.", shown(TORQUE), "stands letter for letter in S1, page 12."),
        ("DO NOT  use oil.", shown(TORQUE), "stands in S1, page 12, but for capitals, spaces"),
        (TORQUE, shown(TORQUE.replace("wise", "wlse"), read_by="rapidocr"), "is 0.98 like what OCR read"),
    ],
)
def test_it_tells_how_a_quote_was_found(quote: str, source: Shown, said: str) -> None:
    _, en = why(passed(TORQUE if quote == TORQUE else "Do not use oil.", quote, source), "quoted")
    assert f"“{quote}”" in en and said in en
    assert ("at least 0.95 is asked" in en) == (quote == TORQUE)


OIL, HOOKS = "Do not use oil.", "Pull both hooks."
IN_ROW, IN_STEP = shown(ROW, kind="row"), shown(TORQUE, kind="step", step="4")
LIMITS = "Part: pump screws | Nominal: 4 V | Min.: 3 V | Max.: 5 V"
LIMITED = shown(LIMITS, kind="row")
NO_FIGURE = "There is no figure, date or code in it."
SAME = "Nothing is turned round; the quoted sentence says, too:"
NAMED = "“WM-620” stands in the name or the products of the manual."


@pytest.mark.parametrize(
    ("text", "quote", "source", "said"),
    [
        ("Clockwise, to 1.8 N·m.", TORQUE, shown(TORQUE), "The quote says so, too: “1.8 N·m”."),
        ("Pump screws: M4x10", ROW, IN_ROW, "The row “pump screws” of the table says so, too: “M4x10”."),
        ("Pump screws: 1.8 N·m", ROW, IN_ROW, "“1.8 N·m” is printed as “1.8”."),
        ("Clockwise, to 1.80 N·m.", TORQUE, shown(TORQUE), "“1.80 N·m” is printed as “1.8 N·m”."),
        ("To 180 N·cm.", TORQUE, shown(TORQUE), "“180 N·cm” is converted from the manual's “1.8 N·m”."),
        ("Use no oil.", OIL, shown(TORQUE), NO_FIGURE),
        ("Use no oil on a WM-620.", OIL, shown(TORQUE), NAMED),
        ("Pull both hooks: 2 hooks.", HOOKS, shown(HOOKS), "“2” is as many as the quote names."),
        ("Pump screws: 3 V to 5 V", LIMITS, LIMITED, "“3 V to 5 V” agrees with the quote's “3 V, 5 V”."),
        ("4. Use no oil.", OIL, IN_STEP, NO_FIGURE),
        ("Use no oil in step 4.", OIL, IN_STEP, "“4” is the number of the cited step."),
    ],
)  # fmt: skip
def test_it_tells_by_which_printed_figures(text: str, quote: str, source: Shown, said: str) -> None:
    assert why(passed(text, quote, source), "figures")[1] == said


@pytest.mark.parametrize(
    ("text", "quote", "said"),
    [
        ("Clockwise, to 1.8 N·m.", TORQUE, f"{SAME} “clockwise”."),
        ("Never use oil.", OIL, f"{SAME} “oil”. “never” goes with “do not” there."),
        ("Pump screws: 1.8 N·m", TORQUE, "There is no word in it that has an opposite, and no denial."),
    ],
)  # fmt: skip
def test_it_tells_which_turning_words_were_compared(text: str, quote: str, said: str) -> None:
    assert why(passed(text, quote, shown(TORQUE)), "opposites")[1] == said


def test_a_copy_is_said_to_be_one() -> None:
    copied = "It copies whole sentences or rows and adds nothing, so nothing further is compared."
    checked = passed(TORQUE, TORQUE, shown(TORQUE))
    assert why(checked, "opposites")[1] == copied
    assert why(checked, "figures")[1] == f"The quote says so, too: “1.8 N·m”. {copied}"
    assert why(checked, "figures")[0].startswith("引文里同样写着“1.8 N·m”。")


def test_words_of_another_language_are_told_beside_those_printed() -> None:
    checked = passed("顺时针拧紧泵的螺钉，1.8 N·m。", TORQUE[:45], shown(TORQUE), settings=JUDGED)
    assert "“顺时针”与原句的“clockwise”一致。" in why(checked, "opposites")[0]


def test_it_tells_edition_and_product_or_that_none_was_asked_about() -> None:
    asked = why(passed(TORQUE, TORQUE, shown(TORQUE)), "applicable")[1]
    assert asked == "“WM-620 Service Manual · B” is live and is for WM-620, which was asked about."
    unasked = why(passed(TORQUE, TORQUE, shown(TORQUE), products=()), "applicable")[1]
    assert unasked == "“WM-620 Service Manual · B” is live; no product was asked about."


@pytest.mark.parametrize(
    ("text", "read_by", "settings", "said"),
    [
        (TORQUE, "textlayer", JUDGED, "word for word, so no judge is asked"),
        ("Clockwise, to 1.8 N·m.", "textlayer", GateSettings(), "No judge is set"),
        ("Clockwise, to 1.8 N·m.", "textlayer", JUDGED, "gives it 0.93; at least 0.80 is asked"),
        ("Clockwise, to 1.8 N·m.", "rapidocr", JUDGED, "gives it 0.93; at least 0.70 is asked"),
    ],
)  # fmt: skip
def test_it_tells_what_the_judge_said(text: str, read_by: str, settings: GateSettings, said: str) -> None:
    checked = passed(text, TORQUE, shown(TORQUE, read_by=read_by), settings=settings)
    assert said in why(checked, "entailed", settings)[1]


def test_it_tells_which_warnings_come_with_it() -> None:
    warning = shown("DANGER Unplug the machine.", "S2", kind="warning", level="danger")
    checked = passed(TORQUE, TORQUE, shown(TORQUE, warned_by=("S2",)), warning)
    assert why(checked, "warned")[1] == (
        "The warnings that belong to it (1) come with it: “DANGER Unplug the machine.”."
    )
    assert why(passed(TORQUE, TORQUE, shown(TORQUE)), "warned")[1] == "No warning belongs to what it cites."


def test_what_no_gate_has_looked_at_is_not_explained() -> None:
    checked = replace(passed(TORQUE, TORQUE, shown(TORQUE)), asked=None)
    assert set(Explainer(GateSettings()).explain(checked)) == {()}


@given(st.text(max_size=60), st.text(min_size=1, max_size=120))
def test_whatever_passes_is_explained(before: str, text: str) -> None:
    source = shown(f"{before} {text}")
    claim = Claim("c", "fact", text, (Reference("S1", text),))
    grounded = build_gate(GateSettings()).check(Draft((claim,), "generated"), [source], Asked("?", "en"))
    for checked in grounded.claims:
        for reasons in Explainer(GateSettings()).explain(checked):
            assert all(told_together(reasons, language) for language in LANGUAGES)
