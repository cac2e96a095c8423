"""What every PDF library behind ingest/documents must do, whichever it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pymupdf
import pytest

from ingest.document import MAX_PIXELS, Document
from ingest.readers.textlayer import read_layer
from kb_sources.errors import ManualEncrypted, ManualUnreadable
from kb_sources.plugins import load, names

Opener = Callable[[bytes], Document]


@pytest.fixture(params=names("ingest.documents"))
def open_pdf(request: pytest.FixtureRequest) -> Opener:
    opener: Opener = load("ingest.documents", request.param).build(None)
    return opener


def manual(rotation: int = 0) -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=800)
    page.insert_text((150, 300), "Fault code E21", fontsize=14)
    page.insert_text((150, 330), "排水泵堵塞", fontname="china-s", fontsize=12, color=(0, 0, 1))
    page.set_cropbox(pymupdf.Rect(100, 200, 500, 700))
    page.set_rotation(rotation)
    pdf.new_page(width=300, height=200)
    pdf.set_metadata({"title": "Washer"})
    return bytes(pdf.tobytes())


def test_pages_title_and_sizes_as_displayed(open_pdf: Opener) -> None:
    document = open_pdf(manual(rotation=90))
    assert (document.pages, document.title) == (2, "Washer")
    assert document.size(1) == pytest.approx((500, 400))
    assert document.size(2) == pytest.approx((300, 200))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_stand_where_their_ink_is(open_pdf: Opener, rotation: int) -> None:
    document = open_pdf(manual(rotation))
    picture = document.render(1, 144)
    layer = read_layer(document.page(1), picture)
    assert {line.text for line in layer.lines} == {"Fault code E21", "排水泵堵塞"}
    inked = np.argwhere(np.asarray(picture.convert("L")) < 128)
    for line in layer.lines:
        assert any(line.box.holds((x + 0.5) / picture.width, (y + 0.5) / picture.height) for y, x in inked)
    for y, x in inked:
        spot = (x + 0.5) / picture.width, (y + 0.5) / picture.height
        assert any(line.box.holds(*spot) for line in layer.lines)


def test_style_is_told(open_pdf: Opener) -> None:
    document = open_pdf(manual())
    code, chinese = read_layer(document.page(1), document.render(1, 144)).lines
    assert code.size == pytest.approx(14, rel=0.1)
    assert (code.colour, chinese.colour) == (0, 0x0000FF)


def test_a_part_is_rendered_as_it_lies_on_the_page(open_pdf: Opener) -> None:
    document = open_pdf(manual(rotation=270))
    whole, part = document.render(1, 144), document.render(1, 144, (0.25, 0.5, 0.75, 1.0))
    assert part.size == pytest.approx((whole.width / 2, whole.height / 2), abs=2)
    cut = whole.crop((whole.width // 4, whole.height // 2, whole.width * 3 // 4, whole.height))
    same = np.asarray(cut.resize(part.size).convert("L"), float) - np.asarray(part.convert("L"), float)
    assert np.abs(same).mean() < 4


def test_invisible_text_is_told_from_painted(open_pdf: Opener) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((72, 100), "printed")
    page.insert_text((72, 200), "concealed", render_mode=3)
    document = open_pdf(bytes(pdf.tobytes()))
    painted = {run.text.strip(): run.painted for line in document.page(1).lines for run in line.runs}
    assert painted["printed"]
    assert not painted["concealed"]


def test_a_picture_is_found(open_pdf: Opener) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=400)
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 50, 50), False)
    page.insert_image((100, 200, 300, 300), pixmap=pixmap, keep_proportion=False)
    (rect,) = open_pdf(bytes(pdf.tobytes())).page(1).pictures
    assert rect == pytest.approx((0.25, 0.5, 0.75, 0.75), abs=0.01)


def test_a_giant_page_is_rendered_within_bounds(open_pdf: Opener) -> None:
    pdf = pymupdf.open()
    pdf.new_page(width=14_000, height=14_000)
    picture = open_pdf(bytes(pdf.tobytes())).render(1, 150)
    assert picture.width * picture.height <= MAX_PIXELS * 1.01


def test_what_cannot_be_opened_says_so(open_pdf: Opener) -> None:
    pdf = pymupdf.open()
    pdf.new_page()
    locked = pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="more")
    with pytest.raises(ManualEncrypted):
        open_pdf(bytes(locked))
    with pytest.raises(ManualUnreadable):
        assert open_pdf(b"%PDF-1.7 nothing more").pages > 0 or pytest.fail("opened", pytrace=False)
