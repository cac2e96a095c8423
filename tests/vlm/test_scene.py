from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Edition, Language, Manual, Passage, PassageKind
from vlm.answer import Asked, Draft, Shown
from vlm.checking import GateSettings, build_gate
from vlm.drafting import build_drafter

DRAFTER = build_drafter("extractive", None)
GATE = build_gate(GateSettings())
BATTERY = ("N7", "5 Battery")
CODES = ("N7", "3 Fault codes", "Table 3-1")


def _passage(
    name: str, kind: PassageKind, text: str, order: int, section: tuple[str, ...] = BATTERY, **values: object
) -> Passage:
    return Passage(name, "e", "r", kind, section, order, text, (), "textlayer", **values)


def _show(passages: list[Passage], language: Language = "en", related: tuple[str, ...] = ()) -> list[Shown]:
    manual = Manual("m", "t", "N7 manual", "Norvik", ("N7",), language)
    edition = Edition("e", "m", "1", language, "live", "n7.pdf", 9)
    return [
        Shown(f"S{n}", p, manual, edition, 10.0 - n, p.id in related) for n, p in enumerate(passages, start=1)
    ]


def _texts(draft: Draft) -> list[str]:
    return [claim.text for claim in draft.claims]


REPLACE = [
    _passage(
        "b2", "step", "2. Lift the battery with the pull tape.", 12, part_of="p", step="2", warned_by=("w",)
    ),
    _passage("b1", "step", "1. Switch the phone off and wait 15 seconds.", 11, part_of="p", step="1"),
    _passage("b3", "step", "3. Press the new battery in for 10 s.", 14, part_of="p", step="3"),
    _passage("w", "warning", "DANGER Never bend the cell.", 10, level="danger"),
    _passage("i", "text", "Charge the phone to 50 % before you hand it over.", 20, ("N7", "9 Handing over")),
]


def test_a_procedure_is_quoted_whole_and_in_order() -> None:
    draft = DRAFTER.draft(Asked("How do I replace the battery?", "en", ("N7",)), _show(REPLACE))
    assert [c.step for c in draft.claims] == ["1", "2", "3"]
    assert {c.kind for c in draft.claims} == {"step"}
    assert draft.lead == "The manual gives these steps:"


PARTS = [
    _passage(
        "r1", "step", "1. Switch the phone off.", 11, (*BATTERY, "5.1 Replacing", "Removal"), part_of="r"
    ),
    _passage(
        "r2", "step", "2. Pull out the battery.", 12, (*BATTERY, "5.1 Replacing", "Removal"), part_of="r"
    ),
    _passage(
        "i1", "step", "1. Lay in the new battery.", 14, (*BATTERY, "5.1 Replacing", "Fitting"), part_of="i"
    ),
    _passage("i2", "step", "2. Press the cover on.", 15, (*BATTERY, "5.1 Replacing", "Fitting"), part_of="i"),
    _passage("o1", "step", "1. Lift the old battery's label.", 16, (*BATTERY, "5.2 Label"), part_of="o"),
]


@pytest.mark.parametrize("first", [0, 2])
def test_all_parts_of_the_procedure_that_the_question_names_in_printed_order(first: int) -> None:
    found = [PARTS[first], *PARTS[:first], *PARTS[first + 1 :]]
    shown = [replace(s, titled=3 if s.passage.part_of in "ri" else 0) for s in _show(found)]
    asked = Asked("How do I replace the battery?", "en", ("N7",))
    assert [c.text for c in DRAFTER.draft(asked, shown).claims] == [p.text for p in PARTS[:4]]


def test_one_part_alone_where_no_title_above_it_was_named() -> None:
    draft = DRAFTER.draft(Asked("How do I lay in the new battery?", "en", ("N7",)), _show(PARTS))
    assert _texts(draft) == ["1. Lay in the new battery.", "2. Press the cover on."]


