"""A page of any size is pictured within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import MAX_PIXELS, bounded_dpi

points = st.floats(0, 1e7)


@given(points, points, st.floats(20, 600))
def test_no_page_is_pictured_larger_than_allowed(width: float, height: float, dpi: float) -> None:
    allowed = bounded_dpi(width, height, dpi)
    assert 0 < allowed <= dpi
    assert (width * allowed / 72) * (height * allowed / 72) <= MAX_PIXELS * 1.001
    assert max(width, height) * allowed / 72 <= 16_001


def test_ordinary_pages_keep_their_resolution() -> None:
    assert bounded_dpi(595, 842, 300) == 300
