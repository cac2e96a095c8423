"""What a web UI cannot carry is said, what it answers amiss is named; real ones are in test_webui_gradio."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_sources.errors import (
    AnswerCut,
    AnswerEmpty,
    AnswerUnusable,
    ContextTooLong,
    ModelBusy,
    ModelMisconfigured,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
    SettingsInvalid,
)
from tests.vlm.model_server import ANSWER, ModelServer, gradio_events, model_server
from vlm.breaker import Breaker
from vlm.caller import Caller
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, Turn
from vlm.models.webui_predict import WebuiPredict, build
from vlm.vision_probe import picture_of

ASKED = Prompt((Turn("system", ("Quote.",)), Turn("user", (picture_of("FANTEM"), "What now?"))))
FAULTS: dict[str, type[ModelUnavailable]] = {
    "hang": ModelTimeout,
    "drip": ModelTimeout,
    "500": ModelUnavailable,
    "429": ModelBusy,
    "401": ModelMisconfigured,
    "html": AnswerUnusable,
    "cut_body": AnswerCut,
    "reset": ModelUnavailable,
    "too_long": ContextTooLong,
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        running.webui = "queue"
        yield running


def model_of(server: ModelServer, seconds: float = 0.1) -> WebuiPredict:
    caller = Caller("Qwen3-VL-WEBUI", breaker=Breaker(rest_s=5), patient_s=seconds)
    return WebuiPredict(ModelSettings(url=server.root), caller)


def sent(server: ModelServer) -> list[object]:
    data: list[object] = server.seen[-1]["data"]
    return data


@pytest.mark.parametrize("way", ["direct", "queue"])
def test_what_is_sent_is_the_body_of_the_web_ui(server: ModelServer, way: str) -> None:
    server.webui = "direct" if way == "direct" else "queue"
    model = model_of(server)
    for _ in range(2):
        said = model.complete(ASKED, Sampling(temperature=0.5, top_p=0.9, max_tokens=77), Deadline.after(5))
        assert (said.text, said.finish, said.model) == (ANSWER, "unknown", "Qwen3-VL-WEBUI")
    picture, *rest = sent(server)
    assert isinstance(picture, dict)
    assert picture["image"].startswith("data:image/png;base64,iVBOR")
    assert rest == ["Quote.\n\nWhat now?", 0.5, 0.9, 77]
    assert server.calls == (2 if way == "direct" else 3)  # it looks for the way once


def test_earlier_turns_are_written_out_with_their_roles(server: ModelServer) -> None:
    turns = (Turn("system", ("Be brief.",)), Turn("user", ("Dead.",)), Turn("assistant", ("Which one?",)))
    model_of(server).complete(Prompt((*turns, Turn("user", ("N7", "黑屏")))), Sampling(), Deadline.after(5))
    assert sent(server)[:2] == [
        None,
        "Be brief.\n\n[user]\nDead.\n\n[assistant]\nWhich one?\n\n[user]\nN7\n\n黑屏",
    ]


def test_a_second_picture_is_refused_and_nothing_is_sent(server: ModelServer) -> None:
    two = Prompt((Turn("user", (picture_of("ONE"), picture_of("TWO"), "?")),))
    with pytest.raises(ContextTooLong, match="one picture at a time, not 2"):
        model_of(server).complete(two, Sampling(), Deadline.after(5))
    assert server.calls == 0


@pytest.mark.parametrize("way", ["direct", "queue"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_named_error_in_time(server: ModelServer, fault: str, way: str) -> None:
    server.webui = "direct" if way == "direct" else "queue"
    server.fault, model = fault, model_of(server)
    begun, seconds = time.monotonic(), 0.3 if FAULTS[fault] is ModelTimeout else 5.0
    for _ in range(6):
        with pytest.raises((FAULTS[fault], ModelResting)):
            model.complete(ASKED, Sampling(), Deadline.after(seconds))
    assert time.monotonic() - begun < 6 * seconds + 10  # and what a busy machine takes
    assert server.calls <= 7


@pytest.mark.parametrize(
    ("events", "error"),
    [
        (b"event: error\ndata: null\n\n", ModelUnavailable),
        (b'event: error\ndata: {"error": "CUDA out of memory"}\n\n', ModelUnavailable),
        (
            b'event: error\ndata: "maximum context length is 100 tokens, you requested 900"\n\n',
            ContextTooLong,
        ),
        (b"event: heartbeat\ndata: null\n\n", AnswerCut),
        (gradio_events(ANSWER)[:-40], AnswerCut),
        (b'event: complete\ndata: ["  "]\n\n', AnswerEmpty),
        (b'event: complete\ndata: [{"no": "text"}]\n\n', AnswerUnusable),
        (b"event: complete\ndata: []\n\n", AnswerUnusable),
        (b"event: complete\ndata: {\n\n", AnswerUnusable),
        (b"event: complete\ndata: " + b"[" * 100_000 + b"\n\n", AnswerUnusable),
        (b"", AnswerCut),
    ],
)
def test_events_that_are_no_answer(server: ModelServer, events: bytes, error: type[ModelUnavailable]) -> None:
    server.body = events
    with pytest.raises(error):
        model_of(server).complete(ASKED, Sampling(), Deadline.after(5))


EVENT_LINES = (
    "event: complete", "event: generating", 'data: ["一"]', "data: null", "data:", ": note", "", "event",
)  # fmt: skip


@pytest.fixture
def steady(server: ModelServer) -> WebuiPredict:
    return WebuiPredict(ModelSettings(url=server.root), Caller("it", breaker=Breaker(failures=10_000)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(EVENT_LINES), max_size=8))
def test_whatever_the_events_it_is_an_answer_or_a_named_error(
    server: ModelServer, steady: WebuiPredict, lines: list[str]
) -> None:
    server.body = "\n".join(lines).encode()
    try:
        said = steady.complete(ASKED, Sampling(), Deadline.after(0.9))
    except ModelUnavailable as error:
        assert error.message
    else:
        assert isinstance(said, Completion)
        assert said.text == "一"


def test_a_full_queue_is_busy(server: ModelServer) -> None:
    server.fault, server.told = "503", b'{"detail": "Queue is full. Max size is 1 and size is 1."}'
    with pytest.raises(ModelBusy, match="queue"):
        model_of(server).complete(ASKED, Sampling(), Deadline.after(5))


def test_an_app_that_is_no_web_ui_is_the_operator_s_to_mend(server: ModelServer) -> None:
    server.webui, server.fault = "", "404"
    with pytest.raises(ModelMisconfigured, match="404"):
        model_of(server).complete(ASKED, Sampling(), Deadline.after(5))


def test_the_picture_is_sent_as_gradio_s_own_component_where_it_wants_that(server: ModelServer) -> None:
    server.body = b'event: error\ndata: {"error": "Expected a `ImageData | None`, but ..."}\n\n'
    with pytest.raises(ModelUnavailable, match="ImageData"):
        model_of(server).complete(ASKED, Sampling(), Deadline.after(5))
    assert "image" in server.seen[-2]["data"][0]
    assert server.seen[-1]["data"][0]["url"].startswith("data:image/png;base64,")
    assert json.dumps(server.seen[-1]["data"][1:]) == '["Quote.\\n\\nWhat now?", 0.0, 1.0, 1024]'


@pytest.mark.parametrize("url", ["", "127.0.0.1:7860", "file:///etc", "http://user:word@127.0.0.1:7860"])
def test_an_address_that_cannot_work_is_told_at_the_start(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="KB_VLM_URL"):
        build(ModelSettings(url=url))
