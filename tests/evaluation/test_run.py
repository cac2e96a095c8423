"""Asking every case, whatever happens."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluation.case import Case
from evaluation.run import ask_all, ask_kept, kept_results, read_results, without_photos, write_results
from kb_sources.errors import Busy, InputRejected, SourceUnavailable


class Scripted:
    """Answers with the question, and is busy when asked for it."""

    def ask(self, case: Case) -> dict[str, Any]:
        if case.question == "busy":
            raise Busy()
        return {"id": f"ans_{case.id}", "action": "answer", "text": case.question}

    def trail(self, answer_id: str) -> dict[str, Any]:
        return {"of": answer_id}


def test_an_error_ends_no_run(make_case: Callable[..., Case], tmp_path: Path) -> None:
    done: list[int] = []
    cases = [make_case("a"), make_case("b", question="busy"), make_case("c", question="c\u2028\u0085?")]
    results = ask_all(cases, Scripted(), done.append)
    assert [r.action for r in results] == ["answer", "error", "answer"]
    assert results[1].error.startswith("Busy: ")
    assert results[2].trail == {"of": "ans_c"}
    assert done == [1, 2, 3]
    path = tmp_path / "deep" / "results.jsonl"
    write_results(path, results)
    assert read_results(path) == results


class Dying(Scripted):
    """Is gone when it is asked for it, each time or once."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, case: Case) -> dict[str, Any]:
        self.asked.append(case.id)
        if case.question == "gone":
            raise SourceUnavailable("http://kb does not answer.")
        return super().ask(case)


def test_a_service_that_is_gone_ends_the_run_and_what_was_asked_is_kept(
    make_case: Callable[..., Case], tmp_path: Path
) -> None:
    file = tmp_path / "asked.jsonl"
    cases = [make_case("0"), *(make_case(str(n), question="gone") for n in range(1, 9))]
    door, told = Dying(), list[int]()
    with pytest.raises(SourceUnavailable, match="does not answer"):
        ask_kept(cases, ["k"] * 9, door, file, told.append)
    assert door.asked == ["0", "1", "2", "3"]
    assert told[-1] == 1, "those that found nobody are not done"
    assert [r.case for r in kept_results(file)] == ["0"]
    again = Dying()
    back = [make_case(str(n)) for n in range(9)]
    assert len(ask_kept(back, ["k"] * 9, again, file)) == 9
    assert again.asked == [str(n) for n in range(1, 9)]
    with pytest.raises(SourceUnavailable):
        ask_all(cases, Dying())


def test_now_and_then_without_an_answer_or_too_busy_is_not_gone(make_case: Callable[..., Case]) -> None:
    questions = ["gone", "gone", "?", "gone", "busy", "gone", "gone", "busy", "busy", "busy"]
    results = ask_all([make_case(str(n), question=q) for n, q in enumerate(questions)], Dying())
    assert [r.action for r in results].count("error") == 9


def test_what_is_kept_is_asked_once_under_a_key(make_case: Callable[..., Case], tmp_path: Path) -> None:
    file = tmp_path / "deep" / "asked.jsonl"
    cases = [make_case("a"), make_case("b", question="busy")]
    first = ask_kept(cases, ["1", "1"], Scripted(), file)
    assert [r.action for r in first] == ["answer", "error"]
    again = ask_kept([make_case("a", question="new"), make_case("b")], ["1", "1"], Scripted(), file)
    assert [r.answer["text"] for r in again] == ["What torque?", "What torque?"], "what failed is asked again"
    other = ask_kept([make_case("a", question="new")], ["2"], Scripted(), file)
    assert other[0].answer["text"] == "new"
    assert [r.case for r in kept_results(file)] == ["a", "b", "a"]


def test_other_files_hold_no_results(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(InputRejected, match="no results"):
        read_results(path)


def test_leaving_photos_out_changes_nothing_else(make_case: Callable[..., Case]) -> None:
    case = make_case("a", photo=Path("a.jpg"))
    assert without_photos([case]) == (make_case("a"),)
