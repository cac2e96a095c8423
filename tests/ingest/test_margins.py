from __future__ import annotations

from ingest.blocks import Piece
from ingest.margins import label_margins
from kb_sources.manual import Box

HEIGHT = 842.0


def piece(page: int, index: int, text: str, y: float, x: float = 60.0) -> Piece:
    return Piece(
        page, index, text, Box(0, 0, 1, 1), x, y, x + 5 * len(text), y + 10, 10, False, 0, "textlayer"
    )


def label(
    pages: list[list[Piece]], taken: frozenset[tuple[int, int]] = frozenset()
) -> dict[tuple[int, int], str]:
    return dict(label_margins(pages, [HEIGHT] * len(pages), taken))


def test_running_headers_and_numbers_are_found_and_text_is_not() -> None:
    pages = [
        [
            piece(n, 0, "Pump P3", 30),
            piece(n, 1, f"Words {'abc'[n]} on page", 60),
            piece(n, 2, str(n + 7), 800, 300),
        ]
        for n in range(3)
    ]
    assert label(pages) == {(n, i): kind for n in range(3) for i, kind in ((0, "header"), (2, "folio"))}


def test_even_and_odd_pages_may_differ_and_a_title_beside_a_header_goes_with_it() -> None:
    names = ("Right side", "Left")
    pages = [[piece(n, 0, names[n % 2], 30), piece(n, 1, f"{n} Chapter", 30, 400)] for n in range(6)]
    assert set(label(pages).values()) == {"header"}
    assert len(label(pages)) == 12


def test_steps_cautions_captions_and_table_lines_are_none() -> None:
    for text in ("Step {}", "WARNING", "Table 3 (continued)"):
        pages = [[piece(n, 0, text.format(n), 40), piece(n, 1, "words", 80)] for n in range(4)]
        assert label(pages) == {}
    pages = [[piece(n, 0, "Code", 40)] for n in range(4)]
    assert label(pages, frozenset((n, 0) for n in range(4))) == {}


def test_numbers_count_with_the_pages() -> None:
    pages = [[piece(n, 0, f"Manual page {n + 1} of 4", 810)] for n in range(4)]
    assert set(label(pages).values()) == {"header"}
    still = [[piece(n, 0, f"Value {3 * n} mm", 810)] for n in range(4)]
    assert label(still) == {}


def test_a_letter_where_the_other_pages_have_their_number_is_one() -> None:
    pages = [[piece(n, 0, text, 800, 500)] for n, text in enumerate(["1", "2", "3", "B"])]
    assert label(pages)[3, 0] == "folio"


def test_chapter_page_numbers_of_a_single_page() -> None:
    assert label([[piece(0, 0, "7-45", 800), piece(0, 1, "words", 400)]]) == {(0, 0): "folio"}
