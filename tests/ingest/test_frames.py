"""Frames come through a pipe as they were written, or not at all."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.frames import PAGE, read_frame, write_frame
from ingest.page import Area, Line, PageRead, Ruling, Word
from kb_sources.manual import Box

BOX = Box(0.1, 0.2, 0.3, 0.4)
PAGE_READ = PageRead(
    number=3,
    label="iii",
    width=595.3,
    height=842.0,
    route="mixed",
    reason="sound text layer; 1 picture may hold text",
    lines=(Line((Word("拧紧", BOX, 0.5),), BOX, "rapidocr", "拧紧", unsure=True),),
    rulings=(Ruling(0.1, 0.2, 0.9, 0.2),),
    areas=(Area(Box(0, 0, 1, 1), "frame", 0xFFEE00),),
    rotation=90,
    suspicious=("transparent text: 'x'",),
)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(), max_size=4), st.binary())
def test_frames_come_back_in_order(fields: dict[str, str | int], attachment: bytes) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, "page", {"x": fields}, attachment)
    write_frame(pipe, "end", {})
    pipe.seek(0)
    assert read_frame(pipe) == ({"is": "page", "x": fields}, attachment)
    assert read_frame(pipe) == ({"is": "end"}, b"")
    assert read_frame(pipe) is None


@given(st.integers(0, 200))
def test_a_frame_cut_short_is_the_end(kept: int) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, "page", {"text": "页" * 20}, b"png" * 10)
    whole = pipe.getvalue()
    assert read_frame(io.BytesIO(whole[: min(kept, len(whole) - 1)])) is None


@pytest.mark.parametrize(
    "content",
    [struct.pack(">II", 1 << 31, 0), struct.pack(">II", 2, 0) + b"[]", struct.pack(">II", 3, 0) + b"{{{"],
    ids=["huge", "a list", "no JSON"],
)
def test_a_frame_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_frame(io.BytesIO(content))


def test_a_page_comes_through_as_it_was() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, "page", {"page": PAGE.dump_python(PAGE_READ, mode="json")})
    pipe.seek(0)
    frame = read_frame(pipe)
    assert frame is not None
    assert PAGE.validate_python(frame[0]["page"]) == PAGE_READ
