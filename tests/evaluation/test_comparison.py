"""Two runs side by side."""

from typing import Any

import pytest

from evaluation.comparison import compare, to_json, to_markdown
from kb_sources.errors import InputRejected


def scores(name: str, *rows: tuple[str, float | None, str]) -> dict[str, Any]:
    cases = [
        {"id": case, "scores": {"action": value}, "cause": cause, "question": f"{case}?"}
        for case, value, cause in rows
    ]
    return {"run": {"source": name}, "latency_ms": {"p50": 10.0}, "cases": cases}


def test_changes_and_flips() -> None:
    before = scores("A", ("a", 0.0, "action"), ("b", 1.0, ""), ("c", 0.0, "action"), ("gone", 1.0, ""))
    after = scores("B", ("a", 1.0, ""), ("b", 0.0, "forbidden"), ("c", 0.0, "not found"), ("d", None, ""))
    told = compare(before, after)
    assert (told.common, told.only) == (3, (1, 1))
    (change,) = told.changes
    assert (change.before, change.after, change.difference.mean) == (1 / 3, 1 / 3, 0)
    assert not change.clear
    text = to_markdown(told)
    assert (
        "## Mended: 1\n\n| case | A | B | question |\n| --- | --- | --- | --- |\n| a | action | right |"
        in text
    )
    assert "| b | right | forbidden |" in text
    assert "| c | action | not found |" in text
    assert to_json(told)["flips"][0]["case"] == "a"


def test_a_clear_change_is_marked() -> None:
    names = [f"c{n}" for n in range(30)]
    before = scores("A", *((n, 0.0, "action") for n in names))
    after = scores("B", *((n, 1.0, "") for n in names))
    assert "| action | 0.000 | 1.000 | +1.000 * | 1.000 … 1.000 | 30 |" in to_markdown(compare(before, after))


def test_what_one_run_could_not_judge_is_left_out() -> None:
    told = compare(scores("A", ("a", None, ""), ("b", 1.0, "")), scores("B", ("a", 0.0, ""), ("b", 1.0, "")))
    assert (told.changes[0].difference.n, told.changes[0].difference.mean) == (1, 0)


def test_runs_without_a_common_case_cannot_be_compared() -> None:
    with pytest.raises(InputRejected, match="no case"):
        compare(scores("A", ("a", 1.0, "")), scores("B", ("b", 1.0, "")))


def test_harm_that_one_run_stops_is_named() -> None:
    open_gate = scores("A", ("a", 0.0, "not grounded"), ("b", 0.0, "forbidden"), ("c", 1.0, ""))
    shut_gate = scores("B", ("a", 1.0, ""), ("b", 0.0, "must missing"), ("c", 0.0, "warning missing"))
    told = compare(open_gate, shut_gate)
    assert to_json(told)["saved"] == ["a", "b"]
    assert to_json(told)["harmed"] == ["c"]
    text = to_markdown(told)
    assert "## Harm in A that B stops: 2" in text
    assert "| b | forbidden | must missing |" in text
    assert "## Harm in B that A stops: 1" in text


def test_a_measure_of_later_cases_is_compared_and_one_that_vanishes_is_named() -> None:
    before = scores("A", *((f"c{n}", 1.0, "") for n in range(4)))
    after = scores("B", *((f"c{n}", 1.0, "") for n in range(4)))
    for row in before["cases"][1:]:
        row["scores"] |= {"must": 1.0, "warnings": 1.0}
    for row in after["cases"][1:]:
        row["scores"]["must"] = 0.0
    told = compare(before, after)
    assert [c.measure for c in told.changes] == ["action", "must"]
    assert [(r.measure, r.before, r.after) for r in told.uneven] == [("warnings", 3, 0)]
    assert "| warnings | 3 | 0 |" in to_markdown(told)
    assert to_json(told)["uneven"] == [{"measure": "warnings", "before": 3, "after": 0}]
