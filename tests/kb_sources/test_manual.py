"""Geometry of boxes, and how a stretch of text finds its places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Box, Passage, Span

fraction = st.floats(0, 1)
boxes = st.builds(Box.clipped, fraction, fraction, fraction, fraction)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_clipped_always_lies_on_the_page(a: float, b: float) -> None:
    box = Box.clipped(a, b, b, a)
    assert 0 <= box.x0 <= box.x1 <= 1
    assert 0 <= box.y0 <= box.y1 <= 1


@given(boxes, boxes)
def test_shares_are_symmetric_and_bounded(a: Box, b: Box) -> None:
    assert a.iou(b) == pytest.approx(b.iou(a))
    assert 0 <= a.iou(b) <= 1 + 1e-9
    assert 0 <= a.covered(b) <= 1 + 1e-9
    around = Box.around([a, b])
    assert a.covered(around) == pytest.approx(1)


@pytest.mark.parametrize("bad", [(0.5, 0, 0.4, 1), (-0.1, 0, 1, 1), (0, 0, 1, float("nan")), (0, 0, 1.1, 1)])
def test_a_box_off_the_page_is_refused(bad: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="box"):
        Box(*bad)


def test_places_of_a_quote_are_its_lines_only() -> None:
    first, second, third = (Box(0.1, y, 0.9, y + 0.01) for y in (0.1, 0.2, 0.3))
    text = "Remove the screw. Lift the cover. Clean."
    spans = (Span(0, 17, 4, first), Span(18, 33, 4, second), Span(34, 40, 5, third))
    passage = Passage("p", "e", "r", "text", (), 0, text, spans, "textlayer")
    assert [text[s.start : s.end] for s in spans] == ["Remove the screw.", "Lift the cover.", "Clean."]
    start = text.index("Lift")
    (place,) = passage.places_of(start, start + 4)
    assert (place.page, place.boxes) == (4, (second,))
    assert [(p.page, len(p.boxes)) for p in passage.places] == [(4, 2), (5, 1)]
