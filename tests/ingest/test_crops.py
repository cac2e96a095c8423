from __future__ import annotations

import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.crops import Crops, cut_out
from kb_sources.blobs import Blobs
from kb_sources.manual import Box, Place

RED = (255, 0, 0)


def sheet() -> Image.Image:
    """A white page of 200 x 100 pixels whose box .25 to .5, .2 to .6 is red."""
    page = Image.new("RGB", (200, 100), "white")
    page.paste(RED, (50, 20, 100, 60))
    return page


def png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


FIGURE = Place(1, (Box(0.25, 0.2, 0.5, 0.6),))


def test_a_figure_is_cut_out_noted_before_it_is_stored_and_stored_once(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path))
    noted: list[tuple[str, bool]] = []
    crops = Crops(blobs, {1: blobs.put(png(sheet())), 2: ""}, lambda key: noted.append((key, blobs.has(key))))
    key = crops(FIGURE)
    assert crops(FIGURE) == key
    assert noted == [(key, False)]
    with Image.open(io.BytesIO(blobs.get(key))) as picture:
        assert 50 <= picture.width <= 54 and 40 <= picture.height <= 44
        assert picture.getpixel((picture.width // 2, picture.height // 2)) == RED


def test_a_page_without_a_picture_has_no_figures(tmp_path: Path) -> None:
    crops = Crops(Blobs(str(tmp_path)), {2: ""}, lambda key: None)
    assert crops(Place(2, FIGURE.boxes)) == crops(Place(3, FIGURE.boxes)) == ""


EDGES = st.floats(0, 1, allow_nan=False)


@given(st.builds(Box.clipped, EDGES, EDGES, EDGES, EDGES))
def test_any_box_gives_a_picture_that_holds_it(box: Box) -> None:
    with Image.open(io.BytesIO(cut_out(sheet(), box))) as picture:
        assert box.width * 200 - 1 <= picture.width <= min(box.width * 200 + 4, 200)
        assert box.height * 100 - 1 <= picture.height <= min(box.height * 100 + 4, 100)
