"""Picture files as manuals: upright, bounded, several pages in a TIFF."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from ingest.pictures import PictureFile
from kb_sources.errors import ManualTooCostly, ManualUnreadable


def saved(*pictures: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    first, *rest = pictures
    several = {"save_all": True, "append_images": rest} if rest else {}
    first.save(out, form, **several, **options)
    return out.getvalue()


def test_the_longer_side_is_that_of_a4_and_the_picture_fills_the_page() -> None:
    document = PictureFile(saved(Image.new("L", (300, 400), 255)))
    assert document.size(1) == pytest.approx((631.5, 842))
    page = document.page(1)
    assert page.pictures == ((0.0, 0.0, 1.0, 1.0),)
    assert document.render(1, 72).size == (632, 842)


def test_exif_orientation_is_applied() -> None:
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste("black", (0, 0, 100, 100))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right for viewing
    upright = PictureFile(saved(picture, form="JPEG", exif=exif)).render(1, 72)
    assert upright.height > upright.width
    assert upright.getpixel((upright.width - 10, 10)) < (60, 60, 60)


def test_a_tiff_has_a_page_per_picture_and_a_part_is_cut_out() -> None:
    pages = [Image.new("RGB", (200, 100), colour) for colour in ("red", "green", "blue")]
    document = PictureFile(saved(*pages, form="TIFF"))
    assert document.pages == 3
    assert document.render(3, 72, (0.5, 0, 1, 1)).getpixel((5, 5)) == (0, 0, 255)
    assert document.render(2, 72).getpixel((5, 5)) == (0, 128, 0)


@pytest.mark.parametrize("side", [12_000, 20_000])
def test_a_bomb_is_too_costly_before_it_is_decoded(side: int) -> None:
    with pytest.raises(ManualTooCostly, match="pixels"):
        PictureFile(saved(Image.new("1", (side, side))))


def test_a_broken_picture_is_unreadable() -> None:
    with pytest.raises(ManualUnreadable):
        PictureFile(b"\x89PNG\r\n\x1a\n" + b"nothing")
