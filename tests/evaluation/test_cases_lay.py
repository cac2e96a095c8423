"""The gold of the questions in lay words is true: held against truth.json, which no PDF reader touched."""

from __future__ import annotations

from collections import Counter

import pytest

from evaluation.case import Case, read_cases
from tests.evaluation.test_cases_samples import FILE, SUPERSEDED, truth, unsaid

FILES = ("lay_seen", "lay_unseen")
CASES = {name: read_cases(FILE.with_name(f"{name}.jsonl")) for name in FILES}
ALL = [case for cases in CASES.values() for case in cases]


def by_id(case: Case) -> str:
    return case.id


@pytest.mark.parametrize("name", FILES)
def test_counts_are_as_the_readme_promises(name: str) -> None:
    cases = CASES[name]
    wanted = Counter(case.action for case in cases)
    readme = FILE.with_name("README.md").read_text("utf-8")
    row = next(line for line in readme.splitlines() if line.startswith(f"| `{name}` |"))
    told = f"| {len(cases)} | {wanted['answer']} | {wanted['refuse']} | {wanted['clarify']} |"
    assert row.startswith(f"| `{name}` {told}")


def test_no_question_stands_twice() -> None:
    others = {case.question for case in read_cases(FILE, FILE.parent)}
    asked = [case.question for case in ALL]
    assert len(set(asked)) == len(asked)
    assert others.isdisjoint(asked)


@pytest.mark.parametrize("case", [case for case in ALL if case.action == "answer"], ids=by_id)
def test_what_an_answer_must_say_stands_on_every_gold_page(case: Case) -> None:
    assert case.must
    for place in case.places:
        assert place.manual in truth() and place.manual != SUPERSEDED
        assert len(unsaid(case, place.manual, place.pages)) < len(case.must), place


@pytest.mark.parametrize("case", ALL, ids=by_id)
def test_the_gold_answer_keeps_its_own_rules(case: Case) -> None:
    if case.action == "answer":
        assert case.missing(case.answer) == ()
        assert case.forbidden(case.answer) == ()
    if case.action == "refuse":
        assert (case.places, case.must) == ((), ())
