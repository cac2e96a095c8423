from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.errors import AnswerUnusable, ModelTimeout
from vlm.describing import Describer, Description, as_described, read_descriptions
from vlm.model import Completion, Deadline, Picture
from vlm.models.scripted import Scripted

PHOTO = Picture(b"jpeg", 64, 64, "photo 1", "image/jpeg")
DARK = Description("一部手机，屏幕全黑", ("NORVIK",), ("E21",), "黑屏")


@pytest.mark.parametrize(
    ("said", "described"),
    [
        (as_described([DARK]), (DARK,)),
        (
            '```json\n{"shows":"一部手机，屏幕全黑","text":"NORVIK","codes":["E21"],"symptom":"黑屏"}\n```',
            (DARK,),
        ),
        (
            "<think>a phone</think>A phone with a dark screen. 📱",
            (Description("A phone with a dark screen."),),
        ),
        (
            '[{"shows":"x","text":null,"codes":"none","symptom":7},{"shows":"y"}]',
            (Description("x"), Description("y")),
        ),
        ('{"shows":42}', ()),
        ('[{"shows":"a pho', ()),
    ],
)
def test_descriptions_in_many_dialects(said: str, described: tuple[Description, ...]) -> None:
    assert read_descriptions(Completion(said, "stop")) == described


def test_one_a_photo_and_none_where_the_model_left_one_out() -> None:
    model = Scripted([as_described([DARK])])
    assert Describer(model).describe([PHOTO, PHOTO], "zh", Deadline.after(5)) == (DARK, None)
    prompt, sampling = model.asked[0]
    assert prompt.turns[1].parts[:2] == (PHOTO, PHOTO)
    assert "in Chinese" in str(prompt.turns[1].parts[2])
    assert sampling.temperature == 0


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(AnswerUnusable):
        Describer(Scripted(['{"a":1}'])).describe([PHOTO], "en", Deadline.after(5))
    with pytest.raises(ModelTimeout):
        Describer(Scripted(["x"])).describe([PHOTO], "en", Deadline.after(0))


def test_addresses_and_personal_numbers_are_left_out() -> None:
    said = (
        '{"shows":"A sign: pay at https://evil.example/x, call 13800138000 or a@b.cn","text":["www.evil.cn"]}'
    )
    (described,) = read_descriptions(Completion(said, "stop"))
    assert described.text == ()
    assert not any(bad in described.shows for bad in ("evil", "13800138000", "@"))
    assert described.shows.startswith("A sign: pay at")


def test_the_symptom_is_the_first_hint() -> None:
    assert DARK.hint == "黑屏\nE21\nNORVIK\n一部手机，屏幕全黑"
    assert Description().hint == ""


@given(st.text() | st.recursive(st.none() | st.text(max_size=9), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["shows", "text", "codes", "symptom"]), x), max_leaves=9).map(json.dumps))  # fmt: skip
def test_nothing_is_raised_on_any_text(said: str) -> None:
    for described in read_descriptions(Completion(said, "unknown")):
        assert len(described.hint) < 10_000
