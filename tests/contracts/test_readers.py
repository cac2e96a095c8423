"""What every reader of pictures behind ingest/readers must do, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pymupdf
import pytest
from PIL import Image

from ingest.agreement import folded, similarity
from ingest.page import Line
from ingest.reader import PictureReader
from ingest.readers.qwen3vl import QwenSettings
from kb_sources.plugins import load, names
from vlm.model import Prompt
from vlm.models.scripted import Scripted

# Text-layer and plain-text readers read no pictures; a model's reader is asked below what it can be asked.
READERS = [name for name in names("ingest.readers") if name not in ("textlayer", "plaintext", "qwen3vl")]
MODEL_READERS = ("qwen3vl",)
PRINTED = (
    "Fault code E21: drain pump blocked",
    "Tighten the screws to 2.5 N·m",
    "按住电源键 15 秒强制重启",
    "电池电压：3.7 V 至 4.2 V",
)


@cache
def reader_of(name: str) -> PictureReader:
    pytest.importorskip("rapidocr", reason="OCR is not installed; install the extra `ocr`")
    reader: PictureReader = load("ingest.readers", name).build(None)
    return reader


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> PictureReader:
    return reader_of(request.param)


def printed(dpi: int = 130, lines: Sequence[str] = PRINTED) -> Image.Image:
    pdf = pymupdf.open()
    page: Any = pdf.new_page(width=420, height=300)
    writer = pymupdf.TextWriter(page.rect)
    for row, text in enumerate(lines):
        writer.append((40, 60 + 50 * row), text, font=pymupdf.Font("cjk"), fontsize=14)
    writer.write_text(page)
    pixels = page.get_pixmap(dpi=dpi)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def texts(lines: Sequence[Line]) -> str:
    return folded("".join(line.text for line in lines))


def test_both_languages_are_read_with_boxes_top_to_bottom(reader: PictureReader) -> None:
    lines = reader.read(printed()).lines
    assert similarity(texts(lines), "".join(PRINTED)) > 0.95
    tops = [line.box.y0 for line in lines]
    assert tops == sorted(tops)
    assert lines[0].box.x0 == pytest.approx(40 / 420, abs=0.02)
    assert 0.9 < lines[0].confidence <= 1


def test_words_lie_in_their_line_from_left_to_right(reader: PictureReader) -> None:
    for line in reader.read(printed()).lines:
        lefts = [word.box.x0 for word in line.words]
        assert lefts == sorted(lefts)
        assert all(word.box.covered(line.box) > 0.99 for word in line.words)
        assert folded("".join(word.text for word in line.words)) == folded(line.text)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_picture_on_its_side_or_head_is_read(reader: PictureReader, turned: int) -> None:
    upright = printed()
    found = reader.read(upright.rotate(turned, expand=True), any_way_up=True)  # counter-clockwise
    assert found.turned == turned
    assert similarity(texts(found.lines), "".join(PRINTED)) > 0.95
    first = found.lines[0].box
    middle = (first.x0 + first.x1) / 2, (first.y0 + first.y1) / 2
    at = {90: (60 / 300, 0.7), 180: (0.7, 1 - 60 / 300), 270: (1 - 60 / 300, 0.3)}[turned]
    assert middle == pytest.approx(at, abs=0.1)


def test_an_empty_picture_holds_nothing(reader: PictureReader) -> None:
    assert reader.read(Image.new("RGB", (300, 200), "white"), any_way_up=True).lines == ()
    assert reader.read(Image.new("RGB", (3, 2), "black")).lines == ()


def test_one_line_is_read_for_itself(reader: PictureReader) -> None:
    text, confidence = reader.read_line(printed(lines=("90-1234-A",)).crop((60, 80, 260, 125)))
    assert folded(text) == "90-1234-A"
    assert confidence > 0.8


def written(prompt: Prompt) -> str:
    """What a flawless model would write about `printed()`."""
    divs = [
        f'<div class="text" data-bbox="95 {round(1000 * (48 + 50 * row) / 300)} {200 + 16 * len(text)} '
        f'{round(1000 * (66 + 50 * row) / 300)}">{text}</div>'
        for row, text in enumerate(PRINTED)
    ]
    return "<html><body>" + "\n".join(divs) + "</body></html>"


@pytest.fixture(params=MODEL_READERS)
def model_reader(request: pytest.FixtureRequest) -> tuple[Any, Scripted]:
    model = Scripted(written)
    return load("ingest.readers", request.param).build(QwenSettings(model, 5.0)), model


def test_a_models_lines_lie_at_its_boxes_and_are_marked_as_its_own(
    model_reader: tuple[Any, Scripted],
) -> None:
    reader, _ = model_reader
    lines = reader.read(printed()).lines
    assert [line.text for line in lines] == list(PRINTED)
    tops = [line.box.y0 for line in lines]
    assert tops == sorted(tops)
    assert lines[0].box.x0 == pytest.approx(40 / 420, abs=0.02)
    for line in lines:
        assert line.drawn
        assert line.unsure
        assert folded("".join(word.text for word in line.words)) == folded(line.text)
        assert all(word.box.covered(line.box) > 0.99 for word in line.words)


def test_a_model_is_not_shown_an_empty_picture(model_reader: tuple[Any, Scripted]) -> None:
    reader, model = model_reader
    found = reader.read(Image.new("RGB", (300, 200), "white"), any_way_up=True)
    assert (found.lines, found.outcome) == ((), "blank")
    assert model.asked == []
