"""What every model behind vlm/models must do, whichever it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kb_sources.errors import ModelTimeout, SettingsInvalid
from kb_sources.plugins import load, names
from tests.miniature import ASKED
from tests.vlm.model_server import ANSWER, model_server
from vlm.model import Completion, Deadline, ModelSettings, Sampling, VisionModel
from vlm.models.scripted import Scripted
from vlm.models.webui_predict import WebuiPredict
from vlm.recording import Recorder

MODELS = names("vlm.models")
Opener = Callable[..., VisionModel]


@pytest.fixture
def openers(
    tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[dict[str, Callable[[], ModelSettings]]]:
    """How each model is reached when it answers ANSWER. A new model needs a line here."""
    script = tmp_path / "script.json"
    script.write_text(json.dumps([ANSWER]), "utf-8")
    recording = tmp_path / "recording.jsonl"
    Recorder(Scripted([ANSWER]), recording).complete(ASKED, Sampling(), Deadline.after(10))
    with model_server() as server, model_server() as webui:
        webui.webui = "queue"
        yield {
            "scripted": lambda: ModelSettings(url=str(script)),
            "openai_http": lambda: ModelSettings(name="stub-vl", url=server.url),
            "recorded": lambda: ModelSettings(url=str(recording)),
            "transformers_local": lambda: ModelSettings(name=str(request.getfixturevalue("miniature"))),
            "webui_predict": lambda: ModelSettings(url=webui.root),
        }


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest, openers: dict[str, Callable[[], ModelSettings]]) -> VisionModel:
    made: VisionModel = load("vlm.models", request.param).build(openers[request.param]())
    return made


def test_it_answers_whole(model: VisionModel) -> None:
    completion = model.complete(ASKED, Sampling(), Deadline.after(10))
    assert completion.text == ANSWER
    # Gradio does not tell why an answer ended.
    assert completion.finish == ("unknown" if isinstance(model, WebuiPredict) else "stop")
    assert completion.model


def test_the_last_thing_it_streams_is_the_completion(model: VisionModel) -> None:
    *pieces, last = model.stream(ASKED, Sampling(), Deadline.after(10))
    assert isinstance(last, Completion)
    assert last.text == ANSWER
    assert len(pieces) > 3
    assert "".join(str(piece) for piece in pieces) == ANSWER


def test_no_time_is_a_timeout(model: VisionModel) -> None:
    with pytest.raises(ModelTimeout):
        model.complete(ASKED, Sampling(), Deadline.after(0))
    with pytest.raises(ModelTimeout):
        list(model.stream(ASKED, Sampling(), Deadline.after(0)))


def test_a_stream_nobody_reads_on_hurts_nobody(model: VisionModel) -> None:
    for _ in range(5):
        stream: Any = model.stream(ASKED, Sampling(), Deadline.after(10))
        assert next(stream)
        stream.close()
    assert model.complete(ASKED, Sampling(), Deadline.after(10)).text == ANSWER


def test_many_may_ask_at_once(model: VisionModel) -> None:
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: model.complete(ASKED, Sampling(), Deadline.after(20)).text, range(24)))
    assert set(said) == {ANSWER}


@pytest.mark.parametrize("name", MODELS)
def test_settings_that_cannot_work_are_told_at_the_start(name: str) -> None:
    with pytest.raises(SettingsInvalid):
        load("vlm.models", name).build(ModelSettings(name="m", url="nowhere at all"))
