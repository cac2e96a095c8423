"""Without weights it says so; with a model it leaves a report and a recording that answers the same again."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer

from evaluation import verify_qwen
from evaluation.verify_qwen import chosen, command, title_of
from kb_sources.errors import SettingsInvalid
from kb_sources.settings import Settings, read_settings
from vlm.describing import Description, as_described
from vlm.judge import Statement
from vlm.model import Completion, Deadline, ModelSettings, Picture, Prompt, Sampling, Turn
from vlm.models import scripted
from vlm.models.recorded import build as replay
from vlm.models.scripted import Scripted
from vlm.recording import read_recording
from vlm.vision_probe import picture_of, random_word

NAME = "tiny/Qwen3-VL"


def settings(tmp_path: Path, **more: str) -> Settings:
    return read_settings(
        {f"KB_{name.upper()}": value for name, value in more.items()}, tmp_path / "none.toml"
    )


def test_without_weights_it_says_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"real weights.*KB_VLM_NAME.*KB_VLM_URL.*docs/serving.md"):
        chosen(settings(tmp_path))


def test_an_address_means_a_server_and_a_name_alone_a_checkpoint(tmp_path: Path) -> None:
    assert chosen(settings(tmp_path, vlm_url="http://h", vlm_name="x")).vlm_model == "openai_http"
    assert chosen(settings(tmp_path, vlm_name="/models/x")).vlm_model == "transformers_local"
    assert (
        chosen(settings(tmp_path, vlm_model="webui_predict", vlm_url="http://h")).vlm_model == "webui_predict"
    )


def test_the_title_is_the_model_and_its_revision(tmp_path: Path) -> None:
    assert title_of(settings(tmp_path, vlm_name=NAME, vlm_revision="abc")) == f"{NAME}@abc"
    assert title_of(settings(tmp_path, vlm_name=str(tmp_path))) == f"{tmp_path.name}@unnamed"


def test_a_use_nobody_knows_is_refused() -> None:
    with pytest.raises(SettingsInvalid, match="vision, pages, photos, answers, statements"):
        command(only=["dance"])


def _says(prompt: Prompt) -> str:
    if prompt.version == "probe-1":
        return random_word(random.Random(NAME))
    if prompt.version == "describe-1":
        return as_described([Description("A phone with a dark screen.", ("NORVIK", "N7"), (), "黑屏")])
    return json.dumps([{"id": n, "verdict": "supported", "sure": 0.9} for n in (1, 2, 3)])


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    made = Scripted(_says)
    monkeypatch.setattr(scripted, "build", lambda _: made)
    return made


def test_a_report_and_a_recording_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"data": str(tmp_path / "var"), "vlm_model": "scripted", "vlm_name": NAME}.items():
        monkeypatch.setenv(f"KB_{name.upper()}", value)
    monkeypatch.setattr(verify_qwen, "sample_photos", lambda service, truth: _photos())
    with pytest.raises(typer.Exit) as ended:
        command(out=tmp_path / "out", only=["vision", "photos", "statements"], limit=3)
    assert ended.value.exit_code == 0
    page = (tmp_path / "out" / "tiny--Qwen3-VL@unnamed.md").read_text("utf-8")
    assert page in capsys.readouterr().out
    assert "Passed: a word drawn in a picture was read." in page
    assert re.search(r"black-phone.jpg \| en \| \d+% \| 黑屏 \| A phone with a dark screen.", page)
    assert re.findall(r"## Statements judged \((.*)\)", page) == ["decisions", "json_judge"]
    assert "KB_VLM_JUDGE=decisions needs a model" not in page  # its name is known
    assert "| translation | yes | 1 | 100% |" in page
    assert "### describe-1" in page and "[picture 768x128]" in page
    recording = tmp_path / "out" / "tiny--Qwen3-VL@unnamed.jsonl"
    entries = read_recording(recording)
    assert len(entries) == len(model.asked)
    again = replay(ModelSettings(url=str(recording)))
    for prompt, sampling in model.asked:
        assert again.complete(prompt, sampling, Deadline.after(5)).text == _says(prompt)
    assert "KB_" not in recording.read_text("utf-8")
    assert json.loads(recording.read_text("utf-8").splitlines()[0])["version"] == "probe-1"


def test_a_server_is_asked_for_decisions_too(tmp_path: Path) -> None:
    chosen_ = settings(tmp_path, vlm_url="http://127.0.0.1:9/v1", vlm_name=NAME)
    cases = [verify_qwen.verification.Judged("digit", Statement("0.3 N·m", ("0.2 N·m",)), False)]
    decided, written = verify_qwen.judged(chosen_, Scripted(_says), cases, 0.5, lambda *_: None)
    assert (decided.name, decided.failed) == ("Statements judged (decisions)", 1)  # nothing answers there
    assert "Not shown" not in decided.text
    assert (written.name, written.failed) == ("Statements judged (json_judge)", 0)


def test_a_run_that_breaks_off_leaves_the_old_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Scripted
) -> None:
    for name, value in {"data": str(tmp_path / "var"), "vlm_model": "scripted", "vlm_name": NAME}.items():
        monkeypatch.setenv(f"KB_{name.upper()}", value)
    old = tmp_path / "tiny--Qwen3-VL@unnamed.jsonl"
    old.write_text("old\n", "utf-8")

    def breaks_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verify_qwen, "sample_photos", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        command(out=tmp_path, only=["vision", "photos"])
    assert model.asked
    assert old.read_text("utf-8") == "old\n"


def _photos() -> list[verify_qwen.SamplePhoto]:
    return [verify_qwen.SamplePhoto("black-phone.jpg", picture_of("NORVIK"), ("NORVIK", "N7"), "en")]


def test_a_model_that_does_not_see_is_asked_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = Scripted(["I see no picture."])
    monkeypatch.setattr(scripted, "build", lambda _: blind)
    for name, value in {"data": str(tmp_path / "var"), "vlm_model": "scripted", "vlm_name": NAME}.items():
        monkeypatch.setenv(f"KB_{name.upper()}", value)
    with pytest.raises(typer.Exit) as ended:
        command(out=tmp_path)
    assert ended.value.exit_code == 1
    assert len(blind.asked) == 1


def test_a_long_transcript_is_cut_and_an_error_is_told(tmp_path: Path) -> None:
    from kb_sources.errors import ModelTimeout
    from vlm.recording import Recorder

    said: Sequence[scripted.Line] = ["x" * 4000, ModelTimeout("late")]
    recorder = Recorder(Scripted(said), tmp_path / "r.jsonl")
    picture: Picture = picture_of("A")
    recorder.complete(Prompt((Turn("user", (picture, "y" * 4000)),), "a-1"), Sampling(), Deadline.after(5))
    with pytest.raises(ModelTimeout):
        recorder.complete(Prompt((Turn("user", ("b",)),), "b-1"), Sampling(), Deadline.after(5))
    page = verify_qwen.written(
        "m", [verify_qwen.Part("One", "text", 2)], read_recording(tmp_path / "r.jsonl")
    )
    assert "(4000 characters)" in page and len(page) < 5000
    assert "ModelTimeout: late" in page and "2 not answered." in page
    assert isinstance(Completion("x"), Completion)