def test_every_claim_is_a_quotation_that_passes_the_gate() -> None:
    asked = Asked("How do I replace the battery?", "en", ("N7",))
    shown = _show(REPLACE)
    draft = DRAFTER.draft(asked, shown)
    assert all(c.text == c.references[0].quote for c in draft.claims)
    grounded = GATE.check(draft, shown, asked)
    assert not grounded.dropped
    assert [[w.passage.id for w in c.warnings] for c in grounded.claims] == [[], ["w"], []]


def test_the_lead_says_when_the_manual_is_in_another_language() -> None:
    draft = DRAFTER.draft(
        Asked("怎么更换电池？", "zh", ("N7",), widened=("replace", "battery")), _show(REPLACE)
    )
    assert draft.lead == "手册中的步骤如下（原文为英文）："
    assert _texts(draft)[0] == "1. Switch the phone off and wait 15 seconds."


ROWS = [
    _passage(
        "e21", "row", "Code: E21 | Fault: Pump without current | Remedy: Check CN5", 30, CODES, part_of="t"
    ),
    _passage(
        "e22", "row", "Code: E22 | Fault: Pump blocked | Remedy: Clean the filter", 31, CODES, part_of="t"
    ),
    _passage("e2", "row", "Code: E2 | Fault: Door open | Remedy: Close the door", 32, CODES, part_of="t"),
    _passage(
        "e21b",
        "row",
        "Code: E21 | Fault: Pump without current | Remedy: Replace pump",
        33,
        CODES,
        part_of="t",
    ),
]


@pytest.mark.parametrize(
    ("question", "codes", "named"),
    [
        ("What does E21 mean?", ("E21",), ["E21", "E21"]),
        ("E22 是什么故障", ("E22",), ["E22"]),
        ("The display shows E2", ("E2",), ["E2"]),
        ("E21 or E22?", ("E21", "E22"), ["E21", "E22", "E21"]),
    ],
)
def test_rows_of_the_asked_code_and_of_no_other(
    question: str, codes: tuple[str, ...], named: list[str]
) -> None:
    draft = DRAFTER.draft(Asked(question, "en", ("N7",), codes), _show(ROWS))
    assert [t.split(" | ")[0].removeprefix("Code: ") for t in _texts(draft)] == named


def test_a_code_that_no_passage_holds_is_not_answered_with_another() -> None:
    draft = DRAFTER.draft(Asked("What does E23 mean?", "en", ("N7",), ("E23",)), _show(ROWS))
    assert draft.claims == ()


TORQUES = [
    _passage("a", "row", "Position: Display screws | Torque (N·m): 0.12", 40, part_of="t2"),
    _passage("b", "row", "Position: Main board screws | Torque (N·m): 0.20", 41, part_of="t2"),
    _passage("c", "row", "Position: Frame screws | Torque (N·m): 0.25", 42, part_of="t2"),
]


def test_one_row_for_one_value_and_no_sibling() -> None:
    draft = DRAFTER.draft(Asked("What torque for the main board screws?", "en", ("N7",)), _show(TORQUES))
    assert _texts(draft) == ["Position: Main board screws | Torque (N·m): 0.20"]
    assert draft.claims[0].kind == "value"


@pytest.mark.parametrize(
    ("question", "above", "language"),
    [
        (
            "What torque for the main board screws?",
            "Replace main board screws that turn at low torque.",
            "en",
        ),
        ("What torque for the main board screws?", "2. Take the main board screws of type MB-7 out.", "en"),
        ("主板螺钉扭矩多少？", "扭矩不够的主板螺钉须更换。", "zh"),
    ],
)
def test_a_quantity_is_told_by_the_row_rather_than_by_the_prose_above_it(
    question: str, above: str, language: Language
) -> None:
    chinese = [_passage("z", "row", "位置: 主板螺钉 | 扭矩（N·m）: 0.20", 40, part_of="t2")]
    rows = TORQUES if language == "en" else chinese
    shown = _show([_passage("p", "text", above, 39), *rows], language)
    draft = DRAFTER.draft(Asked(question, language, ("N7",), quantities=frozenset({"torque"})), shown)
    assert len(draft.claims) == 1
    assert draft.claims[0].text.endswith("0.20")


