"""From a claim to the page: what a run kept, laid out."""

from collections.abc import Callable

from evaluation.case import Case
from evaluation.drilldown import lay_out, pages_of
from evaluation.judging import judge, load_scorers
from evaluation.scorer import Result, ScorerSettings
from evaluation.summary import summarise, to_json

MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]
RUN = {"source": "hand", "cases": 1, "when": "-", "asked": "-", "photos": "-", "modes": "-"}


def row_of(case: Case, result: Result) -> dict[str, object]:
    judged = judge([case], [result], load_scorers(ScorerSettings()))
    told: dict[str, object] = to_json(summarise(RUN, judged))["cases"][0]
    return told


def test_a_claim_leads_to_its_page_and_gold_is_marked(make_case: MakeCase, make_result: MakeResult) -> None:
    box = (0.1, 0.2, 0.5, 0.3)
    cites = [("n7.pdf", 5, "Tighten to 0.25 N·m.", box), ("n7.pdf", 9, "Close it.", box)]
    case = make_case(answer="0.25 N·m")
    result = make_result(cites=cites, warnings=["Mind the glass."])
    told = lay_out(row_of(case, result), result)
    assert [(c["text"], c["warning"]) for c in told["claims"]] == [
        ("Mind the glass.", True), ("Tighten to 0.25 N·m.", False), ("Close it.", False),
    ]  # fmt: skip
    assert [(c["page"], c["gold"], c["edition"]) for c in told["claims"][1]["cites"]] == [
        (5, True, "ed-n7.pdf")
    ]
    assert told["claims"][2]["cites"][0]["gold"] is False
    assert told["claims"][1]["quotes"] == []  # the claim is its quote: it is not said twice
    assert told["gold"]["answer"] == "0.25 N·m"
    assert told["hits"][0] == {"where": "n7.pdf 5", "section": "", "score": "", "gold": True}


def test_a_refusal_shows_its_closest_pages(make_case: MakeCase, make_result: MakeResult) -> None:
    result = make_result()
    answer = {**result.answer, "action": "refuse", "claims": [], "refusal": {"reason": "No.", "closest": [1]}}
    refused = Result(result.case, answer, result.trail, 0.1)
    told = lay_out(row_of(make_case(), refused), refused)
    assert [c["n"] for c in told["closest"]] == [1]


def test_a_failed_ask_is_laid_out_too(make_case: MakeCase) -> None:
    failed = Result("c1", {}, {}, 0.1, "Busy: later")
    told = lay_out(row_of(make_case(), failed), failed)
    assert (told["why"], told["claims"], told["hits"]) == ("Busy: later", [], [])
    assert lay_out(row_of(make_case(), failed), None)["said"] == ""


def test_pages_of_failed_cases_come_first_and_each_once() -> None:
    def case(cause: str, *pages: int) -> dict[str, object]:
        return {"cause": cause, "cites": [{"edition": "e", "page": page} for page in pages]}

    assert list(pages_of([case("", 1, 2), case("action", 3, 2)])) == [("e", 3), ("e", 2), ("e", 1)]
