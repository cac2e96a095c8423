"""A pilot from tickets to findings: asked once, resumed after a kill, gaps ranked."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.case import Case
from evaluation.cost import Prices
from evaluation.pilot import Outcome, ask_tickets, find, sample, to_json
from evaluation.run import kept_results
from evaluation.scorer import Result
from evaluation.tickets import Ticket
from kb_sources.errors import Busy, InputRejected


class Door:
    """Answers what has "ok" in it, refuses the rest; breaks off at the ticket named."""

    def __init__(self, breaks_at: str = "", busy: bool = False) -> None:
        self.asked: list[str] = []
        self.breaks_at = breaks_at
        self.busy = busy

    def ask(self, case: Case) -> dict[str, Any]:
        if case.id == self.breaks_at:
            if self.busy:
                raise Busy("later")
            raise KeyboardInterrupt
        self.asked.append(case.id)
        action = "answer" if "ok" in case.question else "refuse"
        return {"id": f"ans-{case.id}", "action": action, "claims": [], "citations": []}

    def trail(self, answer_id: str) -> dict[str, Any]:
        return {"hits": [{"source_name": "a"}], "rarest": 1.0, "codes": [], "widened": [], "product": None}

    def picture(self, edition: str, page: int) -> bytes:
        raise AssertionError


def ticket(id_: str, question: str = "ok", product: str = "N7", symptom: str = "screen") -> Ticket:
    return Ticket(id_, 2, question, product, symptom)


def test_a_stopped_pilot_goes_on_where_it_stopped(tmp_path: Path) -> None:
    file = tmp_path / "p" / "results.jsonl"
    tickets = [ticket(str(n)) for n in range(5)]
    with pytest.raises(KeyboardInterrupt):
        ask_tickets(tickets, Door(breaks_at="3"), file)
    with file.open("a", encoding="utf-8") as kept:
        kept.write('{"key": "cut sho')  # as a kill leaves it
    with file.open("ab") as raw:
        raw.write("屏".encode()[:2])  # even within a letter
    again = Door()
    outcomes = ask_tickets(tickets, again, file)
    assert again.asked == ["3", "4"]
    assert [o.action for o in outcomes] == ["answer"] * 5
    assert len(kept_results(file)) == 5
    changed = Door()
    ask_tickets([*tickets[:4], ticket("4", "ok now")], changed, file)
    assert changed.asked == ["4"]


def test_no_letter_of_an_answer_ends_its_line(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    tickets = [ticket("a\u2028b\u0085c"), ticket("2")]
    ask_tickets(tickets, Door(), file)
    again = Door()
    assert len(ask_tickets(tickets, again, file)) == 2
    assert again.asked == []


def test_a_failed_ask_is_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    (first,) = ask_tickets([ticket("1")], Door("1", busy=True), file)
    assert first.action == "error"
    (second,) = ask_tickets([ticket("1")], Door(), file)
    assert second.action == "answer"


def test_a_file_of_something_else_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text('{"some": "thing"}\n{"else": 1}\n', "utf-8")
    with pytest.raises(InputRejected, match="line 1: no answer of a pilot"):
        ask_tickets([ticket("1")], Door(), file)
    assert json.loads(file.read_text("utf-8").splitlines()[0]) == {"some": "thing"}


def outcome(action: str, trail: dict[str, Any] | None = None, **fields: Any) -> Outcome:
    told = {"hits": [{}], "rarest": 1.0, "codes": [], "widened": [], "product": None} | (trail or {})
    answer = {"id": "a", "action": action, "dropped": fields.pop("dropped", [])}
    return Outcome(ticket("1", **fields), Result("1", answer, told, 0.5))


def test_gaps_are_ranked_and_say_why() -> None:
    e21 = {"codes": ["E21"]}
    outcomes = [
        *[outcome("refuse", e21, product="B")] * 3,
        outcome("refuse", {"hits": [], "rarest": None}, product="C", symptom="cooling"),
        outcome("refuse", dropped=[{"text": "x"}]),
        outcome("clarify", product="", symptom=""),
        *[outcome("answer")] * 4,
    ]
    found = find(outcomes, Prices())
    assert found.gaps[0] == (3, "no_passage", "E21", "B")
    assert set(found.gaps[1:]) == {
        (1, "no_manual", "cooling", "C"),
        (1, "unchecked", "screen", "N7"),
        (1, "which", "–", "–"),
    }
    assert found.shares["answer"].mean == 0.4
    assert "error" not in found.shares
    assert [(row.name, row.tickets) for row in found.by_product] == [("N7", 5), ("B", 3), ("C", 1), ("–", 1)]
    assert found.by_product[0].counts == {"refuse": 1, "answer": 4}
    assert json.loads(json.dumps(to_json(found)))["tickets"] == 10


def test_the_sample_is_of_answers_and_the_same_for_a_seed() -> None:
    outcomes = [Outcome(ticket(str(n)), Result(str(n), {"action": "answer"}, {}, 0)) for n in range(200)]
    outcomes += [outcome("refuse")] * 50
    drawn = sample(outcomes, 50, 0)
    assert len({o.ticket.id for o in drawn}) == 50
    assert all(o.action == "answer" for o in drawn)
    assert drawn == sample(outcomes, 50, 0) != sample(outcomes, 50, 1)
    assert len(sample(outcomes, 1000, 0)) == 200
