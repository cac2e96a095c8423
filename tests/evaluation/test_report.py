"""What a quality owner reads."""

from collections.abc import Callable

import pytest

from evaluation.case import Case
from evaluation.judging import judge, load_scorers
from evaluation.report import MEANING, table, to_markdown
from evaluation.scorer import Result, Score, ScorerSettings
from evaluation.summary import Summary, summarise

MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]
RUN = {
    "source": "hand.csv", "cases": 2, "when": "today", "asked": "in process", "photos": "shown",
    "modes": "extractive 2", "absent": ["gone.pdf"],
}  # fmt: skip


@pytest.fixture
def summary(make_case: MakeCase, make_result: MakeResult) -> Summary:
    cases = [make_case("a"), make_case("b", lang="zh", question="多大|扭矩？\n快说")]
    results = [make_result("a"), make_result("b", action="refuse")]
    judged = judge(cases, results, load_scorers(ScorerSettings()))
    return summarise(RUN, judged, [{"hit@1": Score(1.0)}, {"hit@1": Score(0.0)}])


def test_every_measure_is_explained(summary: Summary) -> None:
    assert set(summary.measures) == set(MEANING)


def test_the_report_names_measures_groups_actions_and_failures(summary: Summary) -> None:
    text = to_markdown(summary)
    assert "| hit@1 | 1.000 | 0.158 … 1.000 | 2 |" in text  # 0.025 ** (1/2): two cases say little
    assert "| hit@1 | 1.000 | 0.500 | +0.500 |" in text  # beside LlamaIndex
    assert "## By language" in text
    assert "| **answer** | 1 | 0 | 1 | 0 | 1.000 | 0.500 | 0.667 |" in text
    assert "## Failed: 1 of 2" in text
    assert "gone.pdf" in text


def test_what_was_asked_cannot_break_the_table(summary: Summary) -> None:
    (row,) = [line for line in to_markdown(summary).splitlines() if line.startswith("| b ")]
    assert row == r"| b | action | answer → refuse | wanted answer, got refuse | 多大\|扭矩？ 快说 |"


def test_a_table_has_as_many_cells_as_columns() -> None:
    lines = table(("a", "b"), [("1", "2"), ("|", "\n")]).splitlines()
    assert lines == ["| a | b |", "| --- | --- |", "| 1 | 2 |", r"| \| |  |"]
