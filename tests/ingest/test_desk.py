"""The editor's actions: adding, superseding, retiring, rolling back, removing, reviewing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.desk import Described
from kb_sources.errors import Conflict, Gone, ManualEncrypted, ManualUnreadable, NotFound

if TYPE_CHECKING:
    from tests.ingest.conftest import Shop

A = "Tighten the screw to 1.5 N·m.\nClose the cover."  # a line is a page
B = "Tighten the screw to 2.5 N·m.\nClose the cover."
A_TEXT, B_TEXT = " ".join(A.splitlines()), " ".join(B.splitlines())


def test_a_file_becomes_searchable_and_opens_at_its_page(shop: Shop) -> None:
    receipt = shop.add("a.pdf", A)
    assert shop.desk.job(receipt.job or "").state == "done"
    assert shop.live_texts() == [A_TEXT]
    assert shop.desk.page(receipt.edition, 2).label == "2"
    assert shop.desk.picture(receipt.edition, 1) == b"picture of Tighten the screw to 1.5 N\xc2\xb7m."
    (status,) = shop.desk.status()
    assert status.editions[0].report is not None
    assert status.editions[0].report["pages"] == 2


def test_the_same_bytes_are_a_no_op_told_so(shop: Shop) -> None:
    shop.add("a.pdf", A)
    again = shop.add("renamed.pdf", A)
    assert again.noop
    assert "unchanged" in again.message
    assert shop.reader.pages_read == [1, 2]


def test_again_reads_anew_and_replaces(shop: Shop) -> None:
    shop.add("a.pdf", A)
    shop.add("a.pdf", A, again=True)
    assert shop.reader.pages_read == [1, 2, 1, 2]
    assert len(shop.index.points) == 1
    assert shop.live_texts() == [A_TEXT]


def test_a_new_edition_supersedes_and_can_be_rolled_back(shop: Shop) -> None:
    first = shop.add("a.pdf", A)
    second = shop.add("b.pdf", B)
    assert second.manual == first.manual
    assert shop.live_texts() == [B_TEXT]
    assert shop.desk.page(first.edition, 1).lines, "old citations still open"
    assert shop.add("a.pdf", A).noop
    shop.desk.rollback(first.manual)
    assert shop.live_texts() == [A_TEXT]
    assert len(shop.index.points) == 1
    with pytest.raises(Conflict):
        shop.desk.add(shop.file("b.pdf", B), "b.pdf", Described(), again=True)


def test_beside_serves_both(shop: Shop) -> None:
    shop.add("a.pdf", A)
    shop.add("b.pdf", B, beside=True)
    assert shop.live_texts() == [A_TEXT, B_TEXT]


def test_another_revision_by_its_title_alone_awaits_review(shop: Shop) -> None:
    products = ("C1",)
    shop.add("a.pdf", A, Described("Cover manual Rev A", "Acme", products))
    doubtful = shop.add("b.pdf", B, Described("Cover manual Rev B", "Acme", products))
    assert "review" in doubtful.message
    assert shop.live_texts() == [A_TEXT], "an unsure match supersedes nothing"
    assert shop.desk.approve(doubtful.edition).state == "live"
    assert shop.live_texts() == [A_TEXT, B_TEXT]


def test_retired_leaves_search_but_opens(shop: Shop) -> None:
    receipt = shop.add("a.pdf", A)
    (edition,) = shop.desk.retire(receipt.manual)
    assert edition.state == "retired"
    assert shop.index.points == {}
    assert shop.desk.page(receipt.edition, 1).lines


def test_removed_leaves_no_residue(shop: Shop) -> None:
    receipt = shop.add("a.pdf", A)
    keep = shop.add("other.pdf", "Other", Described(title="Other", maker="Acme"))
    shop.desk.remove(receipt.manual)
    with pytest.raises(Gone):
        shop.desk.page(receipt.edition, 1)
    assert shop.live_texts() == ["Other"]
    kept = {f.name for f in (shop.folder / "blobs").rglob("*") if f.is_file()}
    assert receipt.edition not in kept
    assert len(kept) == 2, "the other manual's original and picture"
    assert keep.edition in kept
    assert shop.add("a.pdf", A).noop is False, "what was removed may come back as new"


@pytest.mark.parametrize(
    ("text", "error"), [("", ManualUnreadable), ("JUNK", ManualUnreadable), ("LOCKED", ManualEncrypted)]
)
def test_a_bad_file_is_named_and_leaves_nothing(shop: Shop, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        shop.add("bad.pdf", text)
    assert shop.desk.status() == ()
    assert shop.desk.jobs() == ()
    assert not [f for f in (shop.folder / "blobs").rglob("*") if f.is_file()]


def test_a_fix_survives_every_later_reading(shop: Shop) -> None:
    receipt = shop.add("a.pdf", "Tighten to 0.?2 N·m.\nClose.")
    (item,) = shop.desk.review_list()
    shop.desk.review_decide(item.id, "Tighten to 0.12 N·m.", "mei")
    shop.worker.work_off()
    assert shop.live_texts() == ["Tighten to 0.12 N·m. Close."]
    assert shop.reader.pages_read == [1, 2], "a fix is applied without reading the file again"
    assert shop.desk.review_list() == ()
    shop.desk.add(shop.folder / "a.pdf", "a.pdf", Described(), again=True)
    shop.worker.work_off()
    assert shop.live_texts() == ["Tighten to 0.12 N·m. Close."]
    assert shop.desk.page(receipt.edition, 1).lines[0].text == "Tighten to 0.?2 N·m.", (
        "the reading is kept as it was"
    )


def test_unknown_names_are_told(shop: Shop) -> None:
    for call in (shop.desk.retire, shop.desk.remove, shop.desk.rollback, shop.desk.manual, shop.desk.job):
        with pytest.raises(NotFound):
            call("nonsense")
    with pytest.raises(NotFound):
        shop.desk.add(shop.file("x.pdf", "x"), "x.pdf", Described(manual_id="nonsense"))


def test_language_is_recognised_from_the_pages(shop: Shop, tmp_path: Path) -> None:
    shop.add("zh.pdf", "拧紧螺丝至 1.5 N·m。", Described(title="N7", maker="诺维"))
    (status,) = shop.desk.status()
    assert (status.manual.language, status.editions[0].edition.language) == ("zh", "zh")
