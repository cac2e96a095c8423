from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block, Cell, Piece, Structured, Table
from ingest.chunking import chunk
from kb_sources.manual import Box, Passage

SECTION = ("3 Battery",)


def piece(text: str, n: int = 0, unsure: bool = False, page: int = 1) -> Piece:
    box = Box(0.1, 0.01 * n, 0.5, 0.01 * n + 0.01)
    return Piece(page, n, text, box, 60, 10.0 * n, 300, 10.0 * n + 9, 10, False, 0, "textlayer", unsure)


def cut(*blocks: Block) -> tuple[Passage, ...]:
    return chunk(Structured(blocks, "en"), edition="e", reading="r")


def cell(text: str, row: int, column: int, row_end: int = 0, column_end: int = 0) -> Cell:
    box = Box(0.1 * column, 0.1 * row, 0.1 * column + 0.1, 0.1 * row + 0.1)
    parts = (piece(text, 10 * row + column),) if text else ()
    return Cell(parts, 1, box, row, column, row_end or row + 1, column_end or column + 1)


def test_short_paragraphs_of_a_section_share_a_passage_and_sections_do_not() -> None:
    other = Block("text", (piece("Elsewhere.", 3),), ("4 Display",))
    one, two = cut(
        Block("text", (piece("One.", 1),), SECTION), Block("bullet", (piece("• Two.", 2),), SECTION), other
    )
    assert (one.text, one.section) == ("One.\n• Two.", SECTION)
    assert (two.text, two.section) == ("Elsewhere.", ("4 Display",))


def test_long_prose_is_cut_between_sentences_with_its_boxes() -> None:
    lines = tuple(
        piece(f"Sentence number {n} has a few words and then ends here at once.", n) for n in range(30)
    )
    passages = cut(Block("text", lines, SECTION))
    assert len(passages) > 1
    for passage in passages:
        assert passage.text.endswith("once.")
        for span in passage.spans:
            number = int(passage.text[span.start : span.end].split()[2])
            assert span.box == lines[number].box


def test_a_row_says_its_headers_and_points_at_header_and_value() -> None:
    torque = (cell("Limits (V)", 0, 1, column_end=3), cell("min.", 1, 1))
    header = ((cell("Point", 0, 0, row_end=2),), torque, (torque[0], cell("max.", 1, 2)))
    merged = cell("TP1", 2, 0, row_end=4)
    rows = ((merged, cell("3.4", 2, 1), cell("4.4", 2, 2)), (merged, cell("3.5", 3, 1), cell("", 3, 2)))
    table = Table(header, rows, ((), (cell("BAND", 9, 0),)))
    block = Block(
        "table",
        (piece("Table 1 Points"),),
        SECTION,
        part_of=0,
        table=table,
        caption=(piece("Table 1 Points"),),
    )
    one, two = cut(block)
    assert one.text == "Point: TP1 | Limits (V) / min.: 3.4 | Limits (V) / max.: 4.4"
    assert two.text == "Point: TP1 | Limits (V) / min.: 3.5"
    assert one.section == (*SECTION, "Table 1 Points") and two.section == (*SECTION, "Table 1 Points", "BAND")
    assert one.part_of == two.part_of != ""
    value = one.text.index("4.4")
    assert one.places_of(value, value + 3)[0].boxes == (rows[0][2].box,)
    name = one.text.index("TP1")
    assert one.places_of(name, name + 3) == two.places_of(name, name + 3)


def test_names_and_values_without_header_and_totals_across_columns() -> None:
    pair = Table(((), ()), ((cell("Voltage", 0, 0), cell("24 V", 0, 1)),), ((),))
    assert [p.text for p in cut(Block("table", (), SECTION, part_of=0, table=pair))] == ["Voltage: 24 V"]
    header = tuple((cell(name, 0, n),) for n, name in enumerate(("Item", "Qty", "Price", "Sum")))
    total = cell("TOTAL", 1, 0, column_end=3)
    summed = Table(header, ((total, total, total, cell("9.50", 1, 3)),), ((),))
    assert [p.text for p in cut(Block("table", (), SECTION, part_of=0, table=summed))] == [
        "TOTAL | Sum: 9.50"
    ]


def test_a_figure_s_number_points_at_the_picture_and_its_labels_are_lines() -> None:
    area = Box(0.2, 0.2, 0.8, 0.5)
    caption = piece("Figure 3-2 Pump", 60)
    block = Block("figure", (caption, piece("Rotor", 25)), SECTION, caption=(caption,), area=(1, area))
    structured = Structured((block, Block("figure", (), SECTION, area=(1, area))), "en")
    (passage,) = chunk(
        structured, edition="e", reading="r", crop=lambda p: f"{p.page}" if p.boxes == (area,) else "?"
    )
    assert passage.figure == "1"
    assert (passage.kind, passage.text) == ("figure", "Figure 3-2 Pump\nRotor")
    assert [passage.text[s.start : s.end] for s in passage.spans] == ["Figure 3-2", "Pump", "Rotor"]
    assert [s.box for s in passage.spans] == [area, caption.box, piece("", 25).box]


def test_steps_carry_number_procedure_and_warnings() -> None:
    warning = Block("warning", (piece("WARNING: hot", 1),), SECTION, level="warning")
    steps = [
        Block("step", (piece(f"{n}. Pull", 2 + n),), SECTION, label=str(n), part_of=0, warned_by=(0,))
        for n in (1, 2)
    ]
    first, *rest = cut(warning, *steps)
    assert (first.kind, first.level) == ("warning", "warning")
    assert [(p.step, p.warned_by) for p in rest] == [("1", (first.id,)), ("2", (first.id,))]
    assert rest[0].part_of == rest[1].part_of != ""


def test_headers_folios_and_contents_are_no_passages_and_a_bare_heading_is() -> None:
    blocks: Sequence[Block] = [
        Block("header", (piece("Pump P3"),)),
        Block("contents", (piece("1 Safety .... 3", 1),)),
        Block("heading", (piece("1 Safety", 2),), ("1 Safety",)),
        Block("text", (piece("Words.", 3),), ("1 Safety",)),
        Block("heading", (piece("2 Empty", 4),), ("2 Empty",)),
    ]
    assert [p.text for p in cut(*blocks)] == ["Words.", "2 Empty"]


def test_a_question_is_said_with_its_answer() -> None:
    question = Block("heading", (piece("Why is it black?"),), ("Why is it black?",), asked=True)
    (passage,) = cut(question, Block("faq", (piece("It is off.", 1),), ("Why is it black?",)))
    assert (passage.kind, passage.text) == ("faq", "Why is it black?\nIt is off.")


def test_equal_texts_are_passages_of_their_own_and_ids_come_again() -> None:
    blocks = [Block("warning", (piece("CAUTION: hot", n),), SECTION, level="caution") for n in (1, 2)]
    one, two = cut(*blocks)
    assert one.id != two.id and one.text_hash == two.text_hash
    assert cut(*blocks) == (one, two)
    assert chunk(Structured(tuple(blocks), "en"), edition="e", reading="other")[0].id != one.id
