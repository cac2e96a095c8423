from __future__ import annotations

from pathlib import Path

import pytest

from ingest.stamps import Stamp, Stamps

V1 = Stamp('{"etag": "v1"}', "e" * 64, "man_1")


def test_a_note_is_found_by_its_address_and_scope_alone(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path, "default/1")
    assert stamps.known("http://a/b") is None
    stamps.note("http://a/b", V1)
    assert Stamps(tmp_path, "default/1").known("http://a/b") == V1
    assert stamps.known("http://a/c") is None
    assert Stamps(tmp_path, "default/2").known("http://a/b") is None


def test_a_later_note_replaces_the_first(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path, "s")
    stamps.note("x", V1)
    stamps.note("x", Stamp("v2", "f" * 64, "man_1"))
    assert stamps.known("x") == Stamp("v2", "f" * 64, "man_1")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_removed_edition_leaves_no_note_in_any_scope_and_no_address_is_kept(tmp_path: Path) -> None:
    for scope in ("one", "two"):
        Stamps(tmp_path, scope).note("http://a/b?key=secret", V1)
    Stamps(tmp_path, "one").note("other", Stamp("v", "f" * 64, "man_1"))
    assert all("secret" not in f.read_text() + f.name for f in tmp_path.iterdir())
    Stamps(tmp_path, "one").forget("e" * 64)
    assert len(list(tmp_path.iterdir())) == 1
    Stamps(tmp_path / "nothing", "one").forget("e" * 64)


@pytest.mark.parametrize("damage", ["", "[]", "{}", "7", '{"stamp": 1', "\xff"])
def test_a_damaged_note_is_none(tmp_path: Path, damage: str) -> None:
    stamps = Stamps(tmp_path, "s")
    stamps.note("x", V1)
    (file,) = tmp_path.iterdir()
    file.write_text(damage, "latin-1")
    assert stamps.known("x") is None
    stamps.forget("e" * 64)
