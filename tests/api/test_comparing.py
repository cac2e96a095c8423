"""A comparison is answered product by product: nothing of one is said of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.comparing import compared, subject
from api.turn import AskRequest
from retrieval.products import Match, Named
from tests.api.bench import Bench, Library, hit
from tests.api.test_grounding import said
from vlm.models.scripted import Scripted

SMALL, LARGE = "Tighten the lid screws to 0.12 N·m.", "Tighten the lid screws to 0.16 N·m."


def recognise(text: str) -> Match:
    from retrieval.products import Products

    return Products(Library(), "t", lambda word: False).recognise(None, [text])


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    bench.finder.hits = [hit("N7", SMALL), hit("N7 Pro", LARGE)]
    return bench


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Does battery removal on the N7 Pro differ from the regular N7?", "Does battery removal on ?"),
        ("Is the lid torque the same on the N7 and the N7 Pro?", "Is the lid torque on the and ?"),
        ("N7 和 N7 Pro 的盖板力矩有什么区别？", "盖板力矩 ?"),
        ("N7 Pro 的力矩跟普通版 N7 一样吗？", "力矩 ?"),
    ],
)
def test_a_comparison_names_products_and_what_is_compared(question: str, about: str) -> None:
    each = compared(question, recognise)
    assert {n.products for n in each} == {("N7",), ("N7 Pro",)}
    assert subject(question, each) == about


@pytest.mark.parametrize(
    "question",
    [
        "Which torque on the N7 or the N7 Pro?",
        "What is different on the N7 Pro?",
        "The screws differ in length, which ones go where?",
        "N7 的两种螺丝有什么区别？",
    ],
)
def test_what_compares_no_two_products_is_no_comparison(question: str) -> None:
    assert compared(question, recognise) == ()


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("Does the lid torque of the N7 Pro differ from the N7?", "N7 Pro"),
        ("N7 和 N7 Pro 的盖板力矩有什么区别？", None),
    ],
)
def test_each_product_is_searched_and_answered_apart(bench: Bench, question: str, stated: str | None) -> None:
    reply = bench.ask(AskRequest(question, product=stated))
    assert reply.action == "answer"
    searched = [q.products for q in bench.finder.queries]
    assert searched == ([("N7 Pro",), ("N7",)] if stated else [("N7",), ("N7 Pro",)])
    assert all("N7" not in q.text for q in bench.finder.queries)
    cited = {c.n: c.manual.products for c in reply.citations}
    assert {c.text: cited[c.citations[0]] for c in reply.claims} == {SMALL: ("N7",), LARGE: ("N7 Pro",)}
    lines = reply.text.splitlines()
    for name, text in (("N7:", SMALL), ("N7 Pro:", LARGE)):
        assert lines[lines.index(name) + 1].startswith(f"• {text}")
    assert len({c.id for c in reply.claims}) == 2
    assert {h["source_name"] for h in bench.audit.trail(reply.id)["hits"]} == {"N7.pdf", "N7 Pro.pdf"}


def test_a_product_of_which_nothing_is_found_is_told(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", SMALL), hit("N7 Pro", LARGE, coverage=0.0)]
    reply = bench.ask(AskRequest("Does the lid torque of the N7 Pro differ from the N7?"))
    assert "(N7 Pro: its manual holds nothing that answers this.)" in reply.text
    assert [c.text for c in reply.claims] == [SMALL]
    bench.finder.hits = []
    assert bench.ask(AskRequest("Does the lid torque of the N7 Pro differ from the N7?")).action == "refuse"


def test_a_model_is_shown_one_product_at_a_time(tmp_path: Path) -> None:
    model = Scripted([said((SMALL, "S1", SMALL)), said((LARGE, "S1", LARGE))])
    bench = Bench(tmp_path, model)
    bench.finder.hits = [hit("N7", SMALL), hit("N7 Pro", LARGE)]
    reply = bench.ask(AskRequest("Does the lid torque of the N7 Pro differ from the N7?"))
    assert (reply.mode, [c.text for c in reply.claims]) == ("generated", [SMALL, LARGE])
    shown = [str(prompt.turns) for prompt, _ in model.asked]
    assert [("0.12" in each, "0.16" in each) for each in shown] == [(True, False), (False, True)]


def test_what_a_model_says_of_the_other_product_is_held_back(tmp_path: Path) -> None:
    mixed = "The lid screws of the N7 Pro: 0.12 N·m."
    model = Scripted([said((mixed, "S1", SMALL)), said((mixed, "S1", SMALL)), said((LARGE, "S1", LARGE))])
    bench = Bench(tmp_path, model)
    bench.finder.hits = [hit("N7", SMALL), hit("N7 Pro", LARGE)]
    reply = bench.ask(AskRequest("Does the lid torque of the N7 Pro differ from the N7?"))
    assert mixed in [d.text for d in reply.dropped]
    assert mixed not in reply.text
    assert Named(("N7",)) in compared("Does the N7 Pro differ from the N7?", recognise)
