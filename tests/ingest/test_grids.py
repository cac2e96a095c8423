from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.grids import Slot, find_grids


def test_a_full_grid_has_a_slot_for_every_cell() -> None:
    across = [(y, 0.0, 90.0) for y in (0.0, 20.0, 40.0)]
    down = [(x, 0.0, 40.0) for x in (0.0, 30.0, 60.0, 90.0)]
    (grid,) = find_grids(across, down)
    assert (grid.rows, grid.columns, len(grid.slots)) == (2, 3, 6)


def test_missing_lines_merge_cells() -> None:
    across = [(0.0, 0.0, 90.0), (20.0, 30.0, 90.0), (40.0, 0.0, 90.0)]
    down = [(0.0, 0.0, 40.0), (30.0, 0.0, 40.0), (60.0, 20.0, 40.0), (90.0, 0.0, 40.0)]
    (grid,) = find_grids(across, down)
    assert set(grid.slots) == {Slot(0, 0, 2, 1), Slot(0, 1, 1, 3), Slot(1, 1, 2, 2), Slot(1, 2, 2, 3)}


def test_open_sides_count_as_edges() -> None:
    across = [(y, 0.0, 90.0) for y in (0.0, 20.0, 40.0)]
    (grid,) = find_grids(across, [(45.0, 0.0, 40.0)])
    assert grid.columns == 2


def test_two_tables_apart_are_two_grids() -> None:
    def table(top: float) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
        across = [(top + y, 0.0, 60.0) for y in (0.0, 20.0, 40.0)]
        return across, [(x, top, top + 40.0) for x in (0.0, 30.0, 60.0)]

    one, two = table(0), table(200)
    assert len(find_grids([*one[0], *two[0]], [*one[1], *two[1]])) == 2


SEGMENTS = st.builds(
    lambda p, a, b: (p, min(a, b), max(a, b)), *(st.floats(0, 300, allow_nan=False) for _ in range(3))
)


@settings(max_examples=80, deadline=None)
@given(st.lists(SEGMENTS, max_size=12), st.lists(SEGMENTS, max_size=12))
def test_every_place_is_in_one_slot(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> None:
    for grid in find_grids(across, down):
        places = Counter(
            (r, c) for s in grid.slots for r in range(s.row, s.row_end) for c in range(s.column, s.column_end)
        )
        assert places == {(r, c): 1 for r in range(grid.rows) for c in range(grid.columns)}
