"""What a result says of itself."""

from collections.abc import Callable

from evaluation.case import Case, GoldPlace
from evaluation.scorer import Result, ScorerSettings, Supports, judged_by, quoted
from kb_sources.manual import Box
from kb_sources.plugins import load
from vlm.judge import JudgeSettings, build_judge


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


def test_a_judge_is_asked_of_what_is_reworded_alone() -> None:
    supports = judged_by(build_judge("tests.evaluation.word_judge", JudgeSettings()))
    assert supports("pull the late plug", ["Pull the late plug."]) is True  # a quote: nobody is asked
    assert supports("plug pull", ["pull the", "plug"]) is True
    assert supports("plug push", ["pull the plug"]) is False
    assert supports("too late", ["pull the plug"]) is None  # the judge cannot be reached
    assert supports("anything", []) is False


def test_claims_of_a_model_are_grounded_where_a_judge_says_so(
    make_case: Callable[..., Case], make_result: Callable[..., Result]
) -> None:
    result = make_result(cites=[("n7.pdf", 5, "pull the plug", (0, 0, 1, 1))])
    result.answer["claims"][:] = [{"text": t, "citations": [1]} for t in ("plug pull", "plug push", "late")]
    generated = Result(result.case, {**result.answer, "mode": "generated"}, result.trail, 0.1)

    def grounded(supports: Supports) -> float | None:
        scorer = load("evaluation.scorers", "citations").build(ScorerSettings(supports=supports))
        value: float | None = scorer.score(make_case(), generated)["grounded"].value
        return value

    assert grounded(quoted) is None
    assert grounded(judged_by(build_judge("tests.evaluation.word_judge", JudgeSettings()))) == 0.5
