"""The model that the settings name; none by default, and a wrong one is named at the start."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.settings import read_settings
from tests.miniature import ASKED
from tests.vlm.model_server import ANSWER
from vlm.calibration import Calibration, write_calibration
from vlm.checkpoints import load_checkpoint
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


def test_the_judge_asks_the_checkpoint_that_answers(miniature: Path, tmp_path: Path) -> None:
    """What a miniature decides is worth nothing; that it is loaded once and can do both is shown."""
    given = {
        "KB_VLM_MODEL": "transformers_local",
        "KB_VLM_NAME": str(miniature),
        "KB_VLM_JUDGE": "decisions",
        "KB_VLM_RECORDING": str(tmp_path / "said.jsonl"),
    }
    settings = read_settings(given, tmp_path / "none.toml")
    model = build_vlm(settings)
    assert model is not None
    judge = judge_of(settings, model)
    with (
        patch("vlm.models.transformers_local.load_checkpoint", wraps=load_checkpoint) as loaded,
        patch("vlm.judges.decisions.load_checkpoint", side_effect=AssertionError("a second one")),
        ThreadPoolExecutor(4) as pool,
    ):
        asked = [Statement("Hold it.", ("Hold it.",))] * 2
        judged = [pool.submit(judge.judge, asked, Deadline.after(60)) for _ in range(3)]
        said = [pool.submit(model.complete, ASKED, Sampling(), Deadline.after(60)) for _ in range(3)]
        assert all(len(each.result()) == 2 for each in judged)
        assert {each.result().text for each in said} == {ANSWER}
    assert loaded.call_count == 1
