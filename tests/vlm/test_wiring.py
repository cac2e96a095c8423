"""The model that the settings name; none by default, and a wrong one is named at the start."""

import json
from pathlib import Path

import pytest

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.settings import read_settings
from vlm.model import Deadline, Prompt, Sampling, Turn
from vlm.wiring import build_vlm


def test_there_is_no_model_by_default(tmp_path: Path) -> None:
    assert build_vlm(read_settings({}, tmp_path / "none.toml")) is None


def test_the_named_model_answers(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps(["Hold the power key."]), "utf-8")
    settings = read_settings({"KB_VLM_MODEL": "scripted", "KB_VLM_URL": str(script)}, tmp_path / "none.toml")
    model = build_vlm(settings)
    assert model is not None
    said = model.complete(Prompt((Turn("user", ("?",)),)), Sampling(), Deadline.after(5))
    assert said.text == "Hold the power key."


def test_a_model_that_cannot_work_is_named_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(PluginUnknown, match="openai_http"):
        build_vlm(read_settings({"KB_VLM_MODEL": "gpt"}, tmp_path / "none.toml"))
    with pytest.raises(SettingsInvalid, match="KB_VLM_NAME"):
        build_vlm(
            read_settings(
                {"KB_VLM_MODEL": "openai_http", "KB_VLM_URL": "http://127.0.0.1"}, tmp_path / "none.toml"
            )
        )


def test_a_key_is_not_printed(tmp_path: Path) -> None:
    assert "s3cret" not in repr(read_settings({"KB_VLM_KEY": "s3cret"}, tmp_path / "none.toml"))
