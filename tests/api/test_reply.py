"""The address of a lit page."""

from api.reply import page_url
from kb_sources.manual import Box


def test_boxes_are_part_of_the_address() -> None:
    boxes = (Box(0.1, 0.2, 0.3, 0.4), Box(0, 0, 1, 1))
    assert page_url("abc", 7, boxes) == (
        "/editions/abc/pages/7?boxes=0.1000,0.2000,0.3000,0.4000;0.0000,0.0000,1.0000,1.0000"
    )
