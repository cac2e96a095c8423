"""The words' boxes and order tell which way a picture stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kb_sources.manual import Box
from vlm.turning import Turn, set_upright, turn_to_upright, turned

LINES = (("维修手册", "XR-200", "修订"), ("电源", "220-240V"), ("Error", "code", "E21"), ("长按电源键",))
BACK: dict[Turn, Turn] = {0: 0, 90: 270, 180: 180, 270: 90}
TURNS: list[Turn] = [0, 90, 180, 270]


def spoken(size: tuple[int, int]) -> list[tuple[str, Box]]:
    """An upright text of four lines, 40 pixels high."""
    words = []
    for line, texts in enumerate(LINES):
        x = 30.0
        for text in texts:
            wide, y = 25.0 * len(text), 40 + 70 * line
            words.append((text, Box(x / size[0], y / size[1], (x + wide) / size[0], (y + 40) / size[1])))
            x += wide + 15
    return words


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("size", [(800, 600), (600, 800)])
def test_the_turn_that_sets_it_upright_is_found(turn: Turn, size: tuple[int, int]) -> None:
    lying = size if turn in (0, 180) else size[::-1]
    words = [(text, turned(box, BACK[turn])) for text, box in spoken(size)]
    assert turn_to_upright(words, lying) == turn


def test_too_few_words_or_no_order_mean_no_turn() -> None:
    words = spoken((800, 600))
    assert turn_to_upright([], (800, 600)) == 0
    assert turn_to_upright([(text, turned(box, 180)) for text, box in words[:2]], (800, 600)) == 0
    zigzag = [words[i] for i in (0, 8, 1, 7, 2, 6, 3, 5)]
    assert turn_to_upright(zigzag, (800, 600)) == 0


fractions = st.floats(0, 1, allow_nan=False)


@given(st.builds(Box.clipped, fractions, fractions, fractions, fractions), st.sampled_from(TURNS))
def test_turning_back_gives_the_same_box(box: Box, turn: Turn) -> None:
    again = turned(turned(box, turn), BACK[turn])
    assert (again.x0, again.y0, again.x1, again.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1))


@pytest.mark.parametrize("turn", TURNS)
def test_boxes_and_pixels_turn_together(turn: Turn) -> None:
    picture, box = Image.new("L", (40, 20)), Box(0.1, 0.2, 0.5, 0.4)
    picture.paste(255, (4, 4, 20, 8))
    upright, place = set_upright(picture, turn), turned(box, turn)
    lit = np.argwhere(np.asarray(upright))
    width, height = upright.size
    assert tuple(lit.min(axis=0)) == pytest.approx((place.y0 * height, place.x0 * width))
    assert tuple(lit.max(axis=0) + 1) == pytest.approx((place.y1 * height, place.x1 * width))
