from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Piece
from ingest.columns import Item, arrange, join_markers
from kb_sources.manual import Box


def piece(index: int, text: str, x0: float, y0: float, x1: float, size: float = 10.0) -> Piece:
    return Piece(1, index, text, Box(0, 0, 1, 1), x0, y0, x1, y0 + 1.2 * size, size, False, 0, "textlayer")


def read(pieces: list[Piece]) -> list[str]:
    return [i.text for column in arrange(join_markers(pieces)) for i in column]


def test_two_columns_below_a_title() -> None:
    left = [piece(i, f"left line number {i} of the column", 60, 100 + 14 * i, 280) for i in range(4)]
    right = [piece(9 + i, f"right line number {i} of the column", 310, 100 + 14 * i, 530) for i in range(4)]
    title = piece(20, "A title over both columns", 60, 70, 530, 16)
    assert read([*right, title, *left]) == [p.text for p in (title, *left, *right)]


def test_names_and_values_are_read_across() -> None:
    names = [piece(i, name, 60, 100 + 14 * i, 120) for i, name in enumerate(["Voltage", "Mass", "Power"])]
    values = [piece(9 + i, value, 300, 100 + 14 * i, 340) for i, value in enumerate(["24 V", "3 kg", "40 W"])]
    assert read([*values, *names]) == ["Voltage", "24 V", "Mass", "3 kg", "Power", "40 W"]


def test_a_larger_line_between_two_double_rows_parts_them() -> None:
    rows = [
        piece(0, "picture words one two three", 60, 100, 200),
        piece(1, "text beside it, longer", 250, 100, 500),
    ]
    rows += [
        piece(2, "picture words four five six", 60, 114, 200),
        piece(3, "more text beside it now", 250, 114, 500),
    ]
    head = piece(4, "Next", 60, 140, 120, 16)
    tail = [
        piece(5, "second picture words one", 60, 170, 200),
        piece(6, "second text beside it all", 250, 170, 500),
    ]
    tail += [
        piece(7, "second picture words two", 60, 184, 200),
        piece(8, "second text goes on there", 250, 184, 500),
    ]
    order = read([*rows, head, *tail])
    assert order.index("Next") == 4


def test_a_lone_number_joins_the_line_beside_it() -> None:
    assert [
        i.text for i in join_markers([piece(0, "1.", 60, 100, 70), piece(1, "Pull it out", 80, 100, 140)])
    ] == ["1. Pull it out"]


CORNERS = st.floats(0, 800, allow_nan=False)
SPREADS = st.floats(0, 300, allow_nan=False)
ITEMS = st.builds(
    lambda x, y, w, h, n: Item(x, y, x + w, y + h, thing=n),
    CORNERS,
    CORNERS,
    SPREADS,
    SPREADS,
    st.integers(0, 99),
)
PIECES = st.builds(
    lambda x, y, w, t: piece(0, t, x, y, x + w),
    CORNERS,
    CORNERS,
    SPREADS,
    st.sampled_from(["1.", "•", "words here", "7"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ITEMS, max_size=25))
def test_the_order_is_a_permutation(items: list[Item]) -> None:
    ordered = [i for column in arrange(items) for i in column]
    assert sorted(map(id, ordered)) == sorted(map(id, items))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=20))
def test_joining_keeps_every_piece_once(pieces: list[Piece]) -> None:
    joined = [p for item in join_markers(pieces) for p in item.pieces]
    assert sorted(map(id, joined)) == sorted(map(id, pieces))
