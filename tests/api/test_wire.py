"""The wire: what comes in means the same as JSON and as form, what goes out is the contract's Answer."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.replay import Replayed
from api.reply import ModelUsed, Reply, ReplyClaim, ReplyPhoto, ReplyVerdict
from api.turn import AskRequest
from api.wire import WireAsk, WireFeedback, answer_json, ask_from_fields, decode_photo, replayed_json, told
from kb_sources.errors import InputRejected, PhotoRejected

EMPTY = Reply("a1", "c1", "refuse", "extractive", "zh", "没有找到。")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(st.binary(min_size=1, max_size=400), st.booleans(), st.sampled_from(["", "\n", " "]))
def test_a_photo_survives_base64_and_data_uri(data: bytes, as_uri: bool, gap: str) -> None:
    text = base64.b64encode(data).decode()
    text = gap.join(text[i : i + 40] for i in range(0, len(text), 40))
    assert decode_photo(f"data:image/jpeg;base64,{text}" if as_uri else text) == data


@pytest.mark.parametrize(
    "text", ["", "***", "data:text/html;base64,AAAA", "data:image/png,AAAA", "data:image/png;base64", "AAA"]
)
def test_what_is_no_picture_in_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|empty"):
        decode_photo(text)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"limit": value} for value in (True, "5", 5.0, 0, 21)),
        *({"sampling": {"max_tokens": value}} for value in (True, "5", 5.0)),
        *({"sampling": {"temperature": value}} for value in (True, "0.5")),
        {"product": 620},
    ],
    ids=str,
)
def test_a_value_of_another_type_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WireAsk.model_validate_json(json.dumps({"question": "x", **wrong}))


def test_null_is_as_good_as_left_out() -> None:
    names = ("product", "language", "conversation_id", "sampling", "limit")
    body = {"question": "x", **dict.fromkeys(names)}
    assert WireAsk.model_validate_json(json.dumps(body)).request() == AskRequest("x")


@given(
    question=WORDS,
    product=st.none() | WORDS,
    language=st.none() | st.sampled_from(["zh", "en"]),
    limit=st.integers(1, 20),
    temperature=st.none() | st.floats(0, 2),
    photos=st.lists(st.binary(min_size=1, max_size=20), max_size=4),
)
def test_json_and_form_ask_the_same(
    question: str,
    product: str | None,
    language: str | None,
    limit: int,
    temperature: float | None,
    photos: list[bytes],
) -> None:
    sampling = None if temperature is None else {"temperature": temperature}
    body = {"question": question, "product": product, "language": language, "limit": limit}
    encoded = [{"data": base64.b64encode(p).decode()} for p in photos]
    as_json = WireAsk.model_validate({**body, "sampling": sampling, "photos": encoded}).request()
    fields = {name: str(value) for name, value in body.items() if value is not None}
    if sampling:
        fields["sampling"] = json.dumps(sampling)
    assert ask_from_fields(fields, tuple(photos)) == as_json
    assert as_json == AskRequest(question, tuple(photos), product, language, None, limit, sampling)


@pytest.mark.parametrize(
    "values",
    [
        {"question": "x", "prodcut": "N7"},
        {"question": "x", "limit": 0},
        {"question": "x", "limit": 21},
        {"question": "x", "language": "fr"},
        {"question": "x", "sampling": {"temperature": -1}},
        {"question": "x", "sampling": {"seed": 1}},
        {"question": "x", "photos": [{"data": "AAAA"}] * 5},
        {"question": "x", "photos": [{"data": "AAAA", "name": "a"}]},
        {"question": 7},
    ],
)
def test_what_the_contract_does_not_know_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WireAsk.model_validate(values)


@pytest.mark.parametrize("fields", [{"sampling": "{"}, {"sampling": "[" * 90_000}, {"photos": "AAAA"}])
def test_a_form_field_that_cannot_be_used_is_named(fields: dict[str, str]) -> None:
    with pytest.raises(InputRejected):
        ask_from_fields({"question": "x", **fields}, ())


@pytest.mark.parametrize("limit", ["0", "x", "1e1", "999999999999", "１２"])
def test_a_form_limit_must_be_a_whole_number_in_range(limit: str) -> None:
    with pytest.raises(ValidationError):
        ask_from_fields({"question": "x", "limit": limit}, ())


def test_five_photos_are_too_many() -> None:
    with pytest.raises(PhotoRejected, match="4"):
        ask_from_fields({"question": "x"}, (b"1",) * 5)


def test_what_does_not_apply_is_left_out_and_what_is_unknown_is_null() -> None:
    answer = answer_json(EMPTY)
    assert not {"vlm", "clarify", "refusal", "handoff"} & answer.keys()
    assert answer["confidence"] is None and answer["prompt_version"] is None
    assert answer["timings_ms"] == {}
    claim = ReplyClaim("c1", "fact", "…", (1,), (), ReplyVerdict(True, ()))
    photo = ReplyPhoto("", (), (), None, {})
    full = answer_json(
        replace(
            EMPTY,
            claims=(claim, replace(claim, step="2")),
            photos=(photo,),
            vlm=ModelUsed("q", "r"),
        )
    )
    assert "step" not in full["claims"][0] and full["claims"][1]["step"] == "2"
    assert full["photos"][0]["description"] is None
    assert full["vlm"] == {"name": "q", "revision": "r"}
    json.dumps(full)


def test_a_replay_tells_both_answers_and_the_difference() -> None:
    told_ = replayed_json(Replayed(("text",), EMPTY, replace(EMPTY, text="other")))
    assert told_["changed"] == ["text"] and told_["then"]["text"] != told_["now"]["text"]


def test_a_refusal_names_the_field_and_repeats_nothing_that_was_sent() -> None:
    with pytest.raises(ValidationError) as caught:
        WireFeedback.model_validate({"rating": "my card 6222020200112233445"})
    assert "rating" in told(caught.value) and "6222" not in told(caught.value)
