"""The count is never below the real one, and passages go before any is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Asked, Shown
from vlm.budget import tokens_in, tokens_of_prompt, within
from vlm.model import Picture, Prompt, Turn
from vlm.prompts import draft_answer

ASKED = Asked("How do I replace the battery?", "en")
MANUAL = Manual("m", "t", "N7 repair manual", "Norvik", ("N7",), "en")
EDITION = Edition("e" * 64, "m", "1", "en", "live", "n7.pdf", 9)


def shown(number: int, words: int, **more: object) -> Shown:
    related = bool(more.pop("related", False))
    text = " ".join(f"word{n}" for n in range(words))
    passage = Passage(f"p{number}", EDITION.id, "r", "text", ("4 Diagnosis",), number, text, (), "textlayer")
    return Shown(f"S{number}", replace(passage, **more), MANUAL, EDITION, 1.0, related)  # type: ignore[arg-type]


def fit(passages: list[Shown], most: int) -> tuple[Shown, ...]:
    return within(passages, most, lambda some: draft_answer(ASKED, some))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(700, 3000))
@example([1, 1, 106], 700)
def test_what_fits_fits(sizes: list[int], most: int) -> None:
    passages = [shown(n, size) for n, size in enumerate(sizes, start=1)]
    taken = fit(passages, most)
    assert taken, "the best passage always goes, cut if need be"
    assert [s.label for s in taken] == [s.label for s in passages if s.label in {t.label for t in taken}]
    whole = all(t.passage.text == p.passage.text for t in taken for p in passages if t.label == p.label)
    assert whole or len(taken) == 1
    assert tokens_of_prompt(draft_answer(ASKED, taken)) <= most
    for t in taken:
        assert passages[int(t.label[1:]) - 1].passage.text.startswith(t.passage.text)


def test_a_procedure_stays_with_its_hit_and_warnings_go_first() -> None:
    passages = [
        shown(1, 60, part_of="swap"),
        shown(2, 60),
        shown(3, 60, related=True, part_of="swap"),
        shown(4, 60, related=True, kind="warning"),
    ]
    each = tokens_of_prompt(draft_answer(ASKED, passages[:1])) - tokens_of_prompt(draft_answer(ASKED, ()))
    room = tokens_of_prompt(draft_answer(ASKED, ())) + 2 * each + 20
    assert [s.label for s in fit(passages, room)] == ["S1", "S3"]
    assert len(fit(passages, room + 3 * each)) == 4


def test_a_picture_counts_at_the_size_it_is_sent_in() -> None:
    prompt = Prompt((Turn("user", (Picture(b"", 1024, 1024, "photo 1"), "?")),))
    assert 1024 <= tokens_of_prompt(prompt) <= 1040


@pytest.mark.parametrize(
    ("text", "least"),
    [("0.12 N·m", 7), ("按住电源键十二秒", 5), ("Disconnect the battery connector.", 5), ("", 0)],
)
def test_the_count_is_an_upper_one(text: str, least: int) -> None:
    # counted with qwen.tiktoken: digits one by one, about 0.7 a Chinese sign, 0.2 an English letter
    assert tokens_in(text) >= least
