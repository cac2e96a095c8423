"""What a result says of itself."""

from collections.abc import Callable

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
