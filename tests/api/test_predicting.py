"""A web UI's body becomes an ask or is refused by name; an answer becomes one text that cites."""

from __future__ import annotations

import base64
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.predicting import WirePredict, written
from api.reply import ReplyClarify, ReplyOption
from kb_sources.errors import InputRejected

URI = "data:image/png;base64," + base64.b64encode(b"\x89PNG one").decode()


def ask(*data: object) -> Any:
    return WirePredict.model_validate({"data": list(data)}).ask().request()


@pytest.mark.parametrize("picture", [{"image": URI}, {"url": URI, "meta": {"_type": "gradio.FileData"}}, URI])
def test_every_form_of_a_picture(picture: object) -> None:
    asked = ask(picture, "我的手机打不开", 0.7, 0.8, 512)
    assert (asked.question, asked.photos) == ("我的手机打不开", (b"\x89PNG one",))
    assert asked.sampling == {"temperature": 0.7, "top_p": 0.8, "max_tokens": 512}


@pytest.mark.parametrize("picture", [None, "", {}, {"image": None}])
def test_no_picture_and_no_sampling(picture: object) -> None:
    asked = ask(picture, "dead", None, None)
    assert (asked.photos, asked.sampling) == ((), None)


def test_sampling_is_kept_within_the_limits_of_ask() -> None:
    assert ask(None, "x", 9, 0, 99_999.0).sampling == {"temperature": 2.0, "top_p": 0.01, "max_tokens": 8192}
    assert ask(None, "x", -1, 2, 0).sampling == {"temperature": 0.0, "top_p": 1.0, "max_tokens": 1}
    assert ask(None, "x", 10**400, 1, float("inf")).sampling["max_tokens"] == 8192


@pytest.mark.parametrize(
    "data",
    [
        (),
        ("only one",),
        (None, "x", 0.1, 0.2, 3, "six"),
        (None, None),
        (None, ["x"]),
        (None, "x", "warm"),
        (None, "x", True),
        (None, "x", float("nan")),
        ({"image": "http://127.0.0.1/x.png"}, "x"),
        ({"path": "/etc/passwd"}, "x"),
        ("file:///etc/passwd", "x"),
        ({"image": {"image": URI}}, "x"),
        ([URI, URI], "x"),
        ({"image": "data:text/html;base64,QUJD"}, "x"),
        ({"image": "data:image/png;base64,!!"}, "x"),
        (None, "x" * 8001),
    ],
)
def test_what_cannot_be_asked_is_refused(data: tuple[object, ...]) -> None:
    with pytest.raises((InputRejected, ValidationError)):
        ask(*data)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9) | st.just(URI),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["image", "url", "x"]), inner)
    ),
    max_leaves=6,
)


@given(st.lists(JSON, max_size=6))
def test_nothing_else_happens_whatever_is_sent(data: list[Any]) -> None:
    try:
        asked = ask(*data)
    except (InputRejected, ValidationError):
        return
    assert asked.question == data[1]
    assert 0 <= (asked.sampling or {}).get("temperature", 0) <= 2


def test_the_text_names_page_quote_and_address_of_each_citation(scripted: ModuleType) -> None:
    reply = scripted._answered("zh", "关闭进水阀。", "请勿打开机门。")
    text = written(reply, "http://kb:8000")
    assert text.startswith(reply.text + "\n\n[1] Washer")
    assert "第 1 页: 1. Close the inlet valve." in text
    assert f"请勿打开机门。 http://kb:8000/editions/{scripted.EDITION}/pages/1?boxes=" in text
    assert "p. 2" in written(scripted._answered("en", "Close it.", "Do not."), "")
    nowhere = replace(reply.citations[0], places=(), quote="two\nlines")
    assert written(replace(reply, citations=(nowhere,)), "").endswith(" B: two lines")


def test_a_question_back_lists_its_options(scripted: ModuleType) -> None:
    options = (ReplyOption("N7", {"product": "N7"}), ReplyOption("N7 Pro", {"product": "N7 Pro"}))
    reply = replace(
        scripted._frame("clarify", "en"), text="Which?", clarify=ReplyClarify("Which?", "product", options)
    )
    assert written(reply, "") == "Which?\n1. N7\n2. N7 Pro"
