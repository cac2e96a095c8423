"""The gate: what counts as worse, and what does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.regression import baseline_of, regress, to_markdown, write_baseline
from evaluation.summary import read_scores
from kb_sources.errors import SettingsInvalid


def scores(*causes: str, measure: str = "action") -> dict[str, Any]:
    cases = [
        {
            "id": f"c{n}", "question": f"{n}?", "wanted": "answer", "got": "answer", "cause": cause,
            "scores": {measure: float(not cause)},
        }
        for n, cause in enumerate(causes)
    ]  # fmt: skip
    return {"run": {"source": "hand", "cases": len(cases), "modes": ""}, "latency_ms": {}, "cases": cases}


def test_equal_runs_are_no_worse() -> None:
    found = regress(scores("", "action"), scores("", "action"))
    assert not found.found
    assert to_markdown(found).startswith("# hand → hand: no worse over 2 cases")


def test_one_case_of_forty_is_chance_and_ten_are_not() -> None:
    base = scores(*[""] * 40)
    assert not regress(base, scores("action", *[""] * 39)).found
    found = regress(base, scores(*["action"] * 10, *[""] * 30))
    assert [c.measure for c in found.worse] == ["action"]
    assert "| action | 1.000 | 0.750 | -0.250 |" in to_markdown(found)


@pytest.mark.parametrize("cause", ["forbidden", "not grounded", "warning missing"])
def test_harm_needs_no_interval(cause: str) -> None:
    found = regress(scores(*[""] * 40), scores(cause, *[""] * 39))
    assert (found.found, list(found.harmed)) == (True, ["c0"])
    assert not regress(scores(cause), scores(cause)).found  # it was so before


def test_a_case_that_was_left_out_hides_nothing() -> None:
    found = regress(scores("", ""), scores(""))
    assert (found.found, list(found.gone)) == (True, ["c1"])
    assert not regress(scores(""), scores("", "action")).found  # a new case is no regression


def test_a_baseline_holds_a_case_a_line_and_reads_as_scores(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "hand.json"
    write_baseline(path, scores("", "action"))
    assert len(path.read_text("utf-8").splitlines()) == 2 + 2 + 2
    assert json.loads(path.read_text("utf-8"))["run"]["written_by"] == "kb-eval gate hand --refresh"
    assert not regress(read_scores(path), scores("", "action")).found


def test_a_dataset_without_a_baseline_says_how_to_make_one() -> None:
    with pytest.raises(SettingsInvalid, match="kb-eval gate nothing --refresh"):
        baseline_of("nothing")


def test_a_case_that_became_an_error_was_not_asked() -> None:
    found = regress(scores(*[""] * 40), scores("error", *[""] * 39))
    assert (found.found, list(found.failed)) == (True, ["c0"])
    assert "are errors now: c0" in to_markdown(found)
    assert not regress(scores("error", ""), scores("error", "")).found
    assert not regress(scores("error", ""), scores("", "")).found


def test_harm_of_another_kind_is_new_harm() -> None:
    found = regress(scores("forbidden"), scores("not grounded"))
    assert (found.found, list(found.harmed)) == (True, ["c0"])


def test_harm_behind_the_first_cause_counts_and_less_of_it_is_no_harm() -> None:
    one, both = scores("forbidden"), scores("forbidden")
    one["cases"][0]["scores"] |= {"no forbidden": 0.0, "grounded": 1.0}
    both["cases"][0]["scores"] |= {"no forbidden": 0.0, "grounded": 0.5}
    assert list(regress(one, both).harmed) == ["c0"]
    assert "| c0 | forbidden | forbidden, not grounded |" in to_markdown(regress(one, both))
    rest = scores("not grounded")
    rest["cases"][0]["scores"] |= {"no forbidden": 1.0, "grounded": 0.5}
    assert not regress(both, rest).harmed


def test_a_measure_that_judges_nothing_any_more_fails_the_gate() -> None:
    base, new = scores(*[""] * 8), scores(*[""] * 8)
    for row in base["cases"][4:]:  # not in the first case: a measure need not apply there
        row["scores"]["warnings"] = 1.0
    found = regress(base, new)
    assert (found.found, list(found.lost)) == (True, ["warnings"])
    assert "| warnings | 4 | 0 |" in to_markdown(found)
    for row in new["cases"]:
        row["scores"]["warnings"] = None
    new["cases"][4]["scores"]["warnings"] = 1.0
    found = regress(base, new)
    assert not found.found
    assert "| warnings | 4 | 1 |" in to_markdown(found)
    assert not regress(new, base).found
