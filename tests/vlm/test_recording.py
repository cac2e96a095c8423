"""What passed a recorder is answered again by its recording, errors included; pictures never leave."""

from __future__ import annotations

import base64
import errno
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_sources.errors import (
    ContextTooLong,
    ModelMisconfigured,
    ModelTimeout,
    ModelUnavailable,
    SettingsInvalid,
)
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, Turn, Usage
from vlm.models.recorded import build
from vlm.models.scripted import Line, Scripted
from vlm.recording import Recorder, read_recording
from vlm.vision_probe import picture_of

PICTURE = picture_of("FANTEM")
FULL = Completion("先断电。", "stop", Usage(7, 3), "Qwen3-VL-4B", "thinking")


def asked(text: str) -> Prompt:
    return Prompt(
        (Turn("system", ("Quote.",)), Turn("user", (PICTURE, text))), "test-1", '{"type": "object"}'
    )


def recorder(path: Path, *lines: Line) -> Recorder:
    return Recorder(Scripted(list(lines)), path)


def replayed(path: Path, prompt: Prompt, sampling: Sampling | None = None) -> Completion:
    return build(ModelSettings(url=str(path))).complete(prompt, sampling or Sampling(), Deadline.after(5))


def test_what_was_said_is_said_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "qwen.jsonl"
    recording = recorder(path, FULL, "Second.", "Third.")
    recording.complete(asked("one"), Sampling(), Deadline.after(5))
    *_, _last = recording.stream(asked("two"), Sampling(temperature=0.5), Deadline.after(5))
    recording.complete(asked("one"), Sampling(), Deadline.after(5))
    assert replayed(path, asked("one")) == FULL
    assert replayed(path, asked("two"), Sampling(temperature=0.5)).text == "Second."
    model = build(ModelSettings(url=f"file://{path}"))
    said = [model.complete(asked("one"), Sampling(), Deadline.after(5)).text for _ in range(3)]
    assert said == [FULL.text, "Third.", "Third."]


@pytest.mark.parametrize("stream", [False, True])
def test_an_error_is_replayed_as_what_it_was(tmp_path: Path, stream: bool) -> None:
    path = tmp_path / "r.jsonl"
    recording = recorder(path, ContextTooLong("900 tokens of at most 100", hint="Send less."))
    with pytest.raises(ContextTooLong):
        if stream:
            list(recording.stream(asked("x"), Sampling(), Deadline.after(5)))
        else:
            recording.complete(asked("x"), Sampling(), Deadline.after(5))
    with pytest.raises(ContextTooLong, match="900 tokens") as told:
        replayed(path, asked("x"))
    assert told.value.hint == "Send less."


@pytest.mark.parametrize(
    ("prompt", "sampling"),
    [
        (asked("other"), Sampling()),
        (asked("one"), Sampling(temperature=0.1)),
        (asked("one"), Sampling(max_tokens=9)),
        (Prompt(asked("one").turns, "test-1"), Sampling()),
        (Prompt((Turn("user", (picture_of("OTHERS"), "one")),), "test-1", asked("one").schema), Sampling()),
    ],
)
def test_anything_the_model_could_see_makes_another_request(
    tmp_path: Path, prompt: Prompt, sampling: Sampling
) -> None:
    path = tmp_path / "r.jsonl"
    recorder(path, "said").complete(asked("one"), Sampling(), Deadline.after(5))
    with pytest.raises(ModelMisconfigured, match="holds no answer to this request"):
        replayed(path, prompt, sampling)
    renamed = Prompt(asked("one").turns, "test-2", asked("one").schema)
    assert replayed(path, renamed).text == "said"  # the version is for people


def test_pictures_stand_as_digest_and_size(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    recorder(path, "said").complete(asked("one"), Sampling(), Deadline.after(5))
    text = path.read_text("utf-8")
    assert base64.b64encode(PICTURE.data).decode()[40:80] not in text
    part = json.loads(text)["request"]["turns"][1]["parts"][0]
    assert (part.keys(), part["width"]) == ({"picture", "kind", "width", "height"}, 768)


def test_threads_share_one(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    model = Recorder(Scripted(lambda prompt: str(prompt.turns[1].parts[1]) * 500), path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: model.complete(asked(f"q{n} "), Sampling(), Deadline.after(5)), range(40)))
    assert len(read_recording(path)) == 40
    assert replayed(path, asked("q7 ")).text.startswith("q7 q7")


def test_a_line_that_a_kill_cut_is_left_out_and_a_changed_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    recording = recorder(path, "said")
    recording.complete(asked("one"), Sampling(), Deadline.after(5))
    whole = path.read_text("utf-8")
    path.write_text(whole + whole[:50], "utf-8")
    assert replayed(path, asked("one")).text == "said"
    path.write_text(whole + whole.replace("Quote.", "Quote!"), "utf-8")
    with pytest.raises(SettingsInvalid, match="Line 2 of the recording"):
        read_recording(path)


@pytest.mark.parametrize("kind", ["FixciteError", "SettingsInvalid", "annotations", "__name__", "gone"])
def test_an_error_that_is_none_of_a_model_is_no_recording(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "r.jsonl"
    with pytest.raises(ModelUnavailable):
        recorder(path, ModelTimeout("late")).complete(asked("one"), Sampling(), Deadline.after(5))
    path.write_text(path.read_text("utf-8").replace("ModelTimeout", kind), "utf-8")
    with pytest.raises(SettingsInvalid, match="Line 1"):
        read_recording(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_whatever_stands_in_the_file_it_is_a_recording_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "strange.jsonl"
    path.write_text(text + "\n", "utf-8")
    with pytest.raises(SettingsInvalid):
        build(ModelSettings(url=str(path)))


def test_the_file_is_its_owner_s_alone_and_a_disk_that_is_full_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "r.jsonl"
    recording = recorder(path, FULL)
    recording.complete(asked("one"), Sampling(), Deadline.after(5))
    assert path.stat().st_mode & 0o777 == 0o600

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("vlm.recording._private", full)
    assert recording.complete(asked("two"), Sampling(), Deadline.after(5)) == FULL
    assert "No space left" in caplog.text
    assert len(read_recording(path)) == 1
