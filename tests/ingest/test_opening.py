"""What read_manual promises: every page once, in order; no file takes the parent down."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.opening import Opened, PageDone, ReadingLimits, read_manual
from kb_sources.errors import ManualEncrypted, ManualUnreadable


def three_pages(folder: Path, **save: object) -> Path:
    pdf = pymupdf.open()
    for number in (1, 2, 3):
        page = pdf.new_page()
        page.insert_text((72, 72), f"Page {number}: remove the cover before cleaning.", fontsize=11)
    pdf.set_metadata({"title": "Cover manual"})
    path = folder / "three.pdf"
    pdf.save(path, **save)
    return path


def test_pages_come_in_order_with_words_boxes_and_picture(tmp_path: Path) -> None:
    opened, *pages = read_manual(three_pages(tmp_path), ocr=False)
    assert opened == Opened(3, "Cover manual", "pdf")
    assert [p.page.number for p in pages if isinstance(p, PageDone)] == [1, 2, 3]
    for done in pages:
        assert isinstance(done, PageDone)
        (line,) = done.page.lines
        assert line.text == f"Page {done.page.number}: remove the cover before cleaning."
        assert line.read_by == "textlayer"
        assert line.box.x0 == pytest.approx(72 / 595, abs=0.005)
        assert done.png is not None
        assert done.png.startswith(b"\x89PNG")


def test_pages_that_are_done_are_not_read_again(tmp_path: Path) -> None:
    items = list(read_manual(three_pages(tmp_path), done=frozenset({1, 3}), ocr=False))
    assert [i.page.number for i in items if isinstance(i, PageDone)] == [2]


def test_a_locked_file_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    locked = three_pages(tmp_path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="more")
    with pytest.raises(ManualEncrypted, match="password"):
        list(read_manual(locked))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"\x00\x01\x02" * 100], ids=["empty", "cut", "noise"]
)
def test_what_cannot_be_opened_is_rejected_with_a_hint(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(content)
    with pytest.raises(ManualUnreadable) as raised:
        list(read_manual(path))
    assert raised.value.hint


def test_a_file_with_too_many_pages_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ManualUnreadable, match="3 pages"):
        list(read_manual(three_pages(tmp_path), limits=ReadingLimits(max_pages=2)))
