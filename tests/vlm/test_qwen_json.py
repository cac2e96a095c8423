"""JSON is believed where it is whole or its slip is plain, and refused where half a value might be."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.qwen_json import date_in, flat_objects, read_json

texts = st.text(alphabet="abE21断电 \"'{}[],:\\", max_size=12)
leaves = st.none() | st.booleans() | st.integers(-99, 99) | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts.filter(bool), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts.filter(bool), values, min_size=1, max_size=4).map(lambda d: {"claims": d})


@given(
    objects, st.sampled_from(["{}", "```json\n{}\n```", "Here you are:\n{}", "\n\n{}\n", "以下是结果：{}"])
)
def test_what_is_whole_comes_back(value: dict[str, Any], frame: str) -> None:
    for indent in (None, 2):
        written = json.dumps(value, ensure_ascii=False, indent=indent)
        assert read_json(frame.replace("{}", written)).value == value


@given(objects, st.integers(1, 30))
def test_half_an_answer_is_never_taken_for_a_whole_one(value: dict[str, Any], cut: int) -> None:
    written = json.dumps(value, ensure_ascii=False)
    read = read_json(written[: max(1, len(written) - cut)], "length")
    assert read.value is None or isinstance(read.value, list)
    assert read.value != value


@pytest.mark.parametrize(
    ("written", "finish", "value", "findings"),
    [
        ('[{"a": 1,}, {"b": 2,},]', "unknown", [{"a": 1}, {"b": 2}], ("repaired",)),
        ("{'a': 'It\\'s \"on\"'}", "unknown", {"a": 'It\'s "on"'}, ("repaired",)),
        ('{"a": [1, 2', "stop", {"a": [1, 2]}, ("repaired",)),
        ('{"a": [1, 2', "length", None, ("cut",)),
        ('{"a": "E2', "stop", None, ("cut",)),
        ('{"a": 1} and more', "stop", {"a": 1}, ("json_tail",)),
        ('See [1]: {"a": 1}', "stop", {"a": 1}, ("preamble",)),
        ("no JSON here", "stop", None, ("no_json",)),
        ("", "stop", None, ("no_json",)),
        ("[1] and [2]", "stop", None, ("no_json",)),
        ('{"type": "object", "properties": {"a": {"type": "string"}}}', "stop", None, ("schema_echo",)),
        ('{"claim": "string", "source": "string"}', "stop", None, ("schema_echo",)),
        ('{"a": NaN, "b": Infinity}', "stop", {"a": None, "b": None}, ()),
        ('[{"a": 1}, {"a": 2}, {"a"', "length", [{"a": 1}, {"a": 2}], ("salvaged",)),
        ('{"a": "line\none"}', "stop", {"a": "line\none"}, ()),
        ("[" * 100_000, "stop", None, ("cut",)),
    ],
)
def test_slips(written: str, finish: Any, value: Any, findings: tuple[str, ...]) -> None:
    read = read_json(written, finish)
    assert read.value == value
    assert read.findings == findings


def test_required_keys_that_are_missing_are_named() -> None:
    read = read_json('{"a": 1}', required=("a", "b"))
    assert read.findings == ("missing:b",)
    assert read.has("missing:b")


def test_objects_in_objects() -> None:
    assert flat_objects([{"a": {"b": 1}}, {"c": [{"d": 2}]}]) == [
        {"a": {"b": 1}}, {"b": 1}, {"c": [{"d": 2}]}, {"d": 2},
    ]  # fmt: skip
    assert flat_objects(None) == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("01 Jun 2018 18:41", date(2018, 6, 1)),
        ("Made on June 1, 2018.", date(2018, 6, 1)),
        ("2018-06-01T10:00", date(2018, 6, 1)),
        ("生产日期：2018年6月1日", date(2018, 6, 1)),
        ("2018.06.01", date(2018, 6, 1)),
        ("01/06/2018", None),
        ("2018-13-45", None),
        ("2018-06-01 or 2019-06-01", None),
        ("RM8.75", None),
        ("", None),
    ],
)
def test_dates(value: str, day: date | None) -> None:
    assert date_in(value) == day
