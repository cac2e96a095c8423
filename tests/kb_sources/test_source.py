"""The folder source keeps the promises of a Source; more connectors join the same suite by being a file."""

from pathlib import Path

import pytest

from kb_sources.connectors import folder
from kb_sources.errors import SourceUnavailable
from kb_sources.source import Source


def test_a_folder_is_walked_in_a_stable_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.pdf", "sub/a.PDF", ".hidden/c.pdf", "firmware.bin", "notes.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode())
    source: Source = folder.build(str(tmp_path))
    items = list(source.items())
    assert [i.name for i in items] == ["b.pdf", "notes.md", "a.PDF"]
    with source.fetch(items[0]) as path:
        assert path.read_bytes() == b"b.pdf"


def test_one_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "manual.bin"
    file.write_bytes(b"x")
    assert [i.name for i in folder.build(str(file)).items()] == ["manual.bin"]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    for location in (tmp_path / "missing", tmp_path):
        with pytest.raises(SourceUnavailable):
            list(folder.build(str(location)).items())
