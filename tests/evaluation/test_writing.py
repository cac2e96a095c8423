"""Places for results are tried before anything is asked, and left as they were."""

from pathlib import Path

import pytest

from evaluation.writing import writable_file, writable_folder
from kb_sources.errors import SettingsInvalid


def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    assert writable_folder(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    assert writable_file(tmp_path / "c" / "d.svg") == tmp_path / "c" / "d.svg"
    kept = tmp_path / "kept.svg"
    kept.write_text("drawn", "utf-8")
    writable_file(kept)
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_text("utf-8") == "drawn"


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/x", "/proc/x/y"])
def test_a_place_where_nothing_can_be_written_is_a_wrong_option(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(SettingsInvalid, match=r"Nothing can be written into.*--here"):
        writable_folder(tmp_path / place, "--here")
    with pytest.raises(SettingsInvalid, match="--here"):
        writable_file(tmp_path / place / "name.svg", "--here")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="cannot be written"):
        writable_file(tmp_path)
