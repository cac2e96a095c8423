"""What goes to a person by its words, in both languages; and what sounds like it and does not."""

import pytest

from api.wishes import is_done_for, wants_a_person


@pytest.mark.parametrize(
    "text",
    [
        "Screen cracked, deemed beyond repair",
        "The machine has reached the end of its life",
        "No sound. Parts not available.",
        "Unfixable?",
        "Power supply dead and repair uneconomic",
        "There are no spare parts for it any more",
        "It can’t be repaired, they said",
        "too expensive to repair",
        "这台机器报废了",
        "配件已经停产，怎么办",
        "买不到配件",
        "不值得修了吧",
        "洗衣机使用寿命已到",
    ],
)
def test_a_device_that_is_done_for(text: str) -> None:
    assert is_done_for(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can the display be repaired?",
        "The drum is at the end of its life, which part do I order?",
        "I cannot fix the cover in its place",
        "Which spare parts are there for the pump?",
        "How do I repair the door lock?",
        "没有声音",
        "滤网的寿命是多久？",
        "怎么修复充电口？",
        "配件清单",
    ],
)
def test_what_a_manual_may_answer(text: str) -> None:
    assert not is_done_for(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("转人工", True),
        ("Let me TALK TO A PERSON", True),
        ("人工拆下后盖", False),
        ("two persons lift it", False),
    ],
)
def test_who_wants_a_person(text: str, wanted: bool) -> None:
    assert wants_a_person(text) == wanted
