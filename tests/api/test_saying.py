"""What is left of words, whether they ask something of their own, and in which language they are."""

import pytest

from api.saying import added, asks, kinds_of_device, left, tells_fault, tells_no_more, tongue_of
from retrieval.glossary import Glossary

NAMES = ("N7", "N7 Pro", "WM-620")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "N7",
        "是 N7",
        "It's the N7 Pro.",
        "我的是WM-620，怎么办？",
        "wm 620, what should I do?",
        "型号是 N7",
        "OK",
    ],
)
def test_names_and_small_words_say_nothing(words: str) -> None:
    assert left(words, NAMES) == ""
    assert added(words, NAMES) == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("是 N7，昨天掉进水里了，后盖鼓起来了", "昨天掉进水里了，后盖鼓起来了"),
        ("N7. It fell into water.", "It fell into water."),
        ("N7 Pro, 0.5 V at TP4", "0.5 V at TP4"),
        ("it is a Galaxy A5", "it is a Galaxy A5"),
    ],
)
def test_clauses_that_say_more_are_kept_as_they_stand(words: str, told: str) -> None:
    assert added(words, NAMES) == told


@pytest.mark.parametrize(
    "words",
    [
        "怎么更换电池",
        "How do I replace the battery",
        "N7, can the battery be replaced?",
        "电池电压是多少",
        "and which screws hold the cover",
        "告诉我E21是什么意思",
        "有没有爆炸图",
        "I want to replace the fuser",
        "what is the torque of the screws",
    ],
)
def test_a_question_of_its_own(words: str) -> None:
    assert asks(words)


@pytest.mark.parametrize(
    "words",
    [
        "昨天掉进水里了",
        "后盖鼓起来了，怎么办？",
        "it fell into water, what should I do?",
        "does not turn on",
        "怎么按都没反应",
        "没什么反应",
        "什么都不显示",
        "the battery, which is swollen, gets hot",
        "it beeps when I press the key",
    ],
)
def test_what_is_told_is_no_question(words: str) -> None:
    assert not asks(words)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("E21", None),
        ("WM-620?", None),
        ("wm-620", None),
        ("N8", None),
        ("OK", None),
        ("ok!", None),
        ("1", None),
        ("NV-7021-B", None),
        ("N7打不开", "zh"),
        ("it beeps", "en"),
        ("N7 broken", "en"),
        ("WHY DOES IT NOT START", "en"),
    ],
)
def test_names_and_codes_are_in_no_language(words: str, language: str | None) -> None:
    assert tongue_of(words, NAMES) == language


@pytest.mark.parametrize(
    "words", ["it is broken", "坏了", "my device doesn’t work properly", "出故障了，怎么办"]
)
def test_that_something_is_wrong_and_nothing_of_what(words: str) -> None:
    assert tells_fault(words) and tells_no_more(words)


@pytest.mark.parametrize("words", ["the hinge is broken", "铰链坏了", "does not drain", "broken code E21"])
def test_what_is_wrong(words: str) -> None:
    assert not (tells_fault(words) and tells_no_more(words))


def test_the_kinds_of_device_are_concepts_of_the_glossary() -> None:
    assert kinds_of_device() <= {concept.id for concept in Glossary.load()}
