"""A checkpoint is loaded once, when first used, made ready where it is a Qwen3-VL, and refused by name."""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from kb_sources.errors import PluginUnknown, SettingsInvalid
from retrieval.checkpoint import Checkpoint, model_type, require


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Stands in for sentence_transformers; `made` lists what was loaded with what."""
    module = ModuleType("sentence_transformers")
    module.made = []  # type: ignore[attr-defined]

    def make(name: str, revision: str | None) -> object:
        time.sleep(0.02)
        if "gone" in name:
            raise OSError("no such folder")
        module.made.append((name, revision))  # type: ignore[attr-defined]
        return object()

    module.CrossEncoder = make  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    return module


def test_it_is_loaded_once_however_many_threads_ask(library: ModuleType) -> None:
    checkpoint = Checkpoint("CrossEncoder", "some/model", "abc", "KB_X")
    assert library.made == []
    with ThreadPoolExecutor(8) as pool:
        loaded = set(pool.map(lambda _: checkpoint.load(), range(8)))
    assert len(loaded) == 1
    assert library.made == [("some/model", "abc")]


@pytest.mark.parametrize(("kind", "prepared"), [("qwen3_vl", 1), ("bert", 0), (None, 1)])
def test_a_qwen3_vl_is_made_ready_and_what_may_be_one(
    library: ModuleType, tmp_path: Path, kind: str | None, prepared: int
) -> None:
    if kind:
        (tmp_path / "config.json").write_text(json.dumps({"model_type": kind}))
    called = threading.Semaphore(0)
    checkpoint = Checkpoint("CrossEncoder", str(tmp_path), "", "KB_X", called.release)
    checkpoint.load()
    checkpoint.load()
    assert called._value == prepared
    assert library.made == [(str(tmp_path), None)]


def test_what_is_not_there_names_the_setting_and_may_come_later(library: ModuleType) -> None:
    with pytest.raises(SettingsInvalid, match=r"'gone' cannot be loaded: no such folder.*KB_X"):
        Checkpoint("CrossEncoder", "gone", "", "KB_X").load()


@pytest.mark.parametrize("text", [None, "", "{", "[]", '"qwen3_vl"', "{}", "\xff"])
def test_a_folder_without_a_config_is_of_no_type(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "config.json").write_bytes(text.encode("latin-1"))
    assert model_type(str(tmp_path)) == ""


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PluginUnknown, match=r"reranker.*fixcite\[local\]"):
        require("reranker")
