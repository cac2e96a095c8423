"""Painted paths as rulings and areas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import RawPage, Rect, Shape
from ingest.shapes import areas, clustered, rulings


def page(*shapes: Shape, pictures: tuple[Rect, ...] = ()) -> RawPage:
    return RawPage(1, "", 600, 800, (), shapes, pictures)


def shape(
    *,
    lines: tuple[Rect, ...] = (),
    rects: tuple[Rect, ...] = (),
    fill: int | None = None,
    stroke: int | None = 0,
) -> Shape:
    return Shape((0, 0, 1, 1), lines, rects, freehand=False, fill=fill, stroke=stroke)


def test_pieces_of_one_line_are_joined_and_slanted_or_short_ones_left_out() -> None:
    found = rulings(
        page(
            shape(lines=((0.5, 0.2, 0.3, 0.2), (0.1, 0.2, 0.3, 0.2))),
            shape(lines=((0.1, 0.1, 0.5, 0.4), (0.1, 0.3, 0.102, 0.3))),
        )
    )
    assert [(r.x0, r.x1) for r in found] == [(0.1, 0.5)]
    assert found[0].y0 == found[0].y1


def test_a_thin_filled_rectangle_is_a_line_and_a_stroked_one_has_four_edges() -> None:
    thin = rulings(page(shape(rects=((0.1, 0.2, 0.9, 0.201),), fill=0, stroke=None)))
    assert [(r.x0, r.x1) for r in thin] == [(0.1, 0.9)]
    assert len(rulings(page(shape(rects=((0.1, 0.2, 0.9, 0.5),))))) == 4


def test_an_unpainted_path_rules_nothing() -> None:
    assert rulings(page(shape(lines=((0.1, 0.2, 0.9, 0.2),), stroke=None))) == ()


def test_a_frame_has_its_colour_and_white_paper_is_none() -> None:
    found = areas(
        page(
            shape(rects=((0.1, 0.1, 0.9, 0.3),), fill=0xFFEE00, stroke=None),
            shape(rects=((0.1, 0.5, 0.9, 0.7),), fill=0xFFFFFF, stroke=None),
            shape(rects=((0, 0, 1, 1),), fill=0xEEEEEE, stroke=None),
        )
    )
    assert [(a.kind, a.fill) for a in found] == [("frame", 0xFFEE00)]


def test_strips_of_one_picture_become_one_area() -> None:
    strips = tuple((0.2, 0.2 + i * 0.05, 0.6, 0.25 + i * 0.05) for i in range(6))
    (area,) = areas(page(pictures=strips))
    assert area.kind == "picture"
    assert (round(area.box.y0, 2), round(area.box.y1, 2)) == (0.2, 0.5)


rects = st.tuples(*[st.floats(-0.5, 1.5)] * 4)


@given(st.lists(rects, max_size=30))
def test_every_rectangle_on_the_page_is_in_one_cluster(many: list[Rect]) -> None:
    boxes = clustered(many, page())
    for x0, y0, x1, y1 in many:
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if right >= 0 and bottom >= 0 and left <= 1 and top <= 1:
            x, y = min(max(left, 0), 1), min(max(top, 0), 1)
            assert any(box.holds(x, y) for box in boxes)


@given(st.lists(rects, max_size=30))
def test_rulings_are_straight_and_on_the_page(many: list[Rect]) -> None:
    for r in rulings(page(shape(lines=tuple(many), rects=tuple(many), fill=0))):
        assert r.x0 == r.x1 or r.y0 == r.y1
        assert 0 <= r.x0 <= r.x1 <= 1
        assert 0 <= r.y0 <= r.y1 <= 1
