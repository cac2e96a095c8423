"""A model's server is shown a picture when the service starts, and what it makes of it is told."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from structlog.testing import CapturingLogger

from api import sight
from kb_sources.errors import ModelTimeout
from kb_sources.settings import Settings
from tests.vlm.model_server import ModelServer, model_server
from vlm import vision_probe
from vlm.model import ModelSettings, Picture, build_model
from vlm.models.scripted import Scripted


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    logger = CapturingLogger()
    monkeypatch.setattr(sight, "_log", logger)
    return logger


@pytest.mark.parametrize(
    ("said", "found", "level"), [("FANTEM", True, "info"), ("I see no picture.", False, "error")]
)
def test_what_it_reads_is_told(
    monkeypatch: pytest.MonkeyPatch, logs: CapturingLogger, said: str, found: bool, level: str
) -> None:
    monkeypatch.setattr(vision_probe, "random_word", lambda chance: "FANTEM")
    model = Scripted([said])
    assert sight.sees(model, "a-model") is found
    ((prompt, _),) = model.asked
    (picture,) = [part for part in prompt.turns[-1].parts if isinstance(part, Picture)]
    assert Image.open(io.BytesIO(picture.data)).size == (768, 128)
    assert [(call.method_name, call.kwargs["model"]) for call in logs.calls] == [(level, "a-model")]


def test_one_that_does_not_answer_is_no_blind_one(logs: CapturingLogger) -> None:
    assert sight.sees(Scripted([ModelTimeout("slow")]), "a-model") is None
    assert [call.method_name for call in logs.calls] == ["warning"]


def test_a_server_is_asked_once_and_nobody_else(server: ModelServer) -> None:
    model = build_model("openai_http", ModelSettings(name="stub-vl", url=server.url))
    asking = sight.look(Settings(vlm_model="openai_http", vlm_url=server.url, vlm_name="stub-vl"), model)
    assert asking is not None
    asking.join(30)
    assert server.calls == 1
    own = Scripted([])
    assert sight.look(Settings(vlm_model="scripted", vlm_url="script.json"), own) is None
    assert sight.look(Settings(), None) is None
    assert own.asked == []
