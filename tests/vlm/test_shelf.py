"""A miniature is built once, whoever asks at the same time; a builder that fails leaves nothing behind."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.miniature import ASKED
from vlm.miniature.lessons import Lesson
from vlm.miniature.shelf import fetch, name_of
from vlm.model import Turn


def test_two_who_ask_at_once_get_the_one_that_was_built(tmp_path: Path) -> None:
    built: list[str] = []

    def make(folder: Path) -> None:
        built.append(threading.current_thread().name)
        time.sleep(0.05)
        (folder / "config.json").write_text("{}")

    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(lambda _: fetch(tmp_path / "shelf", "abc", make), range(4)))
    assert set(folders) == {tmp_path / "shelf" / "abc"}
    assert len(built) == 1
    assert (folders[0] / "config.json").is_file()


def test_a_builder_that_fails_leaves_nothing_that_could_be_found(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "config.json").write_text("{}")
        raise RuntimeError("not fitted")

    with pytest.raises(RuntimeError, match="not fitted"):
        fetch(tmp_path, "abc", fail)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_other_lessons_have_another_name() -> None:
    lesson = Lesson(ASKED, "Unplug it.")
    other_words = replace(ASKED, turns=(*ASKED.turns, Turn("user", ("And then?",))))
    names = {
        name_of(x)
        for x in ([], [lesson], [replace(lesson, answer="Unplug it!")], [Lesson(other_words, "Unplug it.")])
    }
    assert len(names) == 4
    assert name_of([lesson]) == name_of([Lesson(ASKED, "Unplug it.")])
