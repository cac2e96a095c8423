"""POST /ask while the model's server is at its worst: a checked answer in time, never a 500, few calls."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.running import Running
from tests.api.bench import Bench, hit, photo
from tests.vlm.model_server import ModelServer, model_server
from vlm.breaker import Breaker
from vlm.caller import Caller
from vlm.drafters.extractive import ExtractiveDrafter
from vlm.model import ModelSettings
from vlm.models.openai_http import OpenAIHttp

HOLD = "Hold the power key for 12 seconds."
PIXEL = "iVBORw0KGgo="
SLOW = ("slow", "drip", "hang")
QUICK = (
    "500", "429", "broken_json", "cut_stream", "cut_body", "empty", "wrong_type", "html", "too_long", "reset",
    "401", "503", "down",
)  # fmt: skip
# Faults of one request: each costs one call, for the server may well answer the next one.
OF_THE_REQUEST = {"429", "empty", "too_long", "wrong_type", "401"}


class Client(Protocol):
    def __call__(self, seconds: float, rest_s: float = 60.0) -> TestClient: ...


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def client(running: Running, service: Any, server: ModelServer, tmp_path: Path) -> Iterator[Client]:
    """Opens the service over that server, with a deadline in seconds and a breaker that rests so long."""
    opened: list[TestClient] = []

    def open_(seconds: float, rest_s: float = 60.0) -> TestClient:
        caller = Caller("stub-vl", breaker=Breaker(rest_s=rest_s), patient_s=0.1)
        model = OpenAIHttp(ModelSettings(name="stub-vl", url=server.url), caller)
        bench = Bench(tmp_path, model)
        bench.drafter = ExtractiveDrafter()
        bench.finder.hits = [hit("N7", HOLD)]
        bench.photos = {b"\x89PNG\r\n\x1a\n": photo(jpeg=b"jpeg", width=640, height=480)}
        bench.patience_s = seconds
        service.ask = bench.ask
        test_client = TestClient(
            create_app(running), base_url="http://127.0.0.1", raise_server_exceptions=False
        )
        opened.append(test_client.__enter__())
        ready_by = time.monotonic() + 60
        while opened[-1].get("/health/ready").status_code != 200:
            assert time.monotonic() < ready_by, "the service never became ready"
            time.sleep(0.01)
        return opened[-1]

    yield open_
    for each in opened:
        each.__exit__(None, None, None)


def ask(
    client: TestClient, number: int, *, with_photo: bool = False, stream: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """The answer, in turn zh and en, and the events where it is streamed."""
    body: dict[str, Any] = {"question": ("N7 无法开机", "my N7 does not start")[number % 2]}
    if with_photo:
        body["photos"] = [{"data": PIXEL}]
    accept = {"Accept": "text/event-stream"} if stream else {}
    response = client.post("/ask", json=body, headers=accept)
    assert response.status_code == 200, response.text
    if not stream:
        return response.json(), []
    events = [e.split("\n") for e in response.text.split("\n\n") if e.startswith("event:")]
    assert events[-1][0] == "event: answer", response.text
    return json.loads(events[-1][1].removeprefix("data: ")), [e[0] for e in events]


@pytest.mark.parametrize("fault", [*SLOW, *QUICK])
def test_the_client_gets_a_checked_answer_in_time(
    client: Client, server: ModelServer, fault: str, pytestconfig: pytest.Config
) -> None:
    seconds = 0.5 if fault in SLOW else 4.0
    if fault == "down":
        server.shutdown()
        server.server_close()
    server.fault = fault
    asking = client(seconds)
    requests = pytestconfig.getoption("--faults", 10)
    for number in range(requests):
        begun = time.monotonic()
        # A server that talks of other things does describe a photo, if badly: that is a call of its own.
        with_photo = number % 3 == 0 and fault != "wrong_type"
        answer, events = ask(asking, number, with_photo=with_photo, stream=number % 5 == 4)
        assert time.monotonic() - begun < seconds + 10  # and what a busy machine takes
        assert (answer["action"], answer["mode"]) == ("answer", "extractive")
        assert all(claim["verdict"]["supported"] for claim in answer["claims"])
        assert HOLD in answer["text"]
        words = "could not be used" if answer["language"] == "en" else "暂时无法使用"
        assert words in answer["text"]
        assert "vlm" not in answer
        if events:
            assert events.index("event: claim") > events.index("event: status")
    assert server.calls <= 1.2 * requests
    if fault not in OF_THE_REQUEST:
        assert server.calls <= 0.6 * requests, "the breaker opened"


def test_the_breaker_closes_and_the_model_writes_again(client: Client, server: ModelServer) -> None:
    asking = client(4.0, rest_s=1.0)
    server.fault = "500"
    for number in range(4):
        ask(asking, number)
    server.fault = ""
    claim = {
        "kind": "step",
        "text": "Press the power key for 12 seconds.",
        "sources": [{"id": "S1", "quote": HOLD}],
    }
    server.answer = json.dumps({"claims": [claim]})
    time.sleep(1.1)
    answer, _ = ask(asking, 1)
    assert (answer["mode"], answer["vlm"]["name"]) == ("generated", "stub-vl")
    assert "Press the power key for 12 seconds. [1]" in answer["text"]


def test_a_context_that_is_too_long_is_told_once_and_then_kept_to(
    client: Client, server: ModelServer
) -> None:
    server.fault = "too_long"
    asking = client(4.0)
    ask(asking, 1)
    server.fault = ""
    server.answer = json.dumps({"claims": [{"text": HOLD, "source": "S1", "quote": HOLD}]})
    assert ask(asking, 1)[0]["mode"] == "generated"
