"""What a question is taken to look for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Passage
from retrieval.glossary import Glossary
from retrieval.lexical import Encoder, Field, dimension
from retrieval.question import DANGERS, Question, Reader, Weights

ENCODER = Encoder()
READER = Reader(ENCODER, Glossary.load(), Weights())


class NoGlossary:
    def widen(self, text: str, about: object = ()) -> tuple[()]:
        return ()


PLAIN = Reader(ENCODER, NoGlossary(), Weights())


def wishes(question: Question) -> list[str]:
    return [wish.text for wish in question.wishes]


def weight(question: Question, field: Field, word: str) -> float:
    (term,) = ENCODER.terms(word)
    index = term.stem if field in {Field.STEMS, Field.TITLES} else term.word
    found = dict(zip(question.words.indices, question.words.values, strict=True))
    return found.get(dimension(field, index), 0.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How do I measure the battery voltage, please?", ["measure", "battery", "voltage"]),
        ("请问怎么测量电池电压？谢谢", ["测量", "电池", "电压"]),
        ("what should I do?", []),
        ("怎么办", []),
        ("", []),
    ],
)
def test_politeness_and_question_words_are_no_wishes(text: str, expected: list[str]) -> None:
    assert wishes(PLAIN.read(text)) == expected


def test_stop_words_weigh_less_but_are_asked() -> None:
    question = PLAIN.read("is the pump on")
    assert 0 < weight(question, Field.WORDS, "the") < weight(question, Field.WORDS, "pump")


def test_a_concept_is_one_wish_with_its_other_names() -> None:
    (wish,) = READER.read("it won't turn on").wishes
    assert wish.symptom
    assert "无法开机" in wish.phrases
    assert wish.language is None


def test_words_of_the_glossary_weigh_less_than_those_of_the_question() -> None:
    question = READER.read("手机打不开")
    assert 0 < weight(question, Field.WORDS, "开机") < weight(question, Field.WORDS, "打不开")


def test_what_every_manual_is_about_is_asked_and_no_wish() -> None:
    text, kinds = "洗衣机的排水泵怎么更换", {"wash.machine"}
    assert wishes(READER.read(text)) == ["洗衣机", "排水泵", "更换"]
    assert wishes(READER.read(text, given=kinds)) == ["排水泵", "更换"]
    assert weight(READER.read("my washer leaks", given=kinds), Field.WORDS, "washer") > 0
    assert wishes(READER.read("the phone of the washer", given=kinds)) == ["phone"]


def test_a_fault_is_there_in_all_its_words() -> None:
    (wish,) = READER.read("does not turn on").wishes
    assert {t.text for t in wish.terms} == {"does", "not", "turn", "on"}


def test_a_fault_is_heard_among_what_the_manuals_subject_suggests() -> None:
    (wish,) = READER.read("is dead", about={"pc"}).wishes
    assert wish.symptom
    assert "does not turn on" in wish.phrases


def test_a_faults_names_tell_no_part() -> None:
    assert READER.named(READER.read("不通电"), "Power supply") == 0
    assert READER.named(READER.read("电源适配器"), "Power adapter") == 1


def test_translations_weigh_more_when_every_manual_is_in_the_other_language() -> None:
    near, far = READER.read("屏幕"), READER.read("屏幕", foreign=True)
    assert weight(far, Field.WORDS, "screen") > weight(near, Field.WORDS, "screen") > 0


def test_codes_are_wished_for_whole_and_boosted() -> None:
    question = PLAIN.read("what is this", codes=("ER 03",))
    assert [(w.text, w.code) for w in question.wishes] == [("ER 03", "ER03")]
    found = dict(zip(question.words.indices, question.words.values, strict=True))
    assert found[ENCODER.code("er-03")] == Weights().code


def test_words_of_the_photo_help_the_search_and_are_no_wishes() -> None:
    question = PLAIN.read("what is this", photo_text="DRAIN PUMP the")
    assert wishes(question) == []
    assert 0 < weight(question, Field.WORDS, "pump") < Weights().words
    assert weight(question, Field.WORDS, "drain") > 0


def test_a_word_asked_twice_is_one_wish() -> None:
    assert wishes(PLAIN.read("pump, pump, Pump")) == ["pump"]


@pytest.mark.parametrize(("text", "language"), [("telemetry", "en"), ("蓝牙", "zh"), ("v3.0", None)])
def test_a_word_tells_the_language_it_can_stand_in(text: str, language: str | None) -> None:
    (wish,) = PLAIN.read(text).wishes
    assert wish.language == language


@given(st.text(max_size=120), st.text(max_size=60))
def test_any_question_can_be_read(text: str, photo: str) -> None:
    question = READER.read(text, photo_text=photo)
    assert all(value > 0 for value in question.words.values)
    assert len(set(wishes(question))) <= len(question.wishes)


@pytest.mark.parametrize(
    ("said", "fault", "share"),
    [
        ("my washer won't drain", "Water does not drain in 5 minutes", 1.0),
        ("洗衣机水排不出去", "Water does not drain", 1.0),
        ("pages come out with a white line", "Vertical white line", 1.0),
        ("pages come out with a black line", "Vertical white line", 0.0),
        ("black line, and it smells burnt", "Smells burnt", 0.5),
        ("how do I open the flap", "Water does not drain", None),  # no fault is told
        ("my washer won't drain", "Rev. B", None),  # none is known
    ],
)
def test_a_fault_is_compared_by_its_concept_whatever_its_words(
    said: str, fault: str, share: float | None
) -> None:
    assert READER.told(READER.read(said, about={"wash", "print"}), fault) == share


def test_broken_is_any_fault_and_compares_with_none() -> None:
    assert READER.read("it does not work").faults == ()


@pytest.mark.parametrize(
    ("said", "title", "wanted"),
    [
        ("how do I change the cracked screen", "6.1 Replacing the display unit", True),
        ("换电池的步骤", "5.1 更换电池", True),
        ("how do I change the cracked screen", "5.1 Replacing the battery", False),
        ("how do I clean the display", "6.1 Replacing the display unit", False),
        ("换了电池还是不行怎么办", "5.1 更换电池", False),  # it was done
        ("replaced the battery, how do I go on", "5.1 Replacing the battery", False),
    ],
)
def test_a_procedure_is_known_by_what_it_does_and_to_what(said: str, title: str, wanted: bool) -> None:
    assert READER.asked_for(READER.read(said), (title,)) is wanted


def test_an_error_is_no_fault_of_its_own_and_the_words_of_a_code_are_no_wishes() -> None:
    question = READER.read("the E-18 error", ("E-18",))
    assert question.faults == ()
    assert not {"e-18", "e", "18"} & set(wishes(question))
    assert READER.told(question, "Water does not drain") is None


@pytest.mark.parametrize(
    ("said", "section", "depth"),
    [
        ("how do I replace the battery", ("5 Battery", "5.1 Replacing the battery", "Removal"), 2),
        ("how do I replace the battery", ("5 Battery", "5.1 Replacing the battery"), 2),
        ("怎么更换电池", ("5 电池", "5.1 更换电池"), 2),
        ("怎么更换屏幕", ("5 电池", "5.1 更换电池", "拆卸"), 0),
        ("how do I replace the battery", ("Replacing the battery", "1 Tools", "1.1 Torque"), 0),
        ("手机的主板怎么更换", ("手机", "更换手机电池"), 0),
    ],
)
def test_a_step_is_part_of_what_its_last_titles_name(said: str, section: tuple[str, ...], depth: int) -> None:
    step = Passage("p", "e", "r", "step", section, 0, "1. Lift it.", (), "textlayer")
    assert READER.leading(READER.read(said), step) == depth
    assert READER.leading(READER.read(said), replace(step, kind="text")) == 0


def test_every_danger_is_a_fault_of_the_glossary() -> None:
    known = {concept.id for concept in Glossary.load() if concept.kind == "symptom"}
    assert known >= DANGERS


@pytest.mark.parametrize(
    ("told", "text", "warned"),
    [
        ("my phone fell into water and does not start", "9 Water damage", True),
        ("手机掉水里了打不开", "9 进水处理", True),
        ("手机后盖鼓起来了，还能充电吗", "警告：电池鼓包、进水或温度高于 45 °C 时，不得给手机充电。", True),
        ("my phone does not start", "9 Water damage", False),
        ("my phone fell into water", "4.1 The phone does not start", False),
        ("the washing machine leaks water", "9 Water damage", False),
        ("洗衣机不进水", "9 进水处理", False),
    ],
)
def test_a_danger_that_is_told_is_known_where_the_manual_tells_of_it(
    told: str, text: str, warned: bool
) -> None:
    assert READER.warned_of(READER.read(told), [text]) is warned


@pytest.mark.parametrize(
    ("told", "about", "dangers"),
    [
        ("手机进水了", set(), {"pc.water"}),
        ("手机淋了雨,镜头里全是雾气", set(), {"pc.water"}),
        ("it was out in the rain and the lens is fogged up inside", set(), {"pc.water"}),
        ("all my pics look like they were taken through fog", set(), set()),
        ("进水很慢", {"wash"}, set()),
        ("洗衣机进水很慢", set(), set()),
        ("it got wet and smells burnt", {"wash"}, {"elec.burnt_smell"}),
        ("water got into the cooker", {"induction"}, {"pc.water"}),
        ("it caught fire", set(), {"elec.fire"}),
        ("where is the exploded view", set(), set()),
    ],
)
def test_water_is_a_danger_but_in_devices_that_hold_it(told: str, about: set[str], dangers: set[str]) -> None:
    assert {w.concept for w in READER.read(told, about=about).dangers} == dangers
