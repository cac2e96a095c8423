"""Whole readings: what becomes of lines, and that nothing is lost whatever the geometry."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import chunk
from ingest.page import Area, Line, PageRead, Ruling
from ingest.structure import structure
from kb_sources.manual import Box
from tests.ingest.drawn import HEIGHT, WIDTH, grid, line, page

PROCEDURE = [
    line("3.2 Battery", 58, 80, 14, True),
    line("WARNING: Do not pierce the battery.", 58, 106),
    line("1. Remove the cover.", 58, 126),
    line("2. Pull the battery out and lay it on a", 58, 146),
    line("fireproof mat.", 70, 160),
    line("CAUTION: Do not bend the flex.", 58, 184),
    line("3. Fit the new battery.", 58, 204),
]


def test_steps_are_in_order_in_one_procedure_under_their_heading() -> None:
    steps = [
        p for p in chunk(structure([page(PROCEDURE)], "en"), edition="e", reading="r") if p.kind == "step"
    ]
    assert [p.step for p in steps] == ["1", "2", "3"]
    assert len({p.part_of for p in steps}) == 1 and steps[0].part_of
    assert steps[1].text == "2. Pull the battery out and lay it on a fireproof mat."
    assert [s.box for s in steps[1].spans] == [PROCEDURE[3].box, PROCEDURE[4].box]
    assert steps[0].section == ("3.2 Battery",)


def test_a_warning_before_the_first_step_is_for_all_and_one_between_for_the_next() -> None:
    passages = chunk(structure([page(PROCEDURE)], "en"), edition="e", reading="r")
    first, second = (p for p in passages if p.kind == "warning")
    assert (first.level, second.level) == ("warning", "caution")
    assert [p.warned_by for p in passages if p.kind == "step"] == [
        (first.id,),
        (first.id,),
        (first.id, second.id),
    ]


def test_a_procedure_goes_on_over_a_page_break_with_header_and_folio_left_out() -> None:
    def around(number: int) -> list[Line]:
        return [line("Pump P3 Manual", 58, 30, 8), line(str(number + 10), 300, 810, 9)]

    one = page(
        [
            *around(1),
            line("5 Filter", 58, 80, 16, True),
            *(line(f"{n}. Do this.", 58, 100 + 20 * n) for n in (1, 2)),
        ]
    )
    two = page([*around(2), *(line(f"{n}. Do that.", 58, 60 + 20 * n) for n in (3, 4))], 2)
    three = page([*around(3), line("6 Next", 58, 80, 16, True), line("Some words follow here.", 58, 110)], 3)
    blocks = structure([one, two, three], "en").blocks
    assert Counter(b.kind for b in blocks if b.kind in ("header", "folio")) == {"header": 3, "folio": 3}
    assert [b.label for b in blocks if b.kind == "step"] == ["1", "2", "3", "4"]
    assert len({b.part_of for b in blocks if b.kind == "step"}) == 1


def test_a_caution_at_the_top_of_every_page_is_no_header() -> None:
    pages = [page([line("WARNING", 58, 40, 12, True), line("Hot surface.", 58, 56)], n) for n in (1, 2, 3)]
    passages = chunk(structure(pages, "en"), edition="e", reading="r")
    assert [p.text for p in passages] == ["WARNING Hot surface."] * 3
    assert len({p.id for p in passages}) == 3


def test_chinese_headings_steps_and_warnings() -> None:
    lines = [
        line("第三章 更换风扇", 58, 80, 16, True),
        line("小心：风扇停转前请勿触摸。", 58, 110),
        line("（1）拔下插头。", 58, 130),
        line("（2）拧下螺钉，取出风扇。", 58, 150),
    ]
    passages = chunk(structure([page(lines)], "zh"), edition="e", reading="r")
    assert [(p.kind, p.step, p.level) for p in passages] == [
        ("warning", "", "caution"),
        ("step", "1", None),
        ("step", "2", None),
    ]
    assert all(p.section == ("第三章更换风扇",) for p in passages)
    assert all(p.warned_by == (passages[0].id,) for p in passages[1:])


def test_a_table_over_two_pages_is_one_with_its_header_on_every_row() -> None:
    def rows(start: int, count: int, y: float) -> list[Line]:
        cells = [(f"E{n}", f"{n} V") for n in range(start, start + count)]
        return [
            line(t, x, y + 20 * i) for i, row in enumerate(cells) for t, x in zip(row, (62, 162), strict=True)
        ]

    head = [line("Code", 62, 643, 10, True), line("Voltage (V)", 162, 643, 10, True)]
    one = page(
        [line("Table 1 Codes", 58, 620), *head, *rows(1, 3, 663)],
        1,
        grid((58, 158, 300), (640, 660, 680, 700, 720)),
    )
    two = page(rows(4, 2, 103), 2, grid((58, 158, 300), (100, 120, 140)))
    passages = chunk(structure([one, two], "en"), edition="e", reading="r")
    assert [p.text for p in passages] == [f"Code: E{n} | Voltage (V): {n} V" for n in range(1, 6)]
    assert len({p.part_of for p in passages}) == 1
    assert passages[0].section == ("Table 1 Codes",)
    assert {s.page for s in passages[4].spans} == {
        1,
        2,
    }  # the header stands on the first page, the cells on the second


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [line("left words go on and on here", 58, 80 + 14 * i) for i in range(5)]
    right = [line("right words go on and on too", 310, 80 + 14 * i) for i in range(5)]
    mixed = [each for pair in zip(left, right, strict=True) for each in pair]
    (passage,) = chunk(structure([page(mixed)], "en"), edition="e", reading="r")
    assert passage.text.index("right") > passage.text.rindex("left")


def test_unsure_lines_stay_marked() -> None:
    lines = [line("Tighten the nut to", 58, 80), line("5.5 N·m and no more.", 58, 94, unsure=True)]
    (passage,) = chunk(structure([page(lines)], "en"), edition="e", reading="r")
    assert [passage.text[a:b] for a, b in passage.unsure] == ["5.5 N·m and no more."]


VOCABULARY = """WARNING CAUTION: 危险 注意： 1. 2) ① a. Step 3.2 第三章 一、 Table 1 表 Figure 2-1 图 • - nut
    5.5 N·m 拧紧 fan cover. self- locking Q: ......"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
