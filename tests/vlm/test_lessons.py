"""Codes that measure the skill are never among those it is learnt from; lessons are told apart."""

from __future__ import annotations

import random

from tests.miniature import ASKED
from vlm.miniature.lessons import Lesson, code_lesson, digest, random_code


def test_no_unseen_code_is_ever_shown() -> None:
    chance = random.Random(5)
    shown = {random_code(chance) for _ in range(20_000)}
    unseen = {random_code(chance, unseen=True) for _ in range(5_000)}
    assert len(unseen) > 3_000
    assert not shown & unseen


def test_a_code_lesson_asks_for_what_is_drawn() -> None:
    first, again, other = (code_lesson(random.Random(seed), unseen=True) for seed in (1, 1, 2))
    assert first == again
    assert first.answer != other.answer
    assert first.prompt.turns[0].parts[0] != other.prompt.turns[0].parts[0]


def test_the_digest_tells_order_and_boundaries_apart() -> None:
    a, b = Lesson(ASKED, "ab"), Lesson(ASKED, "c")
    assert digest([a, b]) != digest([b, a])
    assert digest([Lesson(ASKED, "ab"), Lesson(ASKED, "c")]) != digest(
        [Lesson(ASKED, "a"), Lesson(ASKED, "bc")]
    )
