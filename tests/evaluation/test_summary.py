"""Four cases summed up by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.case import Case
from evaluation.judging import Judged, judge, load_scorers
from evaluation.regression import BASELINES
from evaluation.scorer import Result, Score, ScorerSettings
from evaluation.summary import Summary, read_scores, summarise, to_json
from kb_sources.errors import InputRejected

MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]
RUN = {"source": "hand", "cases": 4, "when": "today", "asked": "in process", "photos": "shown", "modes": "-"}


@pytest.fixture
def judged(make_case: MakeCase, make_result: MakeResult) -> list[Judged]:
    refuse = {"action": "refuse", "places": (), "must": (), "kind": "unanswerable"}
    cases = [
        make_case("a", tags=frozenset({"lay"})),
        make_case("b", tags=frozenset({"lay", "cross"}), lang="zh"),
        make_case("c", lang="zh", **refuse),
        make_case("d", **refuse),
    ]
    results = [
        make_result("a"),
        make_result("b", found=[("n7.pdf", 1), ("n7.pdf", 5)], action="refuse"),
        make_result("c", action="refuse"),
        Result("d", {}, {}, 9.0, "Busy: later"),
    ]
    return judge(cases, results, load_scorers(ScorerSettings()))


@pytest.fixture
def summary(judged: list[Judged]) -> Summary:
    return summarise(RUN, judged)


def test_measures_over_those_that_can_be_judged(summary: Summary) -> None:
    assert (summary.measures["hit@1"].mean, summary.measures["hit@1"].n) == (0.5, 2)
    assert summary.measures["rr"].mean == 0.75
    assert summary.measures["action"].mean == 0.5
    assert (summary.measures["complete"].mean, summary.measures["complete"].unjudged) == (0.5, 2)
    assert (summary.measures["cited page"].mean, summary.measures["cited page"].n) == (1, 1)
    assert summary.measures["warnings"].mean is None


def test_groups_hold_their_own_cases(summary: Summary) -> None:
    assert summary.groups["language"]["zh"]["hit@1"].mean == 0
    assert summary.groups["language"]["en"]["hit@1"].mean == 1
    assert summary.groups["tag"]["lay"]["action"].n == 2  # a case counts under each of its tags
    assert summary.groups["kind"]["unanswerable"]["not answered"].mean == 1
    assert "photo" not in summary.groups  # one group alone tells nothing


def test_latency_leaves_errors_out(summary: Summary) -> None:
    assert summary.latency == {"p50": 500, "p95": 500}


def test_causes_and_actions(summary: Summary) -> None:
    assert summary.causes == {"action": 1, "error": 1}
    assert summary.confusion.count("refuse", "error") == 1


def test_a_baseline_is_compared_case_by_case(judged: list[Judged]) -> None:
    theirs = [{"hit@1": Score(value)} for value in (0.0, 0.0, None, None)]
    beside = summarise(RUN, judged, theirs).beside["hit@1"]
    assert (beside.baseline.mean, beside.baseline.n) == (0, 2)
    assert (beside.gain.mean, beside.gain.n) == (0.5, 2)


def test_scores_come_back_as_they_were_written(summary: Summary, tmp_path: Path) -> None:
    (tmp_path / "scores.json").write_text(json.dumps(to_json(summary)), "utf-8")
    scores = read_scores(tmp_path)
    assert scores == read_scores(tmp_path / "scores.json") == read_scores(tmp_path, whole=True)
    assert scores["measures"]["rr"]["mean"] == 0.75
    assert [row["id"] for row in scores["cases"]] == ["a", "b", "c", "d"]
    assert scores["actions"]["refuse"]["got"] == {
        "answer": 0, "clarify": 0, "refuse": 1, "handoff": 0, "error": 1,
    }  # fmt: skip


def test_a_baseline_is_compared_and_is_no_whole_run() -> None:
    assert read_scores(BASELINES / "samples.json")["cases"]
    with pytest.raises(InputRejected, match=r"holds no scores: run\.when"):
        read_scores(BASELINES / "samples.json", whole=True)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"run": {}}',
        '{"run": {"source": "x"}, "latency_ms": {}, "cases": [{"id": "a"}]}',
        '{"run": {"source": "x"}, "latency_ms": {}, "cases": {"a": 1}}',
        '{"run": ' + "[" * 100_000,
    ],
)
def test_other_files_are_no_scores(content: str, tmp_path: Path) -> None:
    (tmp_path / "scores.json").write_text(content, "utf-8")
    with pytest.raises(InputRejected, match="no scores"):
        read_scores(tmp_path)
