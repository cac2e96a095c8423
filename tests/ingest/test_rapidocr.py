"""The geometry and spacing around RapidOCR; that it reads is proved by the contract of the readers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.readers.rapidocr import Letter, RapidOcrReader, _cells, _words, half_width, turn_back
from kb_sources.manual import Box
from vlm.redaction import WordReader

QUAD = np.array([[100, 100], [300, 100], [300, 120], [100, 120]], dtype=np.float32)


def letters(text: str) -> list[Letter]:
    """Letters spread evenly over their line."""
    return [Letter(c, (i + 0.5) / len(text), 0.9) for i, c in enumerate(text)]


def test_a_space_between_chinese_letters_and_latin_ones_parts_words() -> None:
    words = list(_words(letters("按住 5 秒"), QUAD, (1000, 1000), 10.0))
    assert [w.text for w in words] == ["按住", "5", "秒"]
    assert words[0].box.x0 == pytest.approx(0.1, abs=0.01)
    assert words[-1].box.x1 == pytest.approx(0.3, abs=0.01)


def test_a_wide_gap_parts_cells_and_a_space_does_not() -> None:
    near = [Letter("a", 0.1, 1), Letter(" ", 0.1, 1), Letter("b", 0.2, 1)]
    far = [Letter("a", 0.1, 1), Letter(" ", 0.1, 1), Letter("b", 0.9, 1)]
    assert len(list(_cells(near, 10))) == 1
    assert len(list(_cells(far, 10))) == 2


def test_full_width_signs_become_half_width_but_chinese_punctuation_stays() -> None:
    assert half_width("１２Ｖ／３．５％，（注意）") == "12V/3.5%，（注意）"


sides = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(sides, sides, st.sampled_from([90, 180, 270]))
def test_turning_back_undoes_turning(across: list[float], down: list[float], turned: int) -> None:
    """A box on the picture, found again on the turned picture, comes back to its place."""
    box = Box(across[0], down[0], across[1], down[1])
    on_turned = turn_back(box, 360 - turned if turned != 180 else 180)
    back = turn_back(on_turned, turned)
    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1))


def test_a_dot_moves_as_the_picture_is_turned() -> None:
    picture = Image.new("L", (40, 20))
    picture.putpixel((5, 2), 255)
    for turned in (90, 180, 270):
        upright = picture.rotate(-turned, expand=True)  # clockwise
        y, x = np.argwhere(np.asarray(upright) == 255)[0]
        spot = Box(x / upright.width, y / upright.height, (x + 1) / upright.width, (y + 1) / upright.height)
        assert turn_back(spot, turned).holds(5.5 / 40, 2.5 / 20)


def test_it_is_a_reader_of_photos() -> None:
    reader: WordReader = RapidOcrReader()
    assert callable(reader.read_words)
