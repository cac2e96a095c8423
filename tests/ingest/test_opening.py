"""What read_manual promises: every page once, in order; no file takes the parent down."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pymupdf
import pytest

from ingest.opening import Opened, PageDone, ReadingLimits, read_manual
from ingest.page import PageRead
from kb_sources.errors import ManualEncrypted, ManualTooCostly, ManualUnreadable

HOSTILE = Path(__file__).parents[2] / ".." / "shared" / "data" / "hostile-pdf"
MISBEHAVING = "tests.ingest.misbehaving"


def three_pages(folder: Path, **save: object) -> Path:
    pdf = pymupdf.open()
    for number in (1, 2, 3):
        page = pdf.new_page()
        page.insert_text((72, 72), f"Page {number}: remove the cover before cleaning.", fontsize=11)
    pdf.set_metadata({"title": "Cover manual"})
    path = folder / "three.pdf"
    pdf.save(path, **save)
    return path


def pages(
    path: Path,
    *,
    limits: ReadingLimits | None = None,
    done: frozenset[int] = frozenset(),
    document: str = "pymupdf",
) -> list[PageRead]:
    reading = read_manual(path, limits=limits, done=done, ocr=False, document=document)
    return [item.page for item in reading if isinstance(item, PageDone)]


def test_pages_come_in_order_with_words_boxes_and_picture(tmp_path: Path) -> None:
    opened, *done = read_manual(three_pages(tmp_path), ocr=False)
    assert opened == Opened(3, "Cover manual", "pdf")
    assert [d.page.number for d in done if isinstance(d, PageDone)] == [1, 2, 3]
    for item in done:
        assert isinstance(item, PageDone)
        (line,) = item.page.lines
        assert line.text == f"Page {item.page.number}: remove the cover before cleaning."
        assert line.read_by == "textlayer"
        assert line.box.x0 == pytest.approx(72 / 595, abs=0.005)
        assert item.png is not None
        assert item.png.startswith(b"\x89PNG")


def test_pages_that_are_done_are_not_read_again(tmp_path: Path) -> None:
    assert [p.number for p in pages(three_pages(tmp_path), done=frozenset({1, 3}))] == [2]


def misbehaving(path: Path, deeds: str, limits: ReadingLimits) -> tuple[list[str], list[str]]:
    """Where each page went, and why the failed ones failed."""
    path.write_bytes(b"%PDF- " + deeds.encode())
    read = pages(path, limits=limits, document=MISBEHAVING)
    assert [p.number for p in read] == list(range(1, len(deeds.split()) + 1))
    assert {(p.width, p.height) for p in read} == {(300, 200)}
    return [p.route for p in read], [p.reason for p in read if p.route == "failed"]


def test_a_page_that_misbehaves_fails_alone(tmp_path: Path) -> None:
    deeds = "good raise die print hang spin good"
    routes, reasons = misbehaving(tmp_path / "bad.pdf", deeds, ReadingLimits(page_s=1.5))
    assert routes == ["textlayer", "failed", "failed", "textlayer", "failed", "failed", "textlayer"]
    for reason, part in zip(reasons, ("no such font", "SIGABRT", "longer", "longer"), strict=True):
        assert part in reason


def test_a_page_that_eats_memory_fails_alone(tmp_path: Path) -> None:
    # Its time limit is generous: a busy machine may need seconds to hand out the memory.
    limits = ReadingLimits(page_s=60, rss_bytes=400 << 20)
    routes, (reason,) = misbehaving(tmp_path / "bad.pdf", "good eat good", limits)
    assert routes == ["textlayer", "failed", "textlayer"]
    assert "memory" in reason


def test_a_file_that_kills_its_reader_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"%PDF- die-at-once")
    with pytest.raises(ManualUnreadable, match="breaks the reader"):
        pages(path, document=MISBEHAVING)


def test_a_file_that_takes_too_long_to_open_is_too_costly(tmp_path: Path) -> None:
    with pytest.raises(ManualTooCostly, match="not opened"):
        pages(three_pages(tmp_path), limits=ReadingLimits(open_s=0.01))


def test_closing_the_iterator_ends_the_child(tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"%PDF- good hang")
    reading = read_manual(path, ocr=False, document=MISBEHAVING)
    next(reading)
    mine = [c for c in psutil.Process().children() if "ingest.child" in " ".join(c.cmdline())]
    assert mine
    reading.close()
    until = time.monotonic() + 5
    while any(c.is_running() for c in mine) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(c.is_running() for c in mine)


def test_a_locked_file_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    locked = three_pages(tmp_path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="more")
    with pytest.raises(ManualEncrypted, match="password"):
        pages(locked)


UNUSABLE = {"empty": b"", "cut": b"%PDF-1.7\n"}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_opened_is_rejected_with_a_hint(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(content)
    with pytest.raises(ManualUnreadable) as raised:
        pages(path)
    assert raised.value.hint


def test_a_file_with_too_many_pages_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ManualUnreadable, match="3 pages"):
        pages(three_pages(tmp_path), limits=ReadingLimits(max_pages=2))


@pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile files are not beside this checkout")
@pytest.mark.parametrize(
    "name", ["append-xref-loop", "bad11", "bad-direct-root", "aes-256-r6", "bad40", "simple2"]
)
def test_hostile_files_are_read_or_rejected_by_name(name: str) -> None:
    (path, *_) = sorted(HOSTILE.rglob(f"{name}.pdf"))
    try:
        read = pages(path)
    except ManualUnreadable as error:
        assert error.hint
    else:
        assert read
        assert all(p.reason for p in read)
