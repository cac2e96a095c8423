"""What a manual is about is heard in its title and most of its passages, once per reading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb_sources.manual import Box, Passage, Span
from retrieval.glossary import Glossary
from retrieval.subject import MOST_PASSAGES, OPENING, Subjects

HEAR = Glossary.load().widen


class Library:
    def __init__(self, **texts: list[str]) -> None:
        self.texts, self.read = texts, 0

    def passages_of(self, reading: str, first: int = 0, last: int = 9999) -> Iterator[Passage]:
        for number, text in enumerate(self.texts[reading][first : last + 1], first):
            self.read += 1
            span = (Span(0, len(text), 1, Box(0, 0, 1, 1)),)
            yield Passage(f"{reading}{number}", "e", reading, "text", (), number, text, span, "textlayer")


WASHER = ["Open the drain pump.", "Pull out the detergent drawer.", "Remove the four screws of the drum."]


def test_the_subject_is_what_most_passages_speak_of() -> None:
    library = Library(a=WASHER, b=["打印头清洁。", "更换墨盒。", "墨水用完。"])
    subjects = Subjects(library, HEAR)
    assert subjects.of({"a": "WM-620"}) == {"wash"}
    assert subjects.of({"b": "P310"}) == {"print"}
    assert subjects.of({"a": "WM-620", "b": "P310"}) == {"wash", "print"}
    assert subjects.of({}) == frozenset()


def test_the_title_tells_it_too() -> None:
    assert Subjects(Library(a=WASHER), HEAR).of({"a": "Laptop manual"}) == {"wash", "pc"}


def test_a_reading_is_looked_at_once_and_a_long_one_at_its_beginning() -> None:
    library = Library(a=WASHER * MOST_PASSAGES)
    subjects = Subjects(library, HEAR)
    for _ in range(3):
        assert subjects.of({"a": ""}) == {"wash"}
    assert library.read == MOST_PASSAGES


def test_a_little_of_everything_is_no_subject() -> None:
    mixed = ["Drain pump.", "Ink cartridge.", "Lorem.", "Ipsum.", "Dolor."]
    assert Subjects(Library(a=mixed), HEAR).of({"a": ""}) == frozenset()


def test_a_manual_of_nothing_known_is_about_nothing() -> None:
    assert Subjects(Library(a=["Lorem ipsum."], b=[]), HEAR).of({"a": "", "b": ""}) == frozenset()


COVERS = {
    "w": "Washing machine WM-9",
    "p": "智能手机 N7",
    "c": "电磁炉 QL-35",
    "f": "3D printer E3",
    "l": "Laser printer P3",
}


@pytest.mark.parametrize(
    ("text", "readings", "kinds"),
    [
        ("洗衣机的排水泵怎么更换", {"w", "x"}, {"wash.machine"}),
        ("the drain pump of my washer", {"w", "x"}, {"wash.machine"}),
        ("my cell phone is dead", {"p", "x"}, {"pc.phone"}),
        ("电话打不开", {"p", "x"}, {"pc.phone"}),
        ("the hob beeps", {"c", "x"}, {"induction.machine"}),
        ("my cooker is cold", {"c", "x"}, {"induction.machine"}),
        ("the printer is loud", {"f", "l", "x"}, {"print.printer"}),
        ("我的3D打印机不出料", {"f", "x"}, {"fdm.printer"}),
        ("手机和打印机都旧了", {"f", "l", "p", "x"}, {"pc.phone", "print.printer"}),
        ("洗碗机不排水", {"w", "p", "c", "f", "l", "x"}, set()),
        ("怎么更换排水泵", {"w", "p", "c", "f", "l", "x"}, set()),
    ],
)
def test_a_kind_of_device_is_meant_by_any_of_its_names(
    text: str, readings: set[str], kinds: set[str]
) -> None:
    library = Library(x=["Model X."], **{name: ["ACME", cover] for name, cover in COVERS.items()})
    held = Subjects(library, HEAR).held_to(text, dict.fromkeys([*COVERS, "x"], "Manual"))
    assert held.readings == readings
    assert held.kinds == kinds
    assert held.sure == (readings - {"x"} if kinds else set())


def test_a_title_tells_the_kind_and_what_follows_the_cover_does_not() -> None:
    library = Library(a=["ACME", "Manual", "Rev. 3", "Keep away from the washing machine."])
    subjects = Subjects(library, HEAR)
    for _ in range(2):
        assert subjects.held_to("my fridge leaks", {"a": "Fridge F1"}).kinds == {"fridge.machine"}
    assert subjects.held_to("my washing machine leaks", {"a": "Fridge F1"}).kinds == set()
    assert library.read == OPENING


@pytest.mark.parametrize(
    "text",
    [
        "How long is the fall time of the external clock drive?",
        "What is the temperature range?",
        "AC input voltage of the board",
        "The PC does not find the printer port",
        "the heater stays cold",
        "换了净水器滤芯还是漏",
        "显示器上显示 E3",
    ],
)
def test_what_other_devices_have_too_holds_to_no_manual(text: str) -> None:
    covers = {
        "clock": "Alarm clock C2",
        "stove": "Gas range G4",
        "ac": "Air conditioner A1",
        "pc": "Desktop computer T5",
        "heater": "Fan heater H1",
        "water": "净水器 W3",
        "monitor": "显示器 M27",
        "board": "Controller board B8",
    }
    library = Library(**{name: [cover] for name, cover in covers.items()})
    held = Subjects(library, HEAR).held_to(text, dict.fromkeys(covers, "Manual"))
    assert held.readings == set(covers)
