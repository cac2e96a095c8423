"""What is printed is measured against what is said to stand there."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from kb_sources.manual import Box
from vlm.ink import ink_of, is_almost_blank, is_blank, too_little_for, uncovered


def page(lines: int, paper: int = 255, ink: int = 0) -> Image.Image:
    drawn = Image.new("L", (1000, 1400), paper)
    for n in range(lines):
        ImageDraw.Draw(drawn).rectangle((100, 100 + 40 * n, 799, 109 + 40 * n), fill=ink)
    return drawn


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (0, 255), (230, 90), (60, 220)])
def test_ink_is_what_differs_from_the_paper(paper: int, ink: int) -> None:
    assert ink_of(page(10, paper, ink)).mean() == pytest.approx(10 * 700 * 10 / 1_400_000, rel=0.01)


def test_a_grey_scan_with_noise_and_a_dark_edge_is_blank() -> None:
    noise = np.random.default_rng(3).normal(225, 8, (1400, 1000)).clip(0, 255).astype(np.uint8)
    noise[:, :20] = 20
    assert is_blank(ink_of(Image.fromarray(noise)))
    assert not is_blank(ink_of(page(1)))


def test_a_line_is_almost_blank_and_a_page_is_not() -> None:
    drawn = page(0)
    ImageDraw.Draw(drawn).rectangle((300, 700, 399, 719), fill=0)
    assert is_almost_blank(ink_of(drawn))
    assert not is_blank(ink_of(drawn))
    assert not is_almost_blank(ink_of(page(10)))


def test_text_needs_ink() -> None:
    drawn = page(1)  # 0.5 %: room for 1,000 letters
    assert not too_little_for(ink_of(drawn), "a" * 900)
    assert too_little_for(ink_of(drawn), "电" * 1100)
    assert not too_little_for(ink_of(drawn), "." * 5000)


def words(lines: int) -> Image.Image:
    """Lines as a page has them, with gaps."""
    drawn = page(lines)
    for x in range(130, 800, 30):
        ImageDraw.Draw(drawn).rectangle((x, 0, x + 2, 1399), fill=255)
    return drawn


def test_a_band_and_a_rule_are_no_print_that_somebody_left_out() -> None:
    drawn = words(5)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((100, 600, 899, 680), fill=60)
    pen.rectangle((100, 800, 899, 802), fill=0)
    pen.rectangle((500, 900, 502, 1300), fill=0)
    text = Box(0.08, 0.05, 0.82, 0.25)
    assert uncovered(ink_of(drawn), [text]) == 0
    pen.text((150, 620), "2 SPECIFICATIONS", fill=255, font_size=40)
    assert uncovered(ink_of(drawn), [text]) < 0.25


def test_uncovered_ink_is_a_share() -> None:
    ink = ink_of(words(20))
    upper = Box(0.1, 0.05, 0.8, 100 / 1400 + 9.5 * 40 / 1400 - 0.02)
    assert uncovered(ink, []) == 1
    assert uncovered(ink, [upper]) == pytest.approx(0.5, abs=0.03)
    assert uncovered(ink, [Box(0.08, 0.05, 0.82, 0.9)]) == 0
    assert uncovered(ink_of(page(0)), []) == 0


def test_pictures_of_any_size_are_measured() -> None:
    for size in ((1, 1), (3, 2000), (2000, 3)):
        ink = ink_of(Image.new("RGB", size, "white"))
        assert is_blank(ink)
        assert uncovered(ink, [Box(0, 0, 1, 1)]) == 0
