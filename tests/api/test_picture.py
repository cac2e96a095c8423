"""Boxes on page pictures: inside is lit, outside stays as it was."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from api.picture import MOST_BOXES, light, parse_boxes
from kb_sources.errors import InputRejected
from kb_sources.manual import Box

FRACTION = st.floats(0, 1)
BOXES = st.lists(st.builds(Box.clipped, FRACTION, FRACTION, FRACTION, FRACTION), max_size=8)


def blank(width: int = 400, height: int = 600) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@given(BOXES)
def test_boxes_survive_the_address(boxes: list[Box]) -> None:
    text = ";".join(f"{b.x0!r},{b.y0!r},{b.x1!r},{b.y1!r}" for b in boxes)
    assert parse_boxes(text) == tuple(boxes)


@given(st.text(max_size=60))
def test_any_text_gives_boxes_on_the_page_or_a_named_refusal(text: str) -> None:
    try:
        boxes = parse_boxes(text)
    except InputRejected as error:
        assert error.http_status == 422
    else:
        assert all(0 <= b.x0 <= b.x1 <= 1 and 0 <= b.y0 <= b.y1 <= 1 for b in boxes)


@pytest.mark.parametrize(
    "text", ["1,2", "0,0,2,1", "0.5,0,0.1,1", "nan,0,1,1", "a,b,c,d", "0,0,1,inf", "0,0,1,1,1"]
)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(InputRejected):
        parse_boxes(text)


def test_too_many_boxes_are_refused() -> None:
    one = "0.1,0.1,0.2,0.2;"
    assert len(parse_boxes(one * MOST_BOXES)) == MOST_BOXES
    with pytest.raises(InputRejected, match=str(MOST_BOXES)):
        parse_boxes(one * (MOST_BOXES + 1))


def test_inside_is_lit_and_outside_untouched() -> None:
    page = opened(light(blank(), [Box(0.25, 0.25, 0.75, 0.5)]))
    assert page.size == (400, 600)
    assert page.getpixel((200, 225)) != (255, 255, 255)
    red, _, blue = page.getpixel((200, 225))
    assert red > blue, "lit in amber, the print below still readable"
    for outside in ((50, 50), (200, 400), (390, 225)):
        assert page.getpixel(outside) == (255, 255, 255)


def test_a_box_at_the_very_edge_is_drawn() -> None:
    page = opened(light(blank(), [Box(0, 0, 1, 1)]))
    assert page.getpixel((0, 0)) != (255, 255, 255) and page.getpixel((399, 599)) != (255, 255, 255)


@pytest.mark.parametrize(("width", "expected"), [(100, (100, 150)), (64, (64, 96)), (2400, (400, 600))])
def test_a_picture_is_made_smaller_but_never_larger(width: int, expected: tuple[int, int]) -> None:
    assert opened(light(blank(), [], width)).size == expected


def test_without_boxes_the_stored_picture_is_handed_out_as_it_is() -> None:
    picture = blank()
    assert light(picture, []) is picture
