"""Which route a page takes, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
from PIL import Image

from ingest.documents.pymupdf import MuPdf
from ingest.reader import PageReader
from ingest.readers.textlayer import read_layer
from ingest.routing import Choice, choose, why_garbled
from ingest.shapes import areas

PROSE = "Hold the power button for fifteen seconds, then measure the battery voltage at the connector. " * 3
CHINESE = "按住电源键十五秒强制重启。若屏幕仍为黑屏，请检查电池电压，正常范围为三点七伏至四点二伏。"


def photo(width: int = 400, height: int = 300) -> bytes:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height), False)
    pixmap.set_rect(pixmap.irect, (120, 130, 140))
    pixmap.set_rect(pymupdf.IRect(40, 40, 200, 160), (20, 30, 40))
    return bytes(pixmap.tobytes("png"))


def routed(draw: Callable[[Any], object]) -> Choice:
    pdf = pymupdf.open()
    draw(pdf.new_page())
    document = MuPdf(pdf.tobytes())
    raw, picture = document.page(1), document.render(1, 150)
    return choose(raw, read_layer(raw, picture), areas(raw), picture)


def prose(page: Any) -> None:
    page.insert_textbox((72, 72, 500, 300), PROSE)


def test_prose_is_taken_from_the_text_layer() -> None:
    choice = routed(prose)
    assert choice.route == "textlayer"
    assert "sound" in choice.reason


def test_an_empty_page_is_blank_and_a_white_secret_does_not_change_that() -> None:
    assert routed(lambda page: None).route == "blank"
    assert routed(lambda page: page.insert_text((72, 72), PROSE, color=(1, 1, 1))).route == "blank"


def test_a_scan_goes_to_ocr() -> None:
    choice = routed(lambda page: page.insert_image(page.rect, stream=photo(), keep_proportion=False))
    assert choice.route == "ocr"
    assert not choice.layer_below


def test_a_scan_with_an_invisible_layer_is_recognised() -> None:
    def draw(page: Any) -> None:
        page.insert_image(page.rect, stream=photo(), keep_proportion=False)
        page.insert_textbox((72, 72, 500, 300), PROSE, render_mode=3)

    choice = routed(draw)
    assert (choice.route, choice.layer_below) == ("ocr", True)


def test_outlined_text_has_ink_but_no_letters() -> None:
    def draw(page: Any) -> None:
        for x in range(100, 400, 12):
            page.draw_circle((x, 200), 4, color=(0, 0, 0))

    assert routed(draw).route == "ocr"


def test_a_picture_on_a_text_page_is_read_but_an_icon_is_not() -> None:
    def with_picture(side: float) -> Choice:
        def draw(page: Any) -> None:
            prose(page)
            page.insert_image((72, 320, 72 + side, 320 + side), stream=photo(), keep_proportion=False)

        return routed(draw)

    assert with_picture(200).route == "mixed"
    assert with_picture(30).route == "textlayer"


REAL = (
    PROSE,
    CHINESE,
    CHINESE + PROSE,
    "E21",
    "1.5 mm 2 mm 3 mm 4 mm 5 mm",
    "繁體中文說明書：請先關閉電源，再打開後蓋檢查電池。",
)


@pytest.mark.parametrize("text", REAL)
def test_real_text_is_not_called_garbled(text: str) -> None:
    assert why_garbled(text) == ""


def shifted(text: str) -> str:
    """Latin letters three further: what a subset font with a wrong table looks like."""
    return "".join(chr((ord(c.lower()) - 97 + 4) % 26 + 97) if c.isalpha() else c for c in text)


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0xE000 + ord(c) % 200) for c in PROSE),
        PROSE.replace("e", "\ufffd"),
        "(cid:12)(cid:45)(cid:7)(cid:88) " * 5,
        shifted(PROSE),
        "".join(chr(0x3400 + ord(c) % 0x1900) for c in CHINESE),
        "".join(chr((0x0531, 0x10A0, 0x13A0, 0x0600)[i % 4] + ord(c) % 20) for i, c in enumerate(PROSE)),
    ],
    ids=["private", "replaced", "cid", "shifted", "rare", "scripts"],
)
def test_broken_tables_are_noticed(text: str) -> None:
    assert why_garbled(text)


def test_without_ocr_a_scan_fails_with_the_reason_and_a_text_page_is_kept() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_image(page.rect, stream=photo(), keep_proportion=False)
    prose(pdf.new_page())
    reader = PageReader(MuPdf(pdf.tobytes()), None, no_ocr="OCR is not installed")
    scan, _ = reader.read(1)
    text, picture = reader.read(2)
    assert scan.route == "failed"
    assert "OCR is not installed" in scan.reason
    assert text.route == "textlayer"
    assert isinstance(picture, Image.Image)
