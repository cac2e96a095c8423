"""A page is read once where that goes well; else another way, and given up by name at last."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from kb_sources.errors import (
    AnswerCut,
    AnswerEmpty,
    ContentBlocked,
    ContextTooLong,
    EngineFault,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
)
from vlm.model import Completion, Deadline, Picture, Prompt
from vlm.models.scripted import Line, Scripted
from vlm.qwen_formats import PageText
from vlm.reading import LADDER, PageSeen, read_page

GOOD = '<html><body><div class="text" data-bbox="90 60 900 950">Check the belt.</div></body></html>'


def page(width: int = 1200, height: int = 1600) -> Image.Image:
    drawn = Image.new("RGB", (width, height), "white")
    for top in range(height // 10, height * 9 // 10, 40):
        for left in range(width // 10, width * 8 // 10, 40):  # words
            ImageDraw.Draw(drawn).rectangle((left, top, left + 30, top + 12), fill="black")
    return drawn


def seen(*script: Line, picture: Image.Image | None = None) -> tuple[PageSeen, Scripted]:
    model = Scripted(script)
    return read_page(model, picture or page(), "page 1", Deadline.after(5)), model


def spoilt(outcome: PageSeen) -> list[str]:
    return [attempt.spoilt_by for attempt in outcome.attempts]


def test_a_good_reading_is_asked_for_once() -> None:
    outcome, model = seen(GOOD)
    assert (outcome.outcome, outcome.page.text) == ("read", "Check the belt.")
    assert len(model.asked) == 1
    prompt, sampling = model.asked[0]
    assert prompt.version == "read-html-1"
    assert (sampling.temperature, sampling.presence_penalty) == (0, 0)


def test_a_blank_page_is_not_shown_to_the_model() -> None:
    outcome, model = seen("A fluent page of Latin.", picture=Image.new("RGB", (1200, 1600), "white"))
    assert outcome.outcome == "blank"
    assert outcome.attempts == ()
    assert model.asked == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("# A\n" + "Check the belt again. " * 40, "loop"),
        (Completion("# A\n\nCheck the", "length"), "truncated"),
        ("![Page](page.png)", "lazy_ocr"),
        ("<html><body></body></html>", "no_text"),
        (GOOD.replace("950", "200"), "uncovered_ink"),
        ("word" * 10 + " " + " ".join(str(n * 7919) for n in range(9000)), "invented_text"),
        (AnswerEmpty("nothing"), "AnswerEmpty"),
        (AnswerCut("cut"), "AnswerCut"),
        (ContextTooLong("long"), "ContextTooLong"),
    ],
)
def test_a_spoilt_reading_is_asked_for_another_way(bad: Line, why: str) -> None:
    outcome, _ = seen(bad, GOOD)
    assert outcome.outcome == "read"
    assert spoilt(outcome) == [why, ""]
    first, second = outcome.attempts
    assert (first.prompt_version, first.size) != (second.prompt_version, second.size)


def test_no_two_attempts_ask_the_same() -> None:
    for picture in (page(), page(2400, 3200), page(320, 400)):
        outcome, model = seen("![Page](page.png)", picture=picture)
        assert outcome.outcome == "given_up"
        assert len({(a.prompt_version, a.size) for a in outcome.attempts}) == len(LADDER)
        assert [attempt.prompt_version for attempt in outcome.attempts] == [p.version for p, _ in model.asked]
        for attempt, (prompt, _) in zip(outcome.attempts, model.asked, strict=True):
            sent = prompt.turns[0].parts[0]
            assert isinstance(sent, Picture)
            assert (sent.width, sent.height) == attempt.size


def test_the_least_spoilt_reading_of_a_page_given_up_is_kept() -> None:
    bad = Completion("# A\n\nCheck the", "length")
    outcome, _ = seen("![Page](page.png)", bad, "![Page](page.png)")
    assert outcome.outcome == "given_up"
    assert outcome.page.text == "A\n\nCheck the"


@pytest.mark.parametrize(
    "fault",
    [ModelUnavailable, ModelResting, ModelTimeout, EngineFault, ContentBlocked],
    ids=lambda f: f.__name__,
)
def test_what_another_asking_cannot_help_is_raised_at_once(fault: type[ModelUnavailable]) -> None:
    model = Scripted([fault("away"), GOOD])
    with pytest.raises(fault):
        read_page(model, page(), "page 1", Deadline.after(5))
    assert len(model.asked) == 1


def test_boxes_in_pixels_are_of_the_picture_that_was_sent() -> None:
    def answer(prompt: Prompt) -> str:
        sent = prompt.turns[0].parts[0]
        assert isinstance(sent, Picture)
        corners = f"0 0 {sent.width} {sent.height}"
        return f'<html><body><div class="text" data-bbox="{corners}">Check the belt.</div></body></html>'

    outcome = read_page(Scripted(answer), page(2400, 3200), "page 1", Deadline.after(5))
    box = outcome.page.elements[0].box
    assert box is not None
    assert box.area == 1


def test_sideways_words_are_told_and_chinese_columns_are_not() -> None:
    def html(words: str) -> str:
        body = GOOD.removesuffix("</body></html>")
        return f'{body}<div class="text" data-bbox="950 200 970 700">{words}</div></body></html>'

    sideways, _ = seen(html("200-300 WELLINGTON ST. LONDON"))
    assert [(f.name, f.element) for f in sideways.page.findings] == [("sideways_text", 1)]
    column, _ = seen(html("请先断开电源再打开后盖"))
    assert column.page.findings == ()


SHORT, WHOLE = GOOD, GOOD.replace("belt.", "belt: 2.99")


def left_out(*script: Line) -> tuple[PageSeen, Scripted]:
    """Read beside a reading that has a price."""
    model = Scripted(script)

    def missing(text: PageText) -> str:
        return "" if "2.99" in text.text else "2.99"

    return read_page(model, page(), "page 1", Deadline.after(5), left_out=missing), model


def test_a_reading_that_leaves_something_out_is_asked_for_once_more() -> None:
    outcome, model = left_out(SHORT, WHOLE)
    assert (outcome.outcome, outcome.page.text) == ("read", "Check the belt: 2.99")
    assert (spoilt(outcome), len(model.asked)) == (["left_out", ""], 2)


@pytest.mark.parametrize("second", [SHORT, ModelTimeout("no time left")])
def test_what_is_left_out_twice_is_left_to_the_other_reading(second: Line) -> None:
    outcome, model = left_out(SHORT, second, WHOLE)
    assert (outcome.outcome, outcome.page.text) == ("read", "Check the belt.")
    assert outcome.page.has("left_out")
    assert len(model.asked) == 2


def test_a_later_reading_that_is_of_no_use_costs_nothing() -> None:
    outcome, model = left_out(SHORT, AnswerEmpty("nothing"))
    assert (outcome.outcome, outcome.page.text) == ("read", "Check the belt.")
    assert len(model.asked) == len(LADDER)
