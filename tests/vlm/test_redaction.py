"""Words that hold a personal number become black pixels, and a second reading proves it."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kb_sources.manual import Box
from vlm.personal_numbers import HIDDEN
from vlm.photo import quality_of
from vlm.redaction import READINGS, ReadWord, blacken, redact

ID = "11010519491231002X"
CARD = "6222021234567890128"
PHONE = "13812345678"


@dataclass
class PaintedReader:
    """Reads back the words it was given, unless their place in the picture has been painted black."""

    words: Sequence[ReadWord]
    readings: int = 0

    def read_words(self, picture: Image.Image) -> list[ReadWord]:
        self.readings += 1
        return [word for word in self.words if not is_black(picture, word.box)]


@dataclass
class StubbornReader:
    """Reads the number whatever is painted over it."""

    word: ReadWord
    pictures: list[Image.Image] = field(default_factory=list)

    def read_words(self, picture: Image.Image) -> list[ReadWord]:
        self.pictures.append(picture)
        return [self.word]


def paper(width: int = 800, height: int = 400) -> Image.Image:
    return Image.new("RGB", (width, height), (230, 230, 220))


def inside(picture: Image.Image, box: Box) -> np.ndarray:
    width, height = picture.size
    rows, columns = (
        slice(int(box.y0 * height), int(box.y1 * height)),
        slice(int(box.x0 * width), int(box.x1 * width)),
    )
    return np.asarray(picture)[rows, columns]


def is_black(picture: Image.Image, box: Box) -> bool:
    return bool((inside(picture, box) == 0).all())


def row(*texts: str, y: float = 0.1, confidence: float = 0.98) -> list[ReadWord]:
    """Words side by side with a gap of half their height (20 pixels of 400)."""
    words, x = [], 0.02
    for text in texts:
        width = 0.014 * len(text)
        words.append(ReadWord(text, Box(x, y, x + width, y + 0.1), confidence))
        x += width + 0.025
    return words


@pytest.mark.parametrize(
    ("texts", "hidden"),
    [
        (("身份证", ID), {ID}),
        (("110105", "19491231", "002X"), {"110105", "19491231", "002X"}),
        (("卡号", "6222", "0212", "3456", "7890", "128"), {"6222", "0212", "3456", "7890", "128"}),
        (("Tel", "138", "1234", "5678", "E21"), {"138", "1234", "5678"}),
        (("电话：" + PHONE,), {"电话：" + PHONE}),
        (("Ｔｅｌ：１３８１２３４５６７８",), {"Ｔｅｌ：１３８１２３４５６７８"}),
    ],
)
def test_every_word_of_a_number_is_black_and_no_other(texts: tuple[str, ...], hidden: set[str]) -> None:
    words = row(*texts) + row("型号：XR-200", "E21", "220V", y=0.5)
    done = redact(paper(), PaintedReader(words))
    for word in words:
        assert is_black(done.picture, word.box) == (word.text in hidden), word.text
    assert done.settled
    assert len(done.redactions) == len(hidden)


def test_the_text_keeps_everything_but_the_number() -> None:
    words = row("电话：" + PHONE, "故障", "E21") + row("S/N:", "4111111111111111", y=0.5)
    assert redact(paper(), PaintedReader(words)).text == f"电话：{HIDDEN} 故障 E21\nS/N: 4111111111111111"


@pytest.mark.parametrize(
    "texts",
    [
        ("IMEI:", "490154203237518"),
        ("S/N", "4111111111111111"),
        ("序列号", "6222021234567890128"),
        ("P/N", "GH82-18850A"),
        ("220-240V", "50/60Hz", "1500W"),
    ],
)
def test_what_a_repair_needs_is_left_alone(texts: tuple[str, ...]) -> None:
    reader = PaintedReader(row(*texts))
    done = redact(paper(), reader)
    assert done.redactions == ()
    assert done.settled
    assert reader.readings == 1
    assert np.array_equal(np.asarray(done.picture), np.asarray(paper()))


def test_cells_of_a_table_do_not_make_a_number_together() -> None:
    cells = [
        ReadWord(t, Box(x, 0.1, x + 0.05, 0.2), 0.99) for t, x in (("138", 0.0), ("1234", 0.3), ("5678", 0.6))
    ]
    assert redact(paper(), PaintedReader(cells)).redactions == ()


@pytest.mark.parametrize("down", [True, False])
def test_a_number_is_found_in_a_picture_taken_sideways(down: bool) -> None:
    parts = [
        ReadWord(t, Box(0.5, y, 0.53, y + 0.12), 0.95)
        for t, y in (("138", 0.1), ("1234", 0.24), ("5678", 0.38))
    ]
    if not down:
        boxes = [word.box for word in parts][::-1]
        parts = [ReadWord(word.text, box, 0.95) for word, box in zip(parts, boxes, strict=True)]
    done = redact(paper(), PaintedReader(parts))
    assert all(is_black(done.picture, word.box) for word in parts)
    assert "5678" not in done.text


def test_single_characters_are_put_together() -> None:
    letters = [ReadWord(c, Box(0.1 + i * 0.02, 0.1, 0.12 + i * 0.02, 0.2), 0.97) for i, c in enumerate(PHONE)]
    done = redact(paper(), PaintedReader(letters))
    assert all(is_black(done.picture, word.box) for word in letters)
    assert done.text == HIDDEN


def test_a_number_that_still_reads_after_every_try_is_not_settled_and_not_in_the_text() -> None:
    reader = StubbornReader(row(PHONE)[0])
    done = redact(paper(), reader)
    assert len(reader.pictures) == READINGS
    assert not done.settled
    assert PHONE not in done.text


def test_a_badly_read_number_is_hidden_though_its_check_digit_fails() -> None:
    misread = "110105194912310021"
    sure, unsure = (redact(paper(), PaintedReader(row(misread, confidence=c))) for c in (0.98, 0.7))
    assert sure.redactions == ()
    assert [item.kind for item in unsure.redactions] == ["resident_id"]


def test_many_digits_too_badly_read_to_tell_are_not_settled() -> None:
    done = redact(paper(), PaintedReader(row("38112345678", confidence=0.4)))
    assert done.redactions == ()
    assert not done.settled


def test_a_blurred_picture_is_settled_only_when_something_reads() -> None:
    assert not redact(paper(), PaintedReader([]), blurred=True).settled
    assert redact(paper(), PaintedReader(row("故障代码 E21")), blurred=True).settled
    assert redact(paper(), PaintedReader([])).settled


def test_the_picture_handed_in_is_not_changed() -> None:
    picture = paper()
    redact(picture, PaintedReader(row(PHONE)))
    assert np.array_equal(np.asarray(picture), np.asarray(paper()))


fractions = st.floats(0, 1, allow_nan=False)


@given(fractions, fractions, fractions, fractions)
@settings(max_examples=50)
def test_a_blackened_box_has_no_other_pixel(x0: float, y0: float, x1: float, y1: float) -> None:
    box = Box.clipped(x0, y0, x1, y1)
    assert is_black(blacken(paper(200, 100), [box]), box)


boxes = st.builds(Box.clipped, fractions, fractions, fractions, fractions)


@given(st.lists(st.builds(ReadWord, st.text("0123456789 X-号E", max_size=20), boxes, fractions), max_size=12))
@settings(max_examples=50, deadline=None)
def test_wherever_words_lie_nothing_personal_is_left_in_the_text(words: list[ReadWord]) -> None:
    done = redact(paper(200, 100), PaintedReader([*words, ReadWord(ID, Box(0.1, 0.4, 0.9, 0.5), 0.9)]))
    assert ID not in done.text
    assert is_black(done.picture, Box(0.1, 0.4, 0.9, 0.5)) or not done.settled


# -- with a real OCR engine ----------------------------------------------------------------------------


class RapidReader:
    """RapidOCR's lines, as the reader of ingest gives them."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.WARNING)
        self.engine = RapidOCR()

    def read_words(self, picture: Image.Image) -> list[ReadWord]:
        seen = self.engine(np.asarray(picture)[:, :, ::-1])
        if seen.boxes is None:
            return []
        words = []
        for text, corners, score in zip(seen.txts, seen.boxes, seen.scores, strict=True):
            xs, ys = corners[:, 0] / picture.width, corners[:, 1] / picture.height
            corner = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
            words.append(ReadWord(text, Box.clipped(*corner), float(score)))
        return words


