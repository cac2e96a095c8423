"""The model that the settings name; none by default, and a wrong one is named at the start."""

import json
from pathlib import Path

import pytest

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.settings import read_settings
from vlm.calibration import Calibration, write_calibration
from vlm.judge import Statement
from vlm.model import Deadline, Prompt, Sampling, Turn
from vlm.wiring import build_vlm, judge_of


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


def test_a_judge_s_temperatures_are_read_and_applied(tmp_path: Path) -> None:
    script, fitted = tmp_path / "script.json", tmp_path / "fitted.json"
    script.write_text(json.dumps(['[{"id":1,"verdict":"supported","sure":0.9}]']), "utf-8")
    settings = read_settings(
        {
            "KB_VLM_MODEL": "scripted",
            "KB_VLM_URL": str(script),
            "KB_VLM_NAME": "stub-vl",
            "KB_VLM_REVISION": "r1",
            "KB_VLM_JUDGE": "json_judge",
            "KB_VLM_JUDGE_CALIBRATION": str(fitted),
        },
        tmp_path / "none.toml",
    )
    write_calibration(fitted, Calibration({"json": 4.0}, "stub-vl@r1"))
    judge = judge_of(settings, build_vlm(settings))
    (judgement,) = judge.judge([Statement("Hold it.", ("Hold it.",))], Deadline.after(5))
    assert 0.4 < judgement.supported < 0.6
    write_calibration(fitted, Calibration({"json": 4.0}, "another@r1"))
    with pytest.raises(SettingsInvalid, match="another@r1"):
        judge_of(settings, None)


def test_a_checkpoint_is_not_loaded_a_second_time_for_the_judge(tmp_path: Path) -> None:
    given = {"KB_VLM_MODEL": "transformers_local", "KB_VLM_NAME": "folder", "KB_VLM_JUDGE": "decisions"}
    with pytest.raises(SettingsInvalid, match="second time"):
        judge_of(read_settings(given, tmp_path / "none.toml"), None)
