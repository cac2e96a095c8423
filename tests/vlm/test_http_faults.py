"""A model's server at its worst: a named error in time, few calls, and no storm of retries."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from kb_sources.errors import (
    AnswerCut,
    AnswerEmpty,
    AnswerUnusable,
    ContextTooLong,
    EngineFault,
    ModelBusy,
    ModelMisconfigured,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
    PhotoRejected,
)
from tests.vlm.model_server import ANSWER, ModelServer, completion, model_server
from vlm.breaker import Breaker, RetryBudget
from vlm.caller import Caller
from vlm.model import Completion, Deadline, ModelSettings, Picture, Prompt, Sampling, Turn
from vlm.models.openai_http import OpenAIHttp, build
from vlm.pixels import tokens_of
from vlm.vision_probe import picture_of

SECRET = "sk-never-shown"
ASKED = Prompt((Turn("user", ("What now?",)),))
# Faults that take all the time there is get little; the others answer at once, and time is left to ask again.
SLOW = {"slow", "drip", "hang"}
ERRORS: dict[str, type[ModelUnavailable]] = {
    "slow": ModelTimeout,
    "drip": ModelTimeout,
    "hang": ModelTimeout,
    "500": ModelUnavailable,
    "429": ModelBusy,
    "broken_json": AnswerUnusable,
    "cut_stream": AnswerCut,
    "cut_body": AnswerCut,
    "empty": AnswerEmpty,
    "html": AnswerUnusable,
    "too_long": ContextTooLong,
    "reset": ModelUnavailable,
}
# Faults of one request, not of the server: each costs one call, and the next request may well succeed.
OF_THE_REQUEST = {"429", "empty", "too_long"}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def model_of(server: ModelServer, **more: object) -> OpenAIHttp:
    breaker = more.get("breaker") or Breaker(rest_s=0.2, longest_rest_s=0.5)
    assert isinstance(breaker, Breaker)
    budget = more.get("budget")
    budget = budget if isinstance(budget, RetryBudget) else None
    caller = Caller("stub-vl", SECRET, breaker=breaker, budget=budget, patient_s=0.1)
    return OpenAIHttp(ModelSettings(name="stub-vl", url=server.url), caller)


def time_for(fault: str) -> float:
    """Seconds until the deadline."""
    return 0.25 if fault in SLOW else 4.0


def outcome(model: OpenAIHttp, seconds: float, *, stream: bool = False) -> Completion | ModelUnavailable:
    """What a request comes to, in no more than its deadline and a moment of a busy machine."""
    begun = time.monotonic()
    try:
        deadline = Deadline.after(seconds)
        if stream:
            *_, last = model.stream(ASKED, Sampling(), deadline)
            assert isinstance(last, Completion)
            return last
        return model.complete(ASKED, Sampling(), deadline)
    except ModelUnavailable as error:
        assert error.message
        assert SECRET not in str(error)
        return error
    finally:
        assert time.monotonic() - begun < seconds + 1.5


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("fault", ERRORS)
def test_a_fault_is_a_named_error_in_time_and_no_storm(
    server: ModelServer, fault: str, stream: bool, pytestconfig: pytest.Config
) -> None:
    model = model_of(server, breaker=Breaker(rest_s=1.0, longest_rest_s=5))
    server.fault = fault
    requests = pytestconfig.getoption("--faults", 10)
    came = [outcome(model, time_for(fault), stream=stream) for _ in range(requests)]
    assert isinstance(came[0], ERRORS[fault])
    assert all(isinstance(each, ERRORS[fault] | ModelResting) for each in came)
    assert server.calls <= 1.2 * requests
    if fault not in OF_THE_REQUEST:
        assert any(isinstance(each, ModelResting) for each in came)
        assert server.calls <= 0.6 * requests


@pytest.mark.parametrize("fault", sorted(set(ERRORS) - OF_THE_REQUEST))
def test_the_breaker_opens_and_closes(server: ModelServer, fault: str) -> None:
    breaker = Breaker(rest_s=0.5, longest_rest_s=0.5)
    model = model_of(server, breaker=breaker)
    server.fault = fault
    for _ in range(4):
        outcome(model, time_for(fault))
    assert breaker.state == "open"
    calls = server.calls
    assert isinstance(outcome(model, time_for(fault)), ModelResting)
    assert server.calls == calls
    server.fault = ""
    time.sleep(0.55)
    assert breaker.state == "half-open"
    assert isinstance(outcome(model, 5), Completion)
    assert breaker.state == "closed"


def test_a_server_that_is_not_there(server: ModelServer) -> None:
    model = model_of(server)
    server.shutdown()
    server.server_close()
    error = outcome(model, 1)
    assert type(error) is ModelUnavailable
    assert "cannot be reached" in error.message


def test_a_wrong_content_type_is_read_all_the_same(server: ModelServer) -> None:
    server.fault = "wrong_type"
    said = outcome(model_of(server), 5)
    assert isinstance(said, Completion)
    assert said.text == ANSWER


def test_a_fault_that_passes_is_asked_again_where_the_budget_allows(server: ModelServer) -> None:
    budget = RetryBudget(share=1.0)
    model = model_of(server, budget=budget)
    server.fault = "500"
    outcome(model, 0.5)
    assert server.calls == 1  # a second attempt is not worth it in the time that is left
    outcome(model, 3)
    assert server.calls == 3
    outcome(model_of(server), 3)
    assert server.calls == 4  # a fresh budget allows none


def test_retry_after_is_kept_to(server: ModelServer) -> None:
    server.fault, server.headers = "429", {"Retry-After": "1"}
    budget = RetryBudget(share=1.0)
    begun = time.monotonic()
    error = outcome(model_of(server, budget=budget), 5)
    assert time.monotonic() - begun >= 1
    assert server.calls == 2
    assert isinstance(error, ModelBusy)
    assert error.retry_after == 1
    server.headers = {"Retry-After": "60"}
    outcome(model_of(server, budget=budget), 3)
    assert server.calls == 3  # that long nobody waits


def test_a_stream_that_breaks_off_after_pieces_is_not_asked_again(server: ModelServer) -> None:
    server.fault = "cut_stream"
    pieces: list[str | Completion] = []
    with pytest.raises(AnswerCut):
        for piece in model_of(server, budget=RetryBudget(share=1.0)).stream(
            ASKED, Sampling(), Deadline.after(9)
        ):
            pieces.append(piece)
    assert len(pieces) == 3
    assert server.calls == 1


def test_the_engine_that_only_exclaims(server: ModelServer) -> None:
    server.body = completion("!" * 300)
    assert isinstance(outcome(model_of(server), 5), EngineFault)


def test_what_is_sent(server: ModelServer) -> None:
    prompt = Prompt(
        (Turn("system", ("Quote.", "Be brief.")), Turn("user", (picture_of("FANTEM"), "What now?"))),
        schema='{"type": "object"}',
    )
    model_of(server).complete(prompt, Sampling(max_tokens=77), Deadline.after(5))
    sent = server.seen[0]
    assert sent["messages"][0] == {"role": "system", "content": "Quote.\n\nBe brief."}
    picture, text = sent["messages"][1]["content"]
    assert picture["image_url"]["url"].startswith("data:image/png;base64,iVBOR")
    assert text == {"type": "text", "text": "What now?"}
    always = {"temperature": 0.0, "top_p": 1.0, "presence_penalty": 0.0, "seed": 0, "max_tokens": 77}
    assert {name: sent[name] for name in always} == always
    assert sent["stream"] is False
    assert sent["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert server.authorisations == [f"Bearer {SECRET}"]


def test_a_server_without_schemas_is_asked_without_one_from_then_on(server: ModelServer) -> None:
    server.refuses_schema = True
    model = model_of(server)
    prompt = Prompt(ASKED.turns, schema='{"type": "object"}')
    assert model.complete(prompt, Sampling(), Deadline.after(5)).text == ANSWER
    assert model.complete(prompt, Sampling(), Deadline.after(5)).text == ANSWER
    assert ["response_format" in sent for sent in server.seen] == [True, False, False]


def test_a_large_picture_is_made_small_before_it_is_sent(server: ModelServer) -> None:
    import base64
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "gray").save(out, "JPEG")
    prompt = Prompt((Turn("user", (Picture(out.getvalue(), 3000, 2000, "photo 1", "image/jpeg"), "?")),))
    settings = ModelSettings(name="m", url=server.url, most_pixels=1024 * 32 * 32)
    OpenAIHttp(settings).complete(prompt, Sampling(), Deadline.after(10))
    address = server.seen[0]["messages"][0]["content"][0]["image_url"]["url"]
    kind, data = address.removeprefix("data:").split(";base64,")
    with Image.open(io.BytesIO(base64.b64decode(data))) as sent:
        assert (kind, sent.format) == ("image/jpeg", "JPEG")
        assert sent.width % 32 == sent.height % 32 == 0
        assert 900 < tokens_of(*sent.size) <= 1026


def test_a_picture_that_is_no_picture_leaves_the_breaker_as_it_was(server: ModelServer) -> None:
    breaker = Breaker(failures=1, rest_s=0.0)
    model = model_of(server, breaker=breaker)
    strip = Prompt((Turn("user", (Picture(b"", 4000, 18, "photo 2"), "?")),))
    for _ in range(3):
        with pytest.raises(PhotoRejected, match="photo 2 measures 4000x18"):
            model.complete(strip, Sampling(), Deadline.after(5))
    assert server.calls == 0
    assert isinstance(outcome(model, 5), Completion)


@pytest.mark.parametrize("status", [401, 403, 404, 307, 400])
def test_what_only_an_operator_can_mend_is_said_so(server: ModelServer, status: int) -> None:
    server.fault = str(status)
    error = outcome(model_of(server), 3)
    assert isinstance(error, ModelMisconfigured)
    assert "as told" in error.message
    assert error.hint


def test_an_address_may_end_in_v1_or_not(server: ModelServer) -> None:
    for url in (
        server.url,
        server.url + "/",
        server.url.removesuffix("/v1"),
        server.url + "/chat/completions",
    ):
        assert isinstance(outcome(build(ModelSettings(name="m", url=url)), 5), Completion)


def test_usage_is_told_for_both_ways_of_asking(server: ModelServer) -> None:
    for stream in (False, True):
        said = outcome(model_of(server), 5, stream=stream)
        assert isinstance(said, Completion)
        assert (said.usage.prompt, said.usage.completion) == (30, 20)


def test_json_that_was_asked_for_arrives(server: ModelServer) -> None:
    server.answer = json.dumps({"claims": [{"text": "断电", "source": "S1"}]}, ensure_ascii=False)
    said = outcome(model_of(server), 5)
    assert isinstance(said, Completion)
    assert json.loads(said.text)["claims"][0]["source"] == "S1"
