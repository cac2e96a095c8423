"""What is fetched, handed in and noted; the desk is a real one, the source scripted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.counter import Plain, plain
from ingest.desk import Described
from ingest.intake import Wanted, list_wanted, take_in
from ingest.stamps import Stamps
from kb_sources.errors import ManifestRejected, SettingsInvalid
from kb_sources.source import Fetched, SourceItem, SourceSettings, open_source

if TYPE_CHECKING:
    from tests.ingest.conftest import Shop


class Address:
    """A source with one file whose version is `stamp`."""

    def __init__(self, path: Path, stamp: str) -> None:
        self.path, self.stamp, self.sent = path, stamp, 0

    def items(self) -> Iterator[SourceItem]:
        yield SourceItem("http://a/n7", "n7")

    def fetch(self, item: SourceItem, stamp: str = "") -> AbstractContextManager[Fetched | None]:
        if stamp and stamp == self.stamp:
            return nullcontext(None)
        self.sent += 1
        return nullcontext(Fetched(self.path, "n7.pdf", self.stamp))


class Counter:
    """The desk of a shop, as the command line sees it."""

    def __init__(self, shop: Shop) -> None:
        self._desk = shop.desk

    def add(self, path: Path, name: str, described: Described, *, again: bool, beside: bool) -> Plain:
        receipt: Plain = plain(self._desk.add(path, name, described, again=again, beside=beside))
        return receipt

    def manual(self, manual_id: str) -> Plain:
        told: Plain = plain(self._desk.manual(manual_id))
        return told


@pytest.fixture
def address(shop: Shop) -> Address:
    return Address(shop.file("n7.pdf", "one\ntwo"), "v1")


@pytest.fixture
def take(shop: Shop, address: Address, tmp_path: Path):
    """take(again=False) → the receipt, the work done."""
    stamps = Stamps(tmp_path / "stamps", "s")
    object.__setattr__(shop.desk, "forget", stamps.forget)
    (item,) = address.items()

    def take(again: bool = False, work: bool = True) -> Plain:
        wanted = Wanted(address, item, Described(title="N7"))
        receipt = take_in(Counter(shop), stamps, wanted, again=again, beside=False)
        if work:
            shop.worker.work_off()
        return receipt

    return take


def test_what_has_not_changed_is_fetched_once(take, address: Address, shop: Shop) -> None:
    first, second = take(), take()
    assert (first["noop"], second["noop"], address.sent) == (False, True, 1)
    assert first["name"] == "n7.pdf"
    assert "not changed" in second["message"]
    assert (second["edition"], second["manual"]) == (first["edition"], first["manual"])
    assert take(again=True)["job"]
    assert address.sent == 2


def test_a_change_is_fetched_and_becomes_a_new_edition(take, address: Address, shop: Shop) -> None:
    take()
    address.stamp = "v2"
    address.path.write_text("one\nnew", "utf-8")
    assert not take()["noop"]
    assert shop.live_texts() == ["one new"]


def test_a_removed_manual_is_fetched_again(take, address: Address, shop: Shop) -> None:
    shop.desk.remove(take()["manual"])
    assert not take()["noop"]
    assert address.sent == 2


def test_what_was_not_read_to_the_end_is_fetched_again(take, address: Address, shop: Shop) -> None:
    take(work=False)
    assert not take()["noop"]
    assert shop.live_texts() == ["one two"]


def test_files_addresses_and_a_manifest_are_listed_without_fetching(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "m.csv").write_text(
        "file,title,products\na.pdf,Pump,P1;P2\nhttps://nowhere.example/c.pdf,Valve,V1\n"
    )
    wanted = list(
        list_wanted(
            ["http://nowhere.example/b.pdf", str(tmp_path / "a.pdf")],
            tmp_path / "m.csv",
            Described(maker="Acme"),
            lambda location: open_source(SourceSettings(location)),
        )
    )
    assert [w.item.name for w in wanted] == ["a.pdf", "c.pdf", "b.pdf", "a.pdf"]
    assert wanted[0].described == Described("Pump", "Acme", ("P1", "P2"))
    assert wanted[1].described == Described("Valve", "Acme", ("V1",))
    assert wanted[2].described == Described(maker="Acme")


def test_nothing_named_or_a_bad_manifest_stops_before_anything_is_fetched(tmp_path: Path) -> None:
    def unopened(location: str) -> Address:
        raise AssertionError(location)

    with pytest.raises(SettingsInvalid, match="Nothing to add"):
        list(list_wanted([], None, Described(), unopened))
    with pytest.raises(ManifestRejected):
        list(list_wanted(["x"], tmp_path / "missing.csv", Described(), unopened))