def test_all_rows_when_all_are_asked_for() -> None:
    draft = DRAFTER.draft(Asked("List all tightening torques of the screws", "en", ("N7",)), _show(TORQUES))
    assert len(draft.claims) == 3


def test_a_value_in_prose_is_its_sentence_alone() -> None:
    text = "红灯 D1 为电源指示灯：常亮表示供电正常；绿灯 D3 为风扇指示灯：打开时亮；绿灯 D6 为加热指示灯。"
    shown = _show([_passage("l", "text", text, 1)], "zh")
    draft = DRAFTER.draft(Asked("D3 灯亮是什么意思？", "zh", ("N7",)), shown)
    assert _texts(draft) == ["绿灯 D3 为风扇指示灯：打开时亮；"]


def test_a_sentence_keeps_what_continues_it() -> None:
    around = (
        "The hose is grey. The drum has 12 ribs. The door is round. The lid is white and can be taken off. "
    )
    answer = "The filter is behind the flap at the lower right. If it is blocked, unscrew it and rinse it."
    text = f"The pump is under the drum. It starts after 30 seconds. {answer} {around * 4}"
    draft = DRAFTER.draft(Asked("filter blocked", "en", ("N7",)), _show([_passage("p", "text", text, 1)]))
    assert _texts(draft) == [answer]


def test_a_list_of_facts_is_not_taken_for_a_procedure() -> None:
    names = ["12-24 V input", "MOS tube of low resistance", "Onboard EEPROM AT24C32", "Two fan ports"]
    names += [
        "Four layer board",
        "Thermistor protection",
        "Micro USB port",
        "Neopixel port",
        "Larger heat sink",
    ]
    facts = [f"{n}) {name};" for n, name in enumerate([*names, "Double Z axis", "Black mask"], 1)]
    passages = [
        _passage(f"f{n}", "step", text, n, part_of="f", step=str(n)) for n, text in enumerate(facts, 1)
    ]
    draft = DRAFTER.draft(Asked("Does it have an onboard EEPROM?", "en", ("N7",)), _show(passages))
    assert _texts(draft) == ["3) Onboard EEPROM AT24C32;"]


def test_a_models_description_of_a_picture_is_never_quoted() -> None:
    picture = Passage(
        "f", "e", "r", "figure", BATTERY, 1, "The picture shows a swollen battery.", (), "qwen3vl", hint=True
    )
    assert DRAFTER.draft(Asked("Is the battery swollen?", "en"), _show([picture])).claims == ()


def test_figures_beside_what_is_quoted_come_along() -> None:
    figure = _passage("fig", "figure", "Figure 5-1 Opening the back cover", 13)
    draft = DRAFTER.draft(Asked("How do I replace the battery?", "en", ("N7",)), _show([*REPLACE, figure]))
    assert draft.figures == ("S6",)


def test_nothing_shown_nothing_drafted() -> None:
    assert DRAFTER.draft(Asked("How do I replace the battery?", "en"), []).claims == ()


KINDS: list[PassageKind] = ["text", "step", "warning", "row", "figure", "faq"]


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(KINDS), st.text(max_size=120), st.integers(0, 3)), max_size=6),
    st.sampled_from(["zh", "en"]),
)
def test_any_question_and_passages_make_quotations_only(
    question: str, passages: list[tuple[PassageKind, str, int]], language: Language
) -> None:
    shown = _show([
        _passage(f"p{n}", kind, text, n, part_of="p" if kind in ("row", "step") else "", step=str(part))
        for n, (kind, text, part) in enumerate(passages)
    ], language)  # fmt: skip
    draft = DRAFTER.draft(Asked(question, language), shown)
    by_label = {s.label: s.passage.text for s in shown}
    for claim in draft.claims:
        assert claim.text.strip()
        assert claim.references[0].quote in by_label[claim.references[0].label]


WIRES = [
    _passage(
        f"r{n}",
        "row",
        f"Potentiometer: D{n}D | Suggested wire length: {100 + 10 * n} mm",
        n,
        ("Hand", "2 Wires"),
        part_of="t",
    )
    for n in range(1, 4)
]


