from __future__ import annotations

from ingest.blocks import Block, Piece, Row, make_row
from ingest.flow import Flow
from ingest.headings import measure_body
from ingest.spacing import measure_spacing
from kb_sources.manual import Box


def row(text: str, y: float, x: float = 60.0, size: float = 10.0, bold: bool = False, **more: int) -> Row:
    wide = 0.5 * size * sum(2 if ord(c) > 0x2E80 else 1 for c in text)
    box = Box(0.1, 0.1, 0.5, 0.2)
    piece = Piece(
        more.get("page", 1),
        0,
        text,
        box,
        x,
        y,
        x + wide,
        y + 12,
        size,
        bold,
        more.get("colour", 0),
        "textlayer",
    )
    return make_row([piece], more.get("column", 1), more.get("frame", -1))


def flow(*rows: Row) -> list[Block]:
    writer = Flow(measure_body(rows), measure_spacing(rows))
    for each in rows:
        writer.add_row(each)
    return writer.close()


def kinds(*rows: Row) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in flow(*rows)]


FULL = "words that fill the line up to its right edge here"


def test_paragraphs_part_at_a_gap_and_where_a_line_ends_early() -> None:
    rows = [row(FULL, 100), row("and end.", 114), row(FULL, 128), row(FULL, 160)]
    assert [len(b.pieces) for b in flow(*rows)] == [2, 1, 1]


def test_a_warning_holds_its_lines_and_ends_at_the_gap() -> None:
    rows = [row(f"WARNING: {FULL}", 100), row("and do not touch it.", 114), row(FULL, 140)]
    assert [k for k, _ in kinds(*rows)] == ["warning", "text"]


def test_a_signal_word_alone_takes_the_paragraph_or_list_below_it() -> None:
    rows = [
        row("CAUTION", 100, bold=True),
        row("• Hot parts.", 114),
        row("• Sharp edges.", 128),
        row("1. Pull.", 150),
    ]
    assert [k for k, _ in kinds(*rows)] == ["warning", "step"]


def test_everything_in_a_box_that_opens_with_a_signal_is_the_warning() -> None:
    rows = [
        row("DANGER", 100, frame=1),
        row(FULL, 120, frame=1),
        row("Second paragraph.", 160, frame=1),
        row(FULL, 200),
    ]
    assert [k for k, _ in kinds(*rows)] == ["warning", "text"]


def test_a_mere_note_is_text_and_one_that_warns_is_a_notice() -> None:
    assert kinds(row("Note: the cover is black", 100))[0][0] == "text"
    assert kinds(row("Note: never bend the cable", 100))[0][0] == "warning"
    assert kinds(row("Note: the cover is black", 100, colour=0xFF0000))[0][0] == "warning"


def test_a_list_under_a_safety_title_is_one_of_warnings() -> None:
    rows = [
        row("安全注意事项", 80, size=16),
        row("1. 使用前请阅读本手册", 110),
        row("2. 保持通风", 130),
        row("正文" * 9, 400),
    ]
    assert [k for k, _ in kinds(*rows)] == ["heading", "warning", "warning", "text"]


def test_steps_keep_hanging_lines_and_a_number_inside_a_sentence_is_none() -> None:
    rows = [row(f"1. {FULL}", 100), row("goes on.", 114, 72)]
    rows += [row(f"2. Go back to {FULL[:28]} and step", 140), row("4. of the list", 154)]
    assert [b.label for b in flow(*rows) if b.kind == "step"] == ["1", "2"]


def test_a_sentence_goes_over_to_the_next_page() -> None:
    rows = [
        row(FULL, 780),
        row(FULL[:-1] + ",", 794),
        row("and ends on the next page.", 60, page=2, column=2),
    ]
    assert len(flow(*rows)) == 1


def test_contents_lines_and_captions_are_no_headings() -> None:
    rows = [row("3.2 Battery ............ 14", 100), row("Figure 3-2 Pump", 130, bold=True), row(FULL, 160)]
    assert [k for k, _ in kinds(*rows)] == ["contents", "text", "text"]