@pytest.fixture(scope="module")
def rapid() -> RapidReader:
    pytest.importorskip("rapidocr", reason="the `ocr` extra is not installed")
    return RapidReader()


LINES = (
    ("公民身份号码 110105 19491231 002X", True),
    ("型号：XR-200  220-240V 50Hz", False),
    ("卡号 6222 0212 3456 7890 128", True),
    ("IMEI: 490154203237518", False),
    ("联系电话：138-1234-5678", True),
    ("S/N: 4111111111111111", False),
)


def plate() -> tuple[Image.Image, list[tuple[Box, bool]]]:
    """The lines above in the Chinese font PyMuPDF brings along, and where each stands."""
    font = ImageFont.truetype(io.BytesIO(pymupdf.Font("china-s").buffer), 38)
    picture = paper(1100, 640)
    draw = ImageDraw.Draw(picture)
    places = []
    for number, (text, personal) in enumerate(LINES):
        top = 40 + 95 * number
        draw.text((60, top), text, font=font, fill=(20, 20, 30))
        ink = (66, top + 10, 54 + draw.textlength(text, font=font), top + 34)
        places.append((Box(ink[0] / 1100, ink[1] / 640, ink[2] / 1100, ink[3] / 640), personal))
    return picture, places


@pytest.mark.parametrize("turned", [False, True])
def test_a_real_reader_finds_them_all_and_nothing_else(rapid: RapidReader, turned: bool) -> None:
    picture, places = plate()
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        places = [(Box(box.y0, 1 - box.x1, box.y1, 1 - box.x0), personal) for box, personal in places]
    done = redact(picture.filter(ImageFilter.GaussianBlur(1)), rapid)
    for (box, personal), (text, _) in zip(places, LINES, strict=True):
        black = float((inside(done.picture, box) < 8).all(axis=-1).mean())
        assert black > 0.95 if personal else black < 0.5, (text, black)
    assert done.settled  # a second reading of the black picture found none


def test_an_unreadably_blurred_plate_is_never_called_settled(rapid: RapidReader) -> None:
    picture, _ = plate()
    blurred = picture.filter(ImageFilter.GaussianBlur(9))
    assert quality_of(blurred).blurred
    assert not redact(blurred, rapid, blurred=True).settled