SPOTS = st.floats(0, 1, allow_nan=False)
LINES = st.builds(
    line,
    TEXTS,
    SPOTS.map(lambda v: v * WIDTH),
    SPOTS.map(lambda v: v * HEIGHT),
    st.sampled_from([0.5, 8, 10, 18, 60]),
    st.booleans(),
    st.sampled_from(["textlayer", "rapidocr", "plaintext"]),
)
BOXES = st.builds(Box.clipped, SPOTS, SPOTS, SPOTS, SPOTS)
AREAS = st.builds(
    Area, BOXES, st.sampled_from(["frame", "picture", "drawing"]), st.none() | st.just(0xEEEEEE)
)
ACROSS = st.builds(lambda b: Ruling(b.x0, b.y0, b.x1, b.y0), BOXES)
DOWN = st.builds(lambda b: Ruling(b.x0, b.y0, b.x0, b.y1), BOXES)
GRIDS = st.builds(
    grid,
    st.lists(SPOTS.map(lambda v: v * WIDTH), min_size=2, max_size=5).map(sorted),
    st.lists(SPOTS.map(lambda v: v * HEIGHT), min_size=2, max_size=6).map(sorted),
)


@st.composite
def readings(draw: st.DrawFn) -> list[PageRead]:
    return [
        PageRead(
            number,
            "",
            WIDTH,
            HEIGHT,
            draw(st.sampled_from(["textlayer", "ocr", "mixed"])),
            "",
            tuple(draw(st.lists(LINES, max_size=14))),
            (*draw(st.lists(ACROSS, max_size=3)), *draw(st.lists(DOWN, max_size=3)), *draw(GRIDS)),
            tuple(draw(st.lists(AREAS, max_size=4))),
        )
        for number in range(1, draw(st.integers(1, 4)))
    ]


@settings(max_examples=40, deadline=None)
@given(readings())
def test_every_line_is_in_exactly_one_block_whatever_the_geometry(pages: list[PageRead]) -> None:
    structured = structure(pages, "en")
    count = Counter((p.page, p.index) for b in structured.blocks for p in b.pieces)
    assert count == {(p.number, i): 1 for p in pages for i in range(len(p.lines))}


@settings(max_examples=40, deadline=None)
@given(readings())
def test_passages_point_at_the_words_they_quote(pages: list[PageRead]) -> None:
    structured = structure(pages, "zh")
    passages = chunk(structured, edition="e", reading="r")
    assert passages == chunk(structure(pages, "zh"), edition="e", reading="r")
    assert [p.order for p in passages] == list(range(len(passages)))
    printed = {p.number: "".join("".join(w.text for w in each.words) for each in p.lines) for p in pages}
    ids = {p.id for p in passages}
    for passage in passages:
        assert passage.text == passage.text.strip() != ""
        assert set(passage.warned_by) <= ids
        last = 0
        for span in passage.spans:
            assert last <= span.start < span.end <= len(passage.text)
            last = span.end
            words = passage.text[span.start : span.end].split()
            assert all(word in printed[span.page] or word.rstrip("-") in printed[span.page] for word in words)
        assert all(0 <= a < b <= len(passage.text) for a, b in passage.unsure)
