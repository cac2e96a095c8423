"""What a path or address leads to, names of files, what only a folder does; the rest is the contract's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.connectors.folder import FolderSource
from kb_sources.connectors.http import HttpSource
from kb_sources.errors import SettingsInvalid, SourceUnavailable
from kb_sources.source import SourceSettings, file_name, open_source


def test_a_folder_is_walked_in_a_stable_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.pdf", "sub/a.PDF", ".hidden/c.pdf", "firmware.bin", "notes.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode())
    source = open_source(SourceSettings(str(tmp_path)))
    assert [i.name for i in source.items()] == ["b.pdf", "notes.md", "a.PDF"]


def test_one_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "manual.bin"
    file.write_bytes(b"x")
    assert [i.name for i in open_source(SourceSettings(str(file))).items()] == ["manual.bin"]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    for location in (tmp_path / "missing", tmp_path):
        with pytest.raises(SourceUnavailable):
            list(open_source(SourceSettings(str(location))).items())


def test_the_scheme_chooses_the_connector() -> None:
    for location, kind in (
        ("manuals/n7.pdf", FolderSource),
        ("HTTPS://norvik.example/n7.pdf", HttpSource),
        ("http://norvik.example/n7.pdf", HttpSource),
    ):
        assert isinstance(open_source(SourceSettings(location)), kind)
    for location in ("ftp://norvik.example/n7.pdf", "file:///etc/passwd", "://x"):
        with pytest.raises(SettingsInvalid, match="cannot be fetched"):
            open_source(SourceSettings(location))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("n7.pdf", "n7.pdf"),
        ("维修手册.pdf", "维修手册.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\manuals\\n7.pdf", "n7.pdf"),
        (".bashrc", "bashrc"),
        ("a\r\nb\u202epdf.exe", "abpdf.exe"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("..", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_a_strangers_file_name_is_made_plain(sent: str, kept: str) -> None:
    assert file_name(sent, "otherwise") == kept


@given(st.text())
def test_a_file_name_is_safe_whatever_was_sent(sent: str) -> None:
    name = file_name(sent, "otherwise")
    assert 0 < len(name) <= 200
    assert name.isprintable() and not name.startswith(".") and not set(name) & set("/\\")
    assert file_name(name, "otherwise") == name
