"""Numbering and text: a quote keeps its number, warnings come before their step, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.composing import Composer
from api.phrases import phrase
from api.reply import Reply
from kb_sources.manual import Box, Edition, Manual, Passage, Span
from vlm.answer import (
    Answered,
    CheckedClaim,
    Claim,
    Draft,
    Dropped,
    Finding,
    Grounded,
    Located,
    Reference,
    Shown,
    Verdict,
)
from vlm.checking import GateSettings
from vlm.explaining import Explainer

MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
EDITION = Edition("e" * 64, "m", "B", "en", "superseded", "n7.pdf", 9)


def shown(label: str, text: str, kind: str = "step", page: int = 3) -> Shown:
    spans = (Span(0, len(text), page, Box(0, 0, 1, 0.1)),)
    level = "danger" if kind == "warning" else None
    whole: tuple[object, ...] = (label, EDITION.id, "r", kind, (), 0, text, spans, "textlayer")
    passage = Passage(*whole, level=level)  # type: ignore[arg-type]
    return Shown(label, passage, MANUAL, EDITION)


def checked(source: Shown, text: str, step: str = "", warnings: tuple[Shown, ...] = ()) -> CheckedClaim:
    start = source.passage.text.index(text)
    claim = Claim(f"c-{text[:5]}", "step", text, (Reference(source.label, text),), step)
    verdict = Verdict((Finding("quoted", True, 1.0),))
    return CheckedClaim(claim, (Located(source, start, start + len(text)),), verdict, warnings)


def compose(
    *claims: CheckedClaim,
    figures: tuple[str, ...] = (),
    offered: tuple[Shown, ...] = (),
    dropped: tuple[Dropped, ...] = (),
) -> Reply:
    draft = Draft((), "extractive", lead="So says the manual:", figures=figures)
    explainer = Explainer(GateSettings())
    composer = Composer(lambda reading, page: f"p-{page}", {"en": "Careful.", "zh": "小心。"}, explainer)
    return composer.compose(
        Answered(Grounded(claims, dropped, draft)),
        answer_id="a",
        conversation_id="c",
        language="en",
        photos=(),
        timings_ms={"total": 1.0},
        shown=offered,
    )


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("DANGER Never pierce it.", "Never pierce it."),
        ("Danger: never pierce it.", "never pierce it."),
        ("警告如果后盖翘起，不要充电。", "如果后盖翘起，不要充电。"),
        ("Dangerous voltage.", "Dangerous voltage."),
        ("WARNING", "WARNING"),
    ],
)
def test_a_warning_has_one_signal_word(printed: str, told: str) -> None:
    reply = compose(checked(shown("S1", "1. Open."), "1. Open.", "1", (shown("S9", printed, "warning"),)))
    assert f"⚠ DANGER: {told} [1]" in reply.text.splitlines()
    assert reply.warnings[0].text == printed


def test_the_same_quote_keeps_its_number_and_a_warning_stands_once() -> None:
    warning = shown("S9", "Never pierce it.", "warning")
    one, two = shown("S1", "1. Open. Lift the cover."), shown("S2", "2. Close.", page=4)
    reply = compose(
        checked(one, "1. Open.", "1", (warning,)),
        checked(one, "1. Open.", "1", (warning,)),
        checked(two, "2. Close.", "2", (warning,)),
    )
    assert [c.quote for c in reply.citations] == ["Never pierce it.", "1. Open.", "2. Close."]
    assert [c.citations for c in reply.claims] == [(2,), (2,), (3,)]
    assert reply.text.splitlines() == [
        "So says the manual:",
        "⚠ DANGER: Never pierce it. [1]",
        "1. Open. [2]",
        "1. Open. [2]",
        "2. Close. [3]",
        "",
        "Careful.",
    ]
    assert reply.citations[2].places[0].page_label == "p-4"
    assert reply.citations[0].edition.state == "superseded"


def test_a_claim_that_is_a_warning_due_is_told_once_as_that() -> None:
    first, second = shown("S8", "DANGER Never pierce it.", "warning"), shown("S9", "Wear gloves.", "warning")
    rule, alone = shown("S1", "Two lift it.", "text"), shown("S2", "NOTICE Keep it dry.", "warning")
    facts = [
        replace(c, claim=replace(c.claim, kind="fact"))
        for c in (
            checked(second, "Wear gloves."),
            checked(rule, "Two lift it.", warnings=(first, second)),
            checked(first, "DANGER Never pierce it."),
            checked(first, "Never pierce it."),
            checked(alone, "NOTICE Keep it dry."),
        )
    ]
    reply = compose(*facts)
    assert reply.text.splitlines()[1:-2] == [
        "⚠ DANGER: Wear gloves. [1]",
        "⚠ DANGER: Never pierce it. [2]",
        "• Two lift it. [3]",
        "• Never pierce it. [4]",
        "• NOTICE Keep it dry. [5]",
    ]
    assert [c.citations for c in reply.claims] == [(1,), (3,), (2,), (4,), (5,)]
    assert [w.id for w in reply.warnings] == ["S9", "S8"]


def test_what_is_spoken_of_is_named_whenever_it_changes() -> None:
    one, two, three = (
        replace(c, claim=replace(c.claim, frame=frame))
        for frame, c in zip(
            ("N7:", "N7 Pro:", "N7:"),
            (checked(shown(f"S{n}", f"{n}. Open."), f"{n}. Open.", str(n)) for n in (1, 2, 3)),
            strict=True,
        )
    )
    reply = compose(one, two, three)
    assert reply.text.splitlines()[1:-2] == [
        *("", "N7:", "1. Open. [1]"),
        *("", "N7 Pro:", "2. Open. [2]"),
        *("", "N7:", "3. Open. [3]"),
    ]


def test_a_models_words_about_a_figure_are_shown_to_nobody() -> None:
    told = shown("S4", "The picture shows a swollen battery.", "figure")
    told = replace(told, passage=replace(told.passage, hint=True))
    reply = compose(checked(shown("S1", "See 3-1."), "See 3-1."), figures=("S4",), offered=(told,))
    assert reply.figures == ()
    assert "swollen" not in str(reply)


def test_a_figure_is_named_by_a_label_that_was_shown() -> None:
    figure = shown("S3", "Figure 3-1 Exploded view\n1\n2", "figure")
    reply = compose(
        checked(shown("S1", "See figure 3-1."), "See figure 3-1."), figures=("S3", "S99"), offered=(figure,)
    )
    (found,) = reply.figures
    assert found.caption == "Figure 3-1 Exploded view"
    assert reply.citations[found.citation - 1].quote.startswith("Figure 3-1")
    assert found.url.startswith(f"/editions/{figure.edition.id}/pages/"), "no picture was kept: its page"
    kept = replace(figure, passage=replace(figure.passage, figure="f" * 64))
    (found,) = compose(
        checked(shown("S1", "See figure 3-1."), "See figure 3-1."), figures=("S3",), offered=(kept,)
    ).figures
    assert found.url == f"/editions/{kept.edition.id}/figures/{kept.passage.id}.png"


def steps(*told: tuple[str, str, str]) -> list[CheckedClaim]:
    """Steps of one procedure: number, title of the part, part."""
    found = []
    for n, (number, title, part) in enumerate(told):
        source = shown(f"s{n}", f"{number}. Do {n}.")
        section = ("5.1 Replacing the battery", title) if title else ("5.1 Replacing the battery",)
        passage = replace(source.passage, section=section, part_of=part, step=number)
        found.append(checked(replace(source, passage=passage), passage.text, number))
    return found


def test_the_parts_of_a_procedure_stand_under_their_titles() -> None:
    told = steps(("1", "Removal", "a"), ("2", "Removal", "a"), ("1", "Installation", "b"))
    lines = compose(*told).text.split("\n")[1:]
    assert [line.split(" [")[0] for line in lines[:5]] == [
        "Removal:",
        "1. Do 0.",
        "2. Do 1.",
        "Installation:",
        "1. Do 2.",
    ]
    alone = compose(*steps(("1", "Removal", "a"), ("2", "Removal", "a")))
    assert "Removal" not in alone.text


@pytest.mark.parametrize(
    ("numbers", "gap"),
    [
        (("1", "2", "3"), False),
        (("1", "3"), True),
        (("2", "3"), True),
        (("3",), False),
        (("a", "c"), False),
    ],
)
def test_an_answer_says_that_steps_are_missing(numbers: tuple[str, ...], gap: bool) -> None:
    reply = compose(*steps(*((number, "", "a") for number in numbers)))
    assert (phrase("note.steps_missing", "en") in reply.text) is gap


def test_a_step_that_is_held_back_is_told_to_be_missing() -> None:
    told = steps(("1", "", "a"), ("2", "", "a"), ("3", "", "a"))
    last = told.pop()
    dropped = (Dropped(last.claim, last.located, last.verdict),)
    assert phrase("note.steps_missing", "en") in compose(*told, dropped=dropped).text
    assert phrase("note.steps_missing", "en") not in compose(*told).text
