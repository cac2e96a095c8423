"""The recipe goes on where it stopped, lets short manuals pass, and never mixes editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.desk import Described
from ingest.pipeline import SLICE

if TYPE_CHECKING:
    from tests.ingest.conftest import Shop


class Killed(BaseException):
    """Stands for kill -9: nothing between it and the test may catch it."""


def test_pages_read_before_a_crash_are_not_read_again(shop: Shop) -> None:
    def crash(number: int) -> None:
        if number == 3:
            raise Killed

    shop.reader.on_page = crash
    with pytest.raises(Killed):
        shop.add("a.pdf", "one\ntwo\nthree\nfour")
    assert shop.live_texts() == []
    shop.reader.on_page = lambda number: None
    shop.queue.requeue_abandoned()
    shop.worker.work_off()
    assert shop.reader.pages_read == [1, 2, 3, 4]
    assert shop.live_texts() == ["one two three four"]


def test_a_short_manual_overtakes_a_long_one(shop: Shop) -> None:
    long = "\n".join(f"page {n}" for n in range(2 * SLICE))
    shop.desk.add(shop.file("long.pdf", long), "long.pdf", Described(title="Long"))
    order: list[str] = []

    def note(number: int) -> None:
        order.append("page")
        if number == 1 and len(order) == 1:
            shop.desk.add(shop.file("short.pdf", "short"), "short.pdf", Described(title="Short"))

    shop.reader.on_page = note
    shop.worker.work_off()
    by_end = sorted(shop.desk.jobs(), key=lambda job: job.updated)
    assert [job.pages_total for job in by_end] == [1, 2 * SLICE]
    assert all(job.state == "done" for job in by_end)


def test_an_older_edition_that_ends_later_does_not_win(shop: Shop) -> None:
    described = Described(title="Cover", maker="Acme")
    old = shop.desk.add(shop.file("a.pdf", "old"), "a.pdf", described)
    new = shop.desk.add(shop.file("b.pdf", "new"), "b.pdf", described)
    late = shop.queue.claim()
    assert late is not None
    assert late.edition == old.edition
    shop.worker.work_off()
    assert shop.live_texts() == ["new"]
    shop.worker.run(late)
    assert shop.live_texts() == ["new"]
    assert shop.catalogue.edition("default", old.edition).state == "superseded"
    assert shop.catalogue.edition("default", new.edition).state == "live"
    assert len(shop.index.points) == 1


def test_a_cancelled_job_stops_at_the_next_page(shop: Shop) -> None:
    def cancel(number: int) -> None:
        if number == 2:
            shop.desk.cancel(shop.desk.jobs()[0].id)

    shop.reader.on_page = cancel
    receipt = shop.add("a.pdf", "one\ntwo\nthree")
    assert shop.reader.pages_read == [1, 2]
    assert shop.live_texts() == []
    shop.reader.on_page = lambda number: None
    shop.desk.retry(receipt.job or "")
    shop.worker.work_off()
    assert shop.live_texts() == ["one two three"]


def test_removal_while_reading_leaves_nothing(shop: Shop) -> None:
    def remove(number: int) -> None:
        if number == 2:
            shop.desk.remove(shop.desk.status()[0].manual.id)

    shop.reader.on_page = remove
    shop.add("a.pdf", "one\ntwo\nthree")
    assert shop.live_texts() == []
    assert shop.index.points == {}
    assert shop.desk.status() == ()
    assert not [f for f in (shop.folder / "blobs").rglob("*") if f.is_file()]
    with shop.catalogue.engine.connect() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM pages").scalar() == 0


def test_a_file_none_of_whose_pages_can_be_read_replaces_nothing_and_is_read_anew(shop: Shop) -> None:
    described = Described(title="Cover", maker="Acme")
    shop.add("a.pdf", "good", described)
    receipt = shop.add("b.pdf", "BROKEN\nBROKEN", described)
    job = shop.desk.job(receipt.job or "")
    assert job.state == "failed"
    assert "No page of b.pdf could be read: a cycle in the page tree" in job.reason
    assert shop.live_texts() == ["good"]
    shop.desk.retry(job.id)
    shop.worker.work_off()
    assert shop.reader.pages_read == [1, 1, 2, 1, 2]


def test_one_page_that_cannot_be_read_stops_nothing(shop: Shop) -> None:
    receipt = shop.add("a.pdf", "good\nBROKEN")
    assert shop.desk.job(receipt.job or "").state == "done"
    assert shop.live_texts() == ["good"]
