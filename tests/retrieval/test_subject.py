"""What a manual is about is heard in its title and most of its passages, once per reading."""

from __future__ import annotations

from collections.abc import Iterator

from kb_sources.manual import Box, Passage, Span
from retrieval.glossary import Glossary
from retrieval.subject import MOST_PASSAGES, Subjects

HEAR = Glossary.load().widen


class Library:
    def __init__(self, **texts: list[str]) -> None:
        self.texts, self.read = texts, 0

    def passages_of(self, reading: str) -> Iterator[Passage]:
        for number, text in enumerate(self.texts[reading]):
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
