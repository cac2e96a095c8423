"""A worker survives whatever a job does, and stops when told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ingest.desk import Described

if TYPE_CHECKING:
    from tests.ingest.conftest import Shop


def test_a_job_that_breaks_is_failed_and_the_next_one_runs(shop: Shop) -> None:
    def burst(number: int) -> None:
        raise RuntimeError("boom")

    shop.reader.on_page = burst
    bad = shop.add("bad.pdf", "x", Described(title="Bad"))
    shop.reader.on_page = lambda number: None
    shop.add("good.pdf", "good", Described(title="Good"))
    failed = shop.desk.job(bad.job or "")
    assert failed.state == "failed"
    assert "boom" in failed.reason
    assert shop.live_texts() == ["good"]


def test_a_started_worker_is_woken_by_the_desk_and_stops(shop: Shop) -> None:
    assert shop.worker.idle
    shop.worker.start()
    receipt = shop.desk.add(shop.file("a.pdf", "one"), "a.pdf", Described(title="One"))
    deadline = time.monotonic() + 20
    while shop.desk.job(receipt.job or "").state != "done" and time.monotonic() < deadline:
        time.sleep(0.02)
    shop.worker.stop()
    assert shop.live_texts() == ["one"]
