"""Which steps a how-to asks for: by title, and the half that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

from kb_sources.manual import Edition, Manual, Passage, PassageKind
from retrieval.glossary import Glossary
from retrieval.lexical import Encoder
from retrieval.procedures import Procedures
from retrieval.query import Hit
from retrieval.question import Question, Reader, Weights

READER = Reader(Encoder(), Glossary.load(), Weights())
MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
EDITION = Edition("e", "m", "1", "en", "live", "n7.pdf", 9)


def passage(kind: PassageKind, order: int, text: str, *section: str, part: str = "") -> Passage:
    return Passage(f"p{order}", "e", "r", kind, section, order, text, (), "textlayer", part_of=part)


@dataclass
class Library:
    passages: Sequence[Passage]

    def part(self, reading: str, part_of: str) -> Sequence[Passage]:
        return [p for p in self.passages if p.part_of == part_of]

    def passages_of(self, reading: str, first: int = 0, last: int = 999) -> Iterable[Passage]:
        return [p for p in self.passages if first <= p.order <= last]


def brought(passages: Sequence[Passage], asked: str) -> set[str]:
    """The texts of all steps that come with what leads to what is asked."""
    procedures = Procedures(Library(passages), READER)
    question: Question = READER.read(asked)
    hits = [Hit(p, MANUAL, EDITION, 1.0, ()) for p in passages if p.kind == "step"]
    led = procedures.led(hits, question)
    told = [1.0 if hit.titled else None for hit in led]
    led, worth = procedures.halved(led, told, question)
    leading = [hit for hit, tells in zip(led, worth, strict=True) if tells]
    return {p.text for hit in leading for p in procedures.parts(hit) if p.kind == "step"}


TITLE = ("5 Battery", "5.1 Replacing the battery")
TITLED = [
    passage("step", 1, "1. Pull the tabs.", *TITLE, "Removal", part="a"),
    passage("step", 2, "1. Lay it in.", *TITLE, "Installation", part="b"),
    passage("step", 9, "1. Pull the tray.", "6 Tray", "6.1 Replacing the tray", part="c"),
]
TITEL = ("5 电池", "5.1 更换电池")
HEADED = [
    passage("text", 0, "工时：25 分钟。", *TITEL),
    passage("text", 1, "拆卸", *TITEL),
    passage("step", 2, "1. 拉出易拉胶。", *TITEL, part="a"),
    passage("warning", 3, "警告：不可撬。", *TITEL),
    passage("step", 4, "2. 取出电池。", *TITEL, part="a"),
    passage("text", 5, "安装", *TITEL),
    passage("step", 6, "1. 清洁电池仓。", *TITEL, part="b"),
]
PLAIN = [
    passage("text", 0, "Time: 35 minutes.", *TITLE),
    passage("step", 1, "1. Take it out.", *TITLE, part="a"),
    passage("step", 2, "2. Lay in the new one.", *TITLE, part="a"),
]


@pytest.mark.parametrize(
    ("passages", "asked", "steps"),
    [
        (TITLED, "How do I remove the battery?", {"1. Pull the tabs."}),
        (TITLED, "how do I take the battery out", {"1. Pull the tabs."}),
        (TITLED, "how do I install the new battery", {"1. Lay it in."}),
        (TITLED, "how do I put the battery back", {"1. Lay it in."}),
        (TITLED, "怎么拆电池", {"1. Pull the tabs."}),
        (TITLED, "how do I replace the battery", {"1. Pull the tabs.", "1. Lay it in."}),
        (
            TITLED,
            "how do I remove the battery and install the new one",
            {"1. Pull the tabs.", "1. Lay it in."},
        ),
        (TITLED, "how do I clean the battery", set()),
        (HEADED, "怎么拆电池", {"1. 拉出易拉胶。", "2. 取出电池。"}),
        (HEADED, "怎么安装新电池", {"1. 清洁电池仓。"}),
        (HEADED, "how do I remove the battery", {"1. 拉出易拉胶。", "2. 取出电池。"}),
        (HEADED, "怎么更换电池", {"1. 拉出易拉胶。", "2. 取出电池。", "1. 清洁电池仓。"}),
        (PLAIN, "how do I remove the battery", {"1. Take it out.", "2. Lay in the new one."}),
        (PLAIN, "怎么装电池", {"1. Take it out.", "2. Lay in the new one."}),
    ],
)
def test_of_a_replacement_the_half_comes_that_is_asked_for(
    passages: Sequence[Passage], asked: str, steps: set[str]
) -> None:
    assert brought(passages, asked) == steps


def test_a_title_that_does_it_to_the_thing_goes_before_one_that_speaks_of_it() -> None:
    sheet = passage("step", 1, "1. Pull the sheet.", "8 Jams", "8.3 Removing a sheet in the fuser", part="a")
    fuser = passage("step", 5, "1. Pull the fuser.", "10 Fuser", "10.1 Replacing the fuser", part="b")
    assert brought([sheet, fuser], "how do I remove the fuser") == {fuser.text}
    assert brought([sheet, fuser], "how do I remove a jammed sheet in the fuser") >= {sheet.text}


def test_a_wish_to_replace_is_not_met_by_a_title_that_only_removes() -> None:
    removing = passage("step", 1, "1. Pull the fuser.", "10 Fuser", "10.1 Removing the fuser", part="a")
    assert brought([removing], "how do I replace the fuser") == set()
    assert brought([removing], "how do I remove the fuser") == {removing.text}
