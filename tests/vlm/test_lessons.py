"""Codes that measure the skill are never among those it is learnt from; lessons are told apart."""

from __future__ import annotations

import random

from tests.miniature import ASKED
from vlm.miniature.lessons import Lesson, digest, draw_words, reading_lesson


def test_no_unseen_code_is_ever_shown() -> None:
    shown = set(draw_words(random.Random(5), 20_000))
    unseen = set(draw_words(random.Random(5), 5_000, unseen=True))
    assert len(unseen) > 4_000
    assert not shown & unseen
    assert sum("-" in word for word in shown) > 7_000 < sum(word.isalpha() for word in shown)


def test_a_lesson_asks_for_what_is_drawn() -> None:
    first, again, other = (reading_lesson(word) for word in ("E21-04", "E21-04", "E21-05"))
    assert first == again
    assert first.answer == "E21-04"
    assert first.prompt.turns[0].parts[0] != other.prompt.turns[0].parts[0]


def test_the_digest_tells_order_and_boundaries_apart() -> None:
    a, b = Lesson(ASKED, "ab"), Lesson(ASKED, "c")
    assert digest([a, b]) != digest([b, a])
    assert digest([Lesson(ASKED, "ab"), Lesson(ASKED, "c")]) != digest(
        [Lesson(ASKED, "a"), Lesson(ASKED, "bc")]
    )
