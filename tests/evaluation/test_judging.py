"""The first thing that went wrong with a case."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluation.case import Case
from evaluation.judging import judge, load_scorers
from evaluation.scorer import Result, ScorerSettings

MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]
BOX = (0.1, 0.2, 0.5, 0.3)
RIGHT = ("n7.pdf", 5, "Tighten to 0.25 N·m.", BOX)
ELSEWHERE = ("n7.pdf", 6, "Tighten to 0.25 N·m.", BOX)


@pytest.mark.parametrize(
    ("wanted", "came", "cause"),
    [
        ({}, {}, ""),
        ({}, {"found": [("n7.pdf", 6)]}, "not found"),
        ({}, {"found": [("n7.pdf", 6)], "action": "refuse"}, "not found"),
        ({}, {"found": [], "action": "refuse"}, "action"),  # decided before any search
        ({}, {"action": "refuse"}, "action"),
        ({}, {"cites": [ELSEWHERE]}, "found not cited"),
        ({"must": (("0.25",), ("M1.4",))}, {}, "must missing"),
        ({"forbid": ("0.25",)}, {}, "forbidden"),
        ({"forbid": ("0.25",)}, {"found": [("n7.pdf", 6)]}, "forbidden"),
        ({"action": "refuse", "places": (), "must": ()}, {"action": "refuse"}, ""),
        ({"action": "refuse", "places": (), "must": ()}, {"action": "answer"}, "action"),
    ],
)
def test_causes(
    wanted: dict[str, Any], came: dict[str, Any], cause: str, make_case: MakeCase, make_result: MakeResult
) -> None:
    (judged,) = judge([make_case(**wanted)], [make_result(**came)], load_scorers(ScorerSettings()))
    assert judged.cause == cause
    assert bool(judged.why) == bool(cause)


def test_an_invented_claim_is_not_grounded(make_case: MakeCase, make_result: MakeResult) -> None:
    result = make_result(cites=[RIGHT])
    result.answer["claims"][0]["text"] = "Tighten to 0.25 N·m by hand."
    (judged,) = judge([make_case()], [result], load_scorers(ScorerSettings()))
    assert judged.cause == "not grounded"


def test_an_error_is_told_in_its_own_words(make_case: MakeCase) -> None:
    failed = Result("c1", {}, {}, 0.1, "Busy: try later")
    (judged,) = judge([make_case()], [failed], load_scorers(ScorerSettings()))
    assert (judged.cause, judged.why) == ("error", "Busy: try later")
    assert judged.value("action") == 0
    assert judged.value("no such measure") is None


@pytest.mark.parametrize(("pages", "cause"), [([5], ""), ([6], "not found"), ([], "not found")])
def test_a_search_alone_fails_by_what_it_finds(pages: list[int], cause: str, make_case: MakeCase) -> None:
    hits = [{"source_name": "n7.pdf", "pages": [page]} for page in pages]
    (judged,) = judge([make_case()], [Result("c1", {}, {"hits": hits}, 0.1)], [])
    assert judged.cause == cause
