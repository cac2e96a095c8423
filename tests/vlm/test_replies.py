"""Whatever envelope a server uses, its reply is read rightly or refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.errors import (
    AnswerCut,
    AnswerEmpty,
    AnswerUnusable,
    ContentBlocked,
    ContextTooLong,
    EngineFault,
    ModelBusy,
    ModelMisconfigured,
    ModelTimeout,
    ModelUnavailable,
    SchemaRefused,
)
from tests.vlm.model_server import completion, events
from vlm.model import Completion
from vlm.replies import error_of, read_reply

TEXT = "Unplug it [1]. 请先断开电源。"


def read(
    data: bytes | Iterable[bytes], headers: Mapping[str, str] | None = None
) -> tuple[list[str], Completion]:
    """The pieces and the completion."""
    chunks = [data] if isinstance(data, bytes) else data
    *pieces, last = read_reply(iter(chunks), headers or {}, "the model")
    assert isinstance(last, Completion)
    return [str(piece) for piece in pieces], last


def body(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


@given(st.lists(st.integers(1, 40), max_size=60), st.booleans())
def test_where_the_bytes_are_parted_makes_no_difference(cuts: list[int], crlf: bool) -> None:
    data = b"".join(events(TEXT))
    data = data.replace(b"\n", b"\r\n") if crlf else data
    chunks, at = [], 0
    for cut in cuts:
        chunks.append(data[at : at + cut])
        at += cut
    pieces, last = read([*chunks, data[at:]])
    assert "".join(pieces) == last.text == TEXT
    assert last.finish == "stop"
    assert (last.usage.prompt, last.usage.completion, last.model) == (30, 20, "stub-vl")


def test_a_whole_body() -> None:
    pieces, last = read(completion(TEXT))
    assert pieces == [TEXT]
    assert last.finish == "stop"


def test_usage_in_every_chunk_and_null_reasoning() -> None:
    lines = [
        {"choices": [{"delta": {"content": "", "reasoning_content": None}, "finish_reason": None}],
         "usage": {"prompt_tokens": 30, "completion_tokens": 0}},
        {"choices": [{"delta": {"content": "你好", "reasoning_content": None}, "finish_reason": None}],
         "usage": {"prompt_tokens": 30, "completion_tokens": 1}},
        {"choices": [{"delta": {"content": ""}, "finish_reason": "stop"}],
         "usage": {"prompt_tokens": 30, "completion_tokens": 2}},
    ]  # fmt: skip
    _, last = read(b"".join(b"data:" + body(line) + b"\n\n" for line in lines))
    assert (last.text, last.usage.completion) == ("你好", 2)


def native(text: str, finish: str) -> bytes:
    choice = {"message": {"content": [{"text": text}], "role": "assistant"}, "finish_reason": finish}
    return b"id:1\nevent:result\n:HTTP_STATUS/200\ndata:" + body(
        {"output": {"choices": [choice]}, "usage": {"input_tokens": 92, "output_tokens": 2}, "code": ""}
    )


def test_dashscope_s_own_events_grow() -> None:
    pieces, last = read(native("Hello", "null") + b"\n\n" + native("Hello!", "stop") + b"\n\n")
    assert pieces == ["Hello", "!"]
    assert (last.text, last.finish, last.usage.prompt) == ("Hello!", "stop", 92)


def test_dashscope_s_own_events_when_asked_for_pieces() -> None:
    _, last = read(native("Hel", "null") + b"\n\n" + native("lo", "stop") + b"\n\n")
    assert last.text == "Hello"


def test_dashscope_s_own_body_is_a_list_of_parts() -> None:
    document = {"output": {"choices": [{"finish_reason": "stop", "message": {"content": [{"text": TEXT}]}}]}}
    assert read(body(document))[1].text == TEXT


def test_ollama_sends_lines_as_plain_text() -> None:
    lines = [{"message": {"content": c}, "done": False} for c in ("Unplug", " it.")]
    end = {"message": {"content": ""}, "done": True, "done_reason": "stop", "eval_count": 3}
    _, last = read(b"\n".join(map(body, [*lines, end])))
    assert (last.text, last.finish, last.usage.completion) == ("Unplug it.", "stop", 3)


@pytest.mark.parametrize(
    ("content", "reasoning"),
    [
        ("Okay, the user asks ... \n</think>\n\nUnplug it [1].", "Okay, the user asks ..."),
        ("<think>先看图</think>Unplug it [1].", "先看图"),
        ("Unplug it [1].", ""),
    ],
)
def test_thoughts_are_kept_apart(content: str, reasoning: str) -> None:
    _, last = read(completion(content))
    assert (last.text, last.reasoning) == ("Unplug it [1].", reasoning)


@pytest.mark.parametrize("key", ["reasoning", "reasoning_content", "thinking"])
def test_an_answer_where_thoughts_belong_is_the_operator_s_to_mend(key: str) -> None:
    with pytest.raises(ModelMisconfigured, match="where thoughts belong"):
        read(completion(None, "stop", **{key: "Unplug it [1]."}))


def test_tokens_spent_thinking() -> None:
    document = {
        "message": {"content": "", "thinking": "hm"},
        "done": True,
        "done_reason": "length",
        "eval_count": 512,
    }
    with pytest.raises(AnswerCut, match="spent all its tokens thinking"):
        read(body(document))


@pytest.mark.parametrize("text", ["", " \n", None])
def test_nothing_is_an_error_and_no_blank_page(text: str | None) -> None:
    with pytest.raises(AnswerEmpty):
        read(completion(text))


@pytest.mark.parametrize("finish", ["length", "max_tokens"])
def test_a_cut_answer_says_so(finish: str) -> None:
    assert read(completion(TEXT, finish))[1].finish == "length"


def test_dashscope_s_partial_response_is_cut() -> None:
    assert read(completion(TEXT, None), {"X-DashScope-PartialResponse": "true"})[1].finish == "length"


def test_no_reason_to_finish_is_unknown() -> None:
    assert read(completion(TEXT, None))[1].finish == "unknown"


def test_a_filter_that_struck_while_answering() -> None:
    with pytest.raises(ContentBlocked):
        read(completion("Unplug", "content_filter"))


def test_exclamation_marks_are_a_broken_engine() -> None:
    with pytest.raises(EngineFault):
        read(completion("The device " + "!" * 200))
    assert read(completion("Stop!!! Danger!!"))[1].text == "Stop!!! Danger!!"


@pytest.mark.parametrize(
    "data",
    [
        b"<html>", b"not json at all", b"[1, 2]", b'{"choices": [', b"data: {broken\n\n", b"[" * 5000,
        b"\xff\xfe\x00", b"event: ping\n\n" * 3, b"true",
    ],
)  # fmt: skip
def test_rubbish_is_unusable(data: bytes) -> None:
    with pytest.raises((AnswerUnusable, AnswerCut, AnswerEmpty)):
        read(data)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    for document in (data, b"data: " + data, b'{"choices":[{"message":{"content":"' + data + b'"}}]}'):
        try:
            assert read(document)[1].text
        except ModelUnavailable as error:
            assert error.message


def test_an_endless_reply_is_stopped() -> None:
    def forever() -> Iterable[bytes]:
        yield b"data: {}\n"
        while True:
            yield b": ping" * 100_000 + b"\n"

    with pytest.raises(AnswerUnusable, match="more than"):
        read(forever())


def test_a_growing_event_costs_no_more_than_its_length() -> None:
    data = b"data: " + completion("x" * 200_000) + b"\n\n"
    _, last = read(data[at : at + 7] for at in range(0, len(data), 7))
    assert len(last.text) == 200_000


OLD = '{{"object":"error","message":{0},"type":"BadRequestError","code":400}}'
NEW = '{{"error":{{"message":{0},"type":"BadRequestError","code":400}}}}'
TOO_LONG = [
    ("This model's maximum context length is 32768 tokens. However, you requested 794483 tokens (793483 in "
     "the messages, 1000 in the completion).", 32768, 794483),
    ("The decoder prompt (length 15329) is longer than the maximum model length of 8192. Make sure that "
     "`max_model_len` is no smaller than the number of text tokens plus multimodal tokens.", 8192, 15329),
    ("Prompt length of 16601 is longer than the maximum model length 10000", 10000, 16601),
    ("Mismatch in `image` token count between text and `input_ids`. Got ids=[4091]", None, None),
    ("request (5021 tokens) exceeds the available context size", None, None),
]  # fmt: skip


@pytest.mark.parametrize("envelope", [OLD, NEW, "{0}"])
@pytest.mark.parametrize(("message", "limit", "needed"), TOO_LONG)
def test_every_wording_of_too_long(
    envelope: str, message: str, limit: int | None, needed: int | None
) -> None:
    error = error_of(400, envelope.format(json.dumps(message)).encode(), {}, "the model")
    assert isinstance(error, ContextTooLong)
    assert (error.limit, error.needed) == (limit, needed)
    assert ("counted as text" in error.hint) == (needed == 794483)


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (400, '{"error":{"code":"data_inspection_failed","message":"Input data …"}}', ContentBlocked),
        (200, '{"error":{"message":"Output data may contain inappropriate content."}}', ContentBlocked),
        (429, '{"error":{"message":"slow down"}}', ModelBusy),
        (401, '{"error":{"message":"Incorrect API key"}}', ModelMisconfigured),
        (404, '{"error":{"message":"The model `x` does not exist."}}', ModelMisconfigured),
        (400, '{"error":{"message":"At most 1 image(s) may be provided"}}', ModelMisconfigured),
        (400, '{"error":{"message":"response_format json_schema is not supported"}}', SchemaRefused),
        (400, '{"code":"RequestTimeOut","message":"Request timed out"}', ModelTimeout),
        (504, "<html>Gateway Timeout</html>", ModelTimeout),
        (503, "overloaded", ModelUnavailable),
        (500, "", ModelUnavailable),
    ],
)  # fmt: skip
def test_errors_by_their_status_and_words(status: int, text: str, kind: type[ModelUnavailable]) -> None:
    error = error_of(status, text.encode(), {}, "the model")
    assert type(error) is kind
    assert error.hint
    assert "<html>" not in error.message


def test_an_error_in_a_reply_of_status_200() -> None:
    with pytest.raises(ContextTooLong):
        read(OLD.format(json.dumps(TOO_LONG[2][0])).encode())
    with pytest.raises(ModelBusy):
        read(b'data: {"error": {"message": "busy", "code": 429}}\n\n')


def test_the_words_of_a_server_are_kept_short() -> None:
    error = error_of(500, ("secret\n" * 500).encode(), {}, "the model")
    assert len(error.message) < 300
    assert "\n" not in error.message


@given(st.integers(100, 999), st.text(max_size=300))
def test_any_error_has_a_name(status: int, text: str) -> None:
    assert error_of(status, text.encode("utf-8", "replace"), {"Retry-After": text[:9]}, "the model").message