def test_a_row_that_shares_only_its_tables_words_is_not_quoted() -> None:
    shown = _show([*WIRES, _passage("f", "text", "The wires of the fingers are 250 mm long.", 9)])
    draft = DRAFTER.draft(Asked("How long are the wires of the other fingers?", "en", ("N7",)), shown)
    assert _texts(draft) == ["The wires of the fingers are 250 mm long."]


def test_a_row_that_the_question_names_is_quoted() -> None:
    draft = DRAFTER.draft(Asked("How long is the wire of D2D?", "en", ("N7",)), _show(WIRES))
    assert [t for t in _texts(draft) if "120 mm" in t] == _texts(draft) != []


def test_of_several_values_in_a_sentence_the_one_asked_for_is_quoted() -> None:
    text = (
        "The channel type comes in No. 6 up to 1/4 inch, and the bellows type comes in No. 8 up to 3/8 inch."
    )
    draft = DRAFTER.draft(
        Asked("what sizes does the bellows type come in?", "en", ("N7",)),
        _show([_passage("s", "text", text, 1)]),
    )
    assert _texts(draft) == ["and the bellows type comes in No. 8 up to 3/8 inch."]


def test_a_picture_with_many_labels_is_quoted_by_its_caption() -> None:
    labels = "\n".join(f"Joint with potentiometer D{n}D left and right" for n in range(9))
    shown = _show([_passage("g", "figure", f"Figure 2: Joint names\n{labels}", 1)])
    draft = DRAFTER.draft(Asked("Which joint has a potentiometer?", "en", ("N7",)), shown)
    assert _texts(draft) == ["Figure 2: Joint names"]


COVER = _passage("c", "text", "NORVIK\nN7 manual\nSmart phone N7, 6.1 inch, 168 g", 0, ())
TROUBLE = _passage("s", "text", "The screen stays black: press J4 home.", 30, ("N7", "4 Faults"))


def test_a_cover_answers_no_question_but_for_a_value() -> None:
    """What the device is called there names it: the "smart phone" of a question is no word of the fault."""
    told = _texts(DRAFTER.draft(Asked("smart phone screen black", "en", ("N7",)), _show([COVER, TROUBLE])))
    assert told == ["The screen stays black: press J4 home."]
    heavy = Asked("how many g does the smart phone weigh", "en", ("N7",), quantities=frozenset({"mass"}))
    assert "Smart phone N7" in "".join(_texts(DRAFTER.draft(heavy, _show([COVER, TROUBLE]))))


def test_a_manual_without_sections_is_no_cover() -> None:
    texts = ["N7 manual of the phone", "The phone is hot: let it cool.", "The phone is black: press J4 home."]
    shown = _show([_passage(f"p{n}", "text", text, n + 5, ()) for n, text in enumerate(texts)])
    assert "press J4 home" in "".join(_texts(DRAFTER.draft(Asked("phone is black", "en", ("N7",)), shown)))


def test_the_row_that_tells_the_remedy_is_chosen_over_a_step_that_shares_more_words() -> None:
    row = _passage("f", "row", "Symptom: Machine wanders | Remedy: Remove the bolts", 5, ("WM", "9 Faults"))
    step = _passage(
        "s", "step", "1. Start the fast spin in the kitchen.", 9, ("WM", "8 Test"), part_of="p", step="1"
    )
    asked = Asked("it walks across the kitchen and wanders off in the fast spin", "en", ("N7",))
    shown = _show([step, row])
    assert _texts(DRAFTER.draft(asked, shown)) == [step.text]
    told = [replace(s, told=1.0) if s.passage is row else s for s in shown]
    assert _texts(DRAFTER.draft(asked, told)) == [row.text]


