"""Deadlines run down and models are found by their name."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from kb_sources.errors import PluginUnknown
from vlm.model import Deadline, ModelSettings, Prompt, Sampling, Turn, build_model


def test_a_deadline_runs_down_to_nothing() -> None:
    deadline = Deadline.after(0.05)
    assert 0 < deadline.left <= 0.05
    time.sleep(0.06)
    assert deadline.left == 0


def test_a_model_is_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "script.json").write_text(json.dumps(["断电。", "Done."]), "utf-8")
    model = build_model("scripted", ModelSettings(url=str(tmp_path / "script.json")))
    asked = Prompt((Turn("user", ("?",)),))
    said = [model.complete(asked, Sampling(), Deadline.after(5)).text for _ in range(3)]
    assert said == ["断电。", "Done.", "Done."]


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(PluginUnknown, match="openai_http"):
        build_model("oracle", ModelSettings())
