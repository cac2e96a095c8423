from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest

from ingest.blocks import Block, Piece, pieces_of
from ingest.figures import (
    adopt_keys,
    caption_label_end,
    find_pictures,
    find_signs,
    introduce,
    is_figure_caption,
)
from ingest.page import Area, Line, Route
from kb_sources.manual import Box
from tests.ingest.drawn import HEIGHT, WIDTH, line, straight


def area(
    x0: float, y0: float, x1: float, y1: float, kind: Literal["frame", "picture", "drawing"] = "picture"
) -> Area:
    return Area(Box(x0 / WIDTH, y0 / HEIGHT, x1 / WIDTH, y1 / HEIGHT), kind)


def find(
    lines: Sequence[Line], areas: Sequence[Area], route: Route = "textlayer"
) -> list[tuple[list[str], list[str]]]:
    sheet = straight(lines, (), areas, route)
    found = find_pictures(sheet, pieces_of(sheet), [])
    return [([p.text for p in f.caption], [p.text for p in f.labels]) for f in found]


@pytest.mark.parametrize("text", ["Figure 3-2 Pump", "Fig. 4: Motor", "图 3-2 水泵", "图4 电机"])
def test_captions(text: str) -> None:
    assert is_figure_caption(text) and caption_label_end(text) > 0


@pytest.mark.parametrize(
    "text", ["Figure 3-2 shows the pump", "see Figure 3-2", "图 3-1 显示各层结构。", "figures of merit"]
)
def test_sentences_are_no_captions(text: str) -> None:
    assert not is_figure_caption(text)


def test_a_picture_takes_its_labels_its_key_and_the_nearest_caption() -> None:
    lines = [
        line("Pump", 150, 150),
        line("1 Motor", 100, 310),
        line("2 Belt", 250, 310),
        line("Figure 1 Drive", 150, 330),
    ]
    lines += [
        line("Running text under the figure goes on for a while.", 60, 400),
        line("Figure 2 Fan", 150, 620),
    ]
    assert find(lines, [area(100, 100, 400, 300), area(100, 450, 400, 600)]) == [
        (["Figure 1 Drive"], ["Pump", "1 Motor", "2 Belt"]),
        (["Figure 2 Fan"], []),
    ]


def test_icons_backgrounds_banners_and_running_text_are_no_figures() -> None:
    assert find([], [area(100, 100, 115, 115), area(0, 0, WIDTH, HEIGHT)]) == []
    assert find([line("3. Loading filament", 70, 104, 20)], [area(60, 100, 280, 132, "drawing")]) == []
    text = [line("words of a paragraph on a drawn ground", 110, 120 + 14 * i) for i in range(5)]
    assert all(not labels for _, labels in find(text, [area(100, 100, 400, 300, "drawing")]))


def test_an_area_around_a_column_of_text_and_two_figures_is_taken_apart() -> None:
    text = [line("words of a paragraph in the left column", 60, 104 + 14 * i) for i in range(6)]
    lines = [*text, line("Figure 1 Left", 100, 410), line("Figure 2 Right", 400, 410)]
    found = find(lines, [area(50, 100, 550, 400, "drawing")])
    assert sorted(caption for caption, _ in found) == [["Figure 1 Left"], ["Figure 2 Right"]]


def test_on_a_scan_the_figure_reaches_from_the_text_above_to_its_caption() -> None:
    scanned: list[Line] = [
        line("1", 90, 200, read_by="rapidocr"),
        line("图 4-1 主板", 250, 400, read_by="rapidocr"),
    ]
    scanned.append(line("在更换之前必须先拔下电源插头并等待五分钟。", 60, 100, read_by="rapidocr"))
    assert find(scanned, [], "ocr") == [(["图 4-1 主板"], ["1"])]


def figure(labels: Sequence[str], y0: float = 0.2, y1: float = 0.4) -> Block:
    return Block("figure", tuple(piece(t) for t in labels), area=(1, Box(0.1, y0, 0.9, y1)))


def piece(text: str) -> Piece:
    return Piece(1, 0, text, Box(0.1, 0.1, 0.5, 0.19), 60, 80, 300, 92, 10, False, 0, "textlayer")


def test_a_list_that_names_a_figure_s_numbers_is_its_key_and_no_procedure() -> None:
    items = [
        Block("step", (piece(f"{n}. {name}"),), label=str(n))
        for n, name in enumerate(("Box", "Knob", "Fan"), 1)
    ]
    (block,) = adopt_keys([figure(["1", "2", "3"]), *items])
    assert block.text == "1 2 3 1. Box 2. Knob 3. Fan"
    steps = [Block("step", (piece(f"{n}. Remove the screw and lift it."),), label=str(n)) for n in (1, 2, 3)]
    assert len(adopt_keys([figure(["1", "2", "3"]), *steps])) == 4


def test_a_figure_without_caption_is_introduced_by_the_line_above_it() -> None:
    title = Block("heading", (piece("2. Wiring diagram"),))
    assert introduce([title, figure([])])[1].about == title.pieces
    assert introduce([Block("text", (piece("Some words"),)), figure([])])[1].about == ()


def test_small_pictures_are_signs() -> None:
    assert len(find_signs(straight([], (), [area(60, 100, 88, 124), area(100, 100, 300, 300)]))) == 1