def test_all_causes_of_the_fault_that_is_told_are_quoted_and_no_warning_that_shares_its_words() -> None:
    causes = ["Cause: Door gasket torn | Remedy: Renew it", "Cause: Clamp loose | Remedy: Renew the clamp"]
    leaks = [
        _passage(f"l{n}", "row", f"Symptom: Water under the machine | {cause}", n, ("W", "9"), part_of="t")
        for n, cause in enumerate(causes, 5)
    ]
    live = _passage("d", "warning", "DANGER: Water under the machine may be live.", 1, ("W", "1"))
    shown = [replace(s, told=float(s.passage in leaks)) for s in _show([*leaks, live])]
    draft = DRAFTER.draft(Asked("water under the machine", "en", ("N7",)), shown)
    assert _texts(draft) == [row.text for row in leaks]


LOCK = ("W", "3 Fault codes", "Table 3-1")
CODED_COVER = _passage("cover", "text", "N7 manual\nDocument E31-SM, code E31", 0, ())
LOCKED = [
    _passage(
        "test",
        "row",
        "Selector: 3 | Test: 02 | In order when: E31 does not appear",
        60,
        LOCK[:1],
        part_of="u",
    ),
    CODED_COVER,
    _passage("trained", "text", "Work inside the machine is for trained personnel only.", 2, LOCK[:1]),
    _passage("a", "row", "Code: E31 | Fault: Door does not lock | Remedy: Check CN3", 50, LOCK, part_of="t"),
    _passage("b", "row", "Code: E31 | Fault: Door does not lock | Remedy: Replace it", 51, LOCK, part_of="t"),
]
DOOR = ("W", "8 Door", "8.2 Opening the door (E31)")
OPENING = [
    _passage("s1", "step", "1. Switch the machine off.", 70, DOOR, part_of="p", step="1"),
    _passage("s2", "step", "2. Pull the emergency release.", 71, DOOR, part_of="p", step="2"),
]


@pytest.mark.parametrize(
    "question",
    [
        "What does E31 mean?",
        "E31 是什么意思？",
        "The display shows E31",
        "E31",
        "My machine has E31",
        "What is E31?",
    ],
)
def test_the_rows_of_a_code_go_before_what_mentions_it_and_before_covers(question: str) -> None:
    asked = Asked(question, "en", ("N7",), ("E31",))
    assert _texts(DRAFTER.draft(asked, _show(LOCKED))) == [p.text for p in LOCKED[3:]]


@pytest.mark.parametrize("question", ["What does this mean?", "what now?"])
def test_a_code_of_the_photo_is_looked_up_too_and_one_in_the_words_goes_first(question: str) -> None:
    pictured = Asked(question, "en", ("N7",), ("E31",))
    assert _texts(DRAFTER.draft(pictured, _show(LOCKED))) == [p.text for p in LOCKED[3:]]
    both = Asked("What is E21?", "en", ("N7",), ("E21", "E31"))
    assert [t.split(" | ")[0] for t in _texts(DRAFTER.draft(both, _show([*LOCKED, *ROWS])))] == [
        "Code: E21"
    ] * 2


def test_a_procedure_with_the_code_in_its_title_comes_whole_behind_the_rows() -> None:
    shown = _show([OPENING[1], *LOCKED, OPENING[0]])
    told = DRAFTER.draft(Asked("E31, how do I open the door?", "en", ("N7",), ("E31",)), shown)
    assert _texts(told) == [p.text for p in (*LOCKED[3:], *OPENING)]
    assert told.lead == "The manual's table says:"
    meant = DRAFTER.draft(Asked("What does E31 mean?", "en", ("N7",), ("E31",)), shown)
    assert _texts(meant) == [p.text for p in LOCKED[3:]]


def test_where_only_a_title_holds_the_code_its_steps_are_not_parted() -> None:
    draft = DRAFTER.draft(
        Asked("What does E31 mean?", "en", ("N7",), ("E31",)), _show([CODED_COVER, *OPENING])
    )
    assert _texts(draft) == [p.text for p in OPENING]


def test_a_cover_tells_nothing_of_a_code() -> None:
    assert (
        DRAFTER.draft(Asked("What does E31 mean?", "en", ("N7",), ("E31",)), _show([CODED_COVER])).claims
        == ()
    )
