"""A model's table gives rows, columns and header where no lines are drawn; drawn ones go first."""

from __future__ import annotations

from dataclasses import replace

from ingest.blocks import pieces_of
from ingest.chunking import chunk
from ingest.page import Area, CellSeen, FigureSeen, Line, PageRead, TableSeen, Word
from ingest.skew import straighten
from ingest.structure import structure
from ingest.tables import read_table
from ingest.told import find_told, hint_for
from kb_sources.manual import Box, Passage
from tests.ingest.drawn import grid, line, page

ROWS = (("Sensor", "At 25 °C"), ("RT1", "100 kΩ"), ("RT2", "10 kΩ"))


def told_page(**changes: object) -> PageRead:
    """Cells so far apart and so few that geometry alone sees no table."""
    lines = [
        line(t, x, 100 + 20 * r) for r, row in enumerate(ROWS) for x, t in zip((60, 90), row, strict=True)
    ]
    cells = tuple(CellSeen(r, c, r + 1, c + 1, (2 * r + c,)) for r in range(3) for c in range(2))
    return replace(page(lines, route="ocr"), tables=(TableSeen(cells, 3, 2, 1),), **changes)  # type: ignore[arg-type]


def passages(own: PageRead) -> tuple[Passage, ...]:
    return chunk(structure([own], "en"), edition="e", reading="r")


def test_rows_carry_the_header_the_model_told() -> None:
    rows = [p for p in passages(told_page()) if p.kind == "row"]
    assert [p.text for p in rows] == ["Sensor: RT1 | At 25 °C: 100 kΩ", "Sensor: RT2 | At 25 °C: 10 kΩ"]
    own = told_page()
    assert rows[0].places_of(8, 11)[0].boxes == (own.lines[2].box,)


def test_drawn_tables_go_first() -> None:
    own = told_page(rulings=tuple(grid((50, 85, 200), (95, 117, 137, 157))))
    straight = straighten(own)
    pieces = pieces_of(straight)
    assert find_told(straight, pieces, frozenset(range(6))) == []
    assert len(find_told(straight, pieces, frozenset())) == 1


def test_a_spanning_cell_stands_in_every_place_it_covers() -> None:
    own = told_page()
    cells = (
        *own.tables[0].cells[:2],
        CellSeen(1, 0, 3, 1, (2,)),
        *(c for c in own.tables[0].cells[3:] if c.column),
    )
    straight = straighten(replace(own, tables=(TableSeen(cells, 3, 2, 1),)))
    (found,) = find_told(straight, pieces_of(straight), frozenset())
    assert [row[0].text for row in read_table(found).rows] == ["RT1", "RT1"]


def test_words_of_the_model_alone_are_placed_at_the_table_and_unsure() -> None:
    own = told_page()
    ghost = own.lines[5]
    drawn = Line((Word("12 kΩ", ghost.box, 0.0),), ghost.box, "qwen3vl", "12 kΩ", 9, unsure=True, drawn=True)
    rows = [p for p in passages(replace(own, lines=(*own.lines[:5], drawn))) if p.kind == "row"]
    assert rows[1].text.endswith("12 kΩ")
    start = rows[1].text.index("12")
    assert rows[1].unsure == ((start, start + 5),)
    assert rows[1].places_of(start, start + 5)[0].boxes != (ghost.box,)


def test_text_of_the_model_alone_has_the_page_for_its_place() -> None:
    box = Box(0.1, 0.5, 0.6, 0.52)
    drawn = Line((Word("Fuse 20 A", box, 0.0),), box, "qwen3vl", "Fuse 20 A", 9, unsure=True, drawn=True)
    (found,) = [p for p in passages(page([drawn])) if "Fuse" in p.text]
    assert found.places[0].boxes == (Box(0, 0, 1, 1),)
    assert found.unsure == ((0, 9),)


FIGURE = Box(0.1, 0.3, 0.8, 0.6)


def test_a_described_figure_gets_a_hint_beside_its_own_words() -> None:
    own = page([line("Figure 3-1 Drain pump", 100, 515)], areas=[Area(FIGURE, "picture")])
    seen = FigureSeen(Box(0.11, 0.3, 0.8, 0.6), "A pump with connector CN3 at its left.")
    figure, hint = passages(replace(own, figures=(seen,)))
    assert (figure.text, figure.hint) == ("Figure 3-1 Drain pump", False)
    assert (hint.text, hint.hint, hint.read_by) == (seen.text, True, "qwen3vl")
    assert figure.part_of == hint.part_of != ""
    assert hint.places[0].boxes == (FIGURE,)


def test_a_hint_belongs_to_the_figure_at_its_place_only() -> None:
    assert hint_for(FIGURE, (FigureSeen(Box(0.1, 0.7, 0.8, 0.9), "another"),)) == ""
