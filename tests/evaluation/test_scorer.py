"""What a result says of itself."""

from collections.abc import Callable

from evaluation.case import Case, GoldPlace
from evaluation.scorer import Result
from kb_sources.manual import Box


def test_citations_of_warnings_are_not_those_of_claims(make_result: Callable[..., Result]) -> None:
    result = make_result(warnings=["Pull the plug."])
    assert [(place.manual, place.page) for place in result.cited] == [("n7.pdf", 5)]
    assert result.cited[0].boxes == (Box(0.1, 0.2, 0.5, 0.3),)
    assert result.places(2)[0].page == 99
    assert "Pull the plug." in result.said


def test_a_page_found_twice_counts_once_where_it_came_first(make_result: Callable[..., Result]) -> None:
    result = make_result(found=[("a.pdf", 2), ("a.pdf", 1), ("a.pdf", 2)])
    assert result.found == [("a.pdf", 2), ("a.pdf", 1)]


def test_an_error_is_an_action_of_its_own() -> None:
    result = Result("c1", {}, {}, 0.1, "Busy: later")
    assert (result.action, result.said, result.cited, result.found) == ("error", "", (), [])


def test_where_nothing_was_asked_the_action_is_a_search() -> None:
    assert Result("c1", {}, {"hits": []}, 0.1).action == "searched"


def test_a_hit_counts_as_the_gold_page_its_text_also_stands_on(make_case: Callable[..., Case]) -> None:
    hits = [
        {"source_name": "a.pdf", "pages": [1], "also": [{"source_name": "n7.pdf", "pages": [4, 5]}]},
        {"source_name": "n7.pdf", "pages": [5, 6]},
    ]
    result = Result("c1", {}, {"hits": hits}, 0.1)
    assert result.found == [("a.pdf", 1), ("n7.pdf", 5), ("n7.pdf", 6)]
    assert result.found_for(make_case()) == [("n7.pdf", 5), ("n7.pdf", 6)]
    assert result.found_for(make_case(places=(GoldPlace("b.pdf", (1,)),))) == result.found
