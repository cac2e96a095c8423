"""Pictures get the size the model's own processor would give them, within their budget."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kb_sources.errors import PhotoRejected
from vlm.model import Picture
from vlm.pixels import CELL, MOST_ASPECT, PixelBudget, drawn_at, fit_size, fitted, tokens_of

BUDGET = PixelBudget(most=1280 * CELL * CELL)


def picture(width: int, height: int, kind: str = "PNG") -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return Picture(out.getvalue(), width, height, "page 3", "image/png" if kind == "PNG" else "image/jpeg")


@given(st.integers(1, 6000), st.integers(1, 6000))
def test_sizes_are_multiples_of_32_within_the_budget_and_keep_the_aspect(width: int, height: int) -> None:
    if max(width, height) > MOST_ASPECT * min(width, height):
        with pytest.raises(PhotoRejected):
            fit_size(width, height, BUDGET)
        return
    wide, high = fit_size(width, height, BUDGET)
    assert wide % CELL == high % CELL == 0
    assert BUDGET.least <= wide * high <= BUDGET.most
    if min(width, height) >= CELL:
        stretched = (wide / high) / (width / height)
        assert abs(stretched - 1) <= 2 * (CELL / wide + CELL / high)
    assert fit_size(wide, high, BUDGET) == (wide, high)
    assert tokens_of(wide, high) <= 1282


def test_the_size_the_official_notebook_prints() -> None:
    # cookbooks/document_parsing.ipynb: 1376x1920 with 512..2048 tokens gives height 1696, width 1216
    assert fit_size(1376, 1920, PixelBudget(512 * CELL * CELL, 2048 * CELL * CELL)) == (1216, 1696)


def test_a_strip_is_refused_with_its_name() -> None:
    with pytest.raises(PhotoRejected, match="photo 2 measures 4000x18 pixels"):
        fit_size(4000, 18, BUDGET, "photo 2")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_resized_and_keeps_its_kind(kind: str) -> None:
    small = fitted(picture(2400, 1800, kind), BUDGET)
    assert (small.width, small.height) == fit_size(2400, 1800, BUDGET)
    with Image.open(io.BytesIO(small.data)) as opened:
        assert opened.size == (small.width, small.height)
        assert opened.format == kind


def test_an_open_picture_is_encoded_once_at_the_size_the_model_sees() -> None:
    page = Image.linear_gradient("L").resize((1240, 1754))
    small = drawn_at(page, BUDGET, "page 3")
    assert (small.width, small.height) == fit_size(1240, 1754, BUDGET)
    assert (small.name, small.kind) == ("page 3", "image/png")
    with Image.open(io.BytesIO(small.data)) as opened:
        assert (opened.size, opened.mode) == ((small.width, small.height), "RGB")
    out = io.BytesIO()
    page.convert("RGB").save(out, "PNG")
    twice = fitted(Picture(out.getvalue(), 1240, 1754, "page 3"), BUDGET)
    with Image.open(io.BytesIO(twice.data)) as one, Image.open(io.BytesIO(small.data)) as other:
        assert one.tobytes() == other.tobytes()


def test_what_fits_is_sent_as_it_is() -> None:
    original = picture(640, 480)
    assert fitted(original, BUDGET) is original


def test_a_picture_of_too_many_bytes_becomes_a_jpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.effect_noise((320, 320), 255).convert("RGB").save(out, "PNG")
    heavy = Picture(out.getvalue() + b"\0" * 200_000, 320, 320, "page 1")
    monkeypatch.setattr("vlm.pixels._MOST_BYTES", 60_000)
    sent = fitted(heavy, BUDGET)
    assert sent.kind == "image/jpeg"
    assert len(sent.data) < len(out.getvalue())


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(PhotoRejected, match="page 3 cannot be opened"):
        fitted(Picture(b"%PDF-1.7", 3000, 2000, "page 3"), BUDGET)
