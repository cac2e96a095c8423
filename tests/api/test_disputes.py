"""A conflict is shown as one, never blended: both values, each cited, said in the asker's language."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.turn import AskRequest
from retrieval.query import Hit
from tests.api.bench import Bench, hit
from tests.api.test_grounding import said
from vlm.models.scripted import Scripted

A, B, C = (f"{n}. Tighten the lid screws to {t} N·m." for n, t in ((3, "0.12"), (3, "0.25"), (4, "0.30")))
HAND = "2. Close the lid by hand."


def edition(text: str, revision: str, **changes: object) -> Hit:
    """A step as one revision of the same manual prints it."""
    number = {"kind": "step", "step": text[0], "part_of": f"p-{revision}"}
    one = hit("N7", text, **{**number, "reading": f"r-{revision}", "id": f"{revision}-{text[:9]}", **changes})
    return replace(one, edition=replace(one.edition, id=revision * 64, revision=revision))


def bench_of(folder: Path, *hits: Hit, model: Scripted | None = None) -> Bench:
    bench = Bench(folder, model)
    bench.finder.hits = list(hits)
    bench.elsewhere.hits = list(hits)
    return bench


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("which torque for the N7 lid screws", "do not agree"),
        ("N7 lid screws 的力矩是多少", "说法不一致"),
    ],
)
def test_both_values_leave_each_with_its_own_citation(tmp_path: Path, question: str, says: str) -> None:
    reply = bench_of(tmp_path, edition(A, "a"), edition(B, "b")).ask(AskRequest(question))
    assert reply.action == "answer"
    note, rest = reply.text.split("\n", 1)
    assert says in note and "N7 manual · a" in note and "N7 manual · b" in note
    assert rest.index("0.12") < rest.index("N7 manual · b") < rest.index("0.25")
    cited = {c.text: [reply.citations[n - 1] for n in c.citations] for c in reply.claims}
    assert {t: [c.edition.revision for c in found] for t, found in cited.items()} == {A: ["a"], B: ["b"]}
    assert all(c.verdict.supported for c in reply.claims)


def test_what_all_editions_say_is_said_once(tmp_path: Path) -> None:
    same = edition(A.replace("3.", "5."), "b")
    reply = bench_of(tmp_path, edition(A, "a"), same).ask(AskRequest("which torque for the N7 lid screws"))
    assert [c.text for c in reply.claims] == [A]
    assert "do not agree" not in reply.text


def test_what_the_own_edition_prints_too_is_of_something_else(tmp_path: Path) -> None:
    own = edition(B, "a", id="a-other")
    bench = bench_of(tmp_path, edition(A, "a"), own, edition(B, "b"))
    assert "do not agree" not in bench.ask(AskRequest("which torque for the N7 lid screws")).text


def test_a_third_edition_speaks_for_itself(tmp_path: Path) -> None:
    reply = bench_of(tmp_path, *(edition(t, r) for t, r in ((A, "a"), (B, "b"), (C, "c")))).ask(
        AskRequest("which torque for the N7 lid screws")
    )
    assert [c.text for c in reply.claims] == [A, B, C]
    assert reply.text.count("says instead:") == 2


def test_what_says_otherwise_brings_its_warnings_or_stays_away(tmp_path: Path) -> None:
    warning = edition("DANGER Never pierce the battery.", "b", kind="warning", level="danger", step="")
    rival = edition(B, "b", warned_by=(warning.passage.id,))
    bench = bench_of(tmp_path, edition(A, "a"), rival)
    question = AskRequest("which torque for the N7 lid screws")
    assert "0.25" not in bench.ask(question).text, "a step without its warning"
    bench.elsewhere.warnings = [warning]
    text = bench.ask(question).text
    assert text.index("N7 manual · b says") < text.index("DANGER: Never") < text.index("0.25")


def test_editions_without_revision_are_told_by_their_file(tmp_path: Path) -> None:
    hits = [edition(A, "a"), edition(B, "b")]
    unnamed = [
        replace(h, edition=replace(h.edition, revision="", source_name=f"{h.edition.revision}.pdf"))
        for h in hits
    ]
    text = bench_of(tmp_path, *unnamed).ask(AskRequest("which torque for the N7 lid screws")).text
    assert "N7 manual (b.pdf) says instead:" in text


@pytest.mark.parametrize(
    "words",
    [
        "Tighten the lid screws to 0.12 or 0.25 N·m.",
        "Tighten the lid screws to 0.12 N·m.",
    ],  # and a copy of one
)
def test_a_draft_that_rests_one_claim_on_both_is_caught_and_both_are_quoted(
    tmp_path: Path, words: str
) -> None:
    why = "The cited S1 and S2 do not agree"
    sources = [{"id": label, "quote": quote[3:]} for label, quote in (("S1", A), ("S2", B))]
    lid = {"kind": "step", "text": "Close the lid by hand.", "sources": [{"id": "S3", "quote": HAND[3:]}]}
    blend = {"kind": "value", "text": words, "sources": sources}
    model = Scripted([json.dumps({"claims": [lid, blend], "figures": []})])
    bench = bench_of(tmp_path, edition(A, "a"), edition(B, "b"), edition(HAND, "a"), model=model)
    reply = bench.ask(AskRequest("how do I close the N7 lid"))
    assert reply.mode == "generated"
    assert [d.text for d in reply.dropped] == [words]
    assert why in reply.dropped[0].reason
    assert why in str(model.asked[1][0].turns[-1]), "the model is told"
    assert f"• {words}" not in reply.text
    assert {A, B} <= {c.text for c in reply.claims}
    assert "do not agree on this" in reply.text


def test_a_draft_that_takes_steps_from_both_editions_is_put_in_order(tmp_path: Path) -> None:
    hits = [edition(t, r) for t, r in ((A, "a"), (B, "b"), (HAND, "a"), ("1. Clean the lid.", "a"))]
    mixed = [(hits[n].passage.text, f"S{n + 1}", hits[n].passage.text) for n in (3, 2, 1)]
    bench = bench_of(tmp_path, *hits, model=Scripted([said(*mixed, kind="step")]))
    reply = bench.ask(AskRequest("how do I close the N7 lid"))
    assert [c.text for c in reply.claims] == ["Clean the lid.", HAND[3:], A, B[3:]]
    assert reply.text.index("0.12") < reply.text.index("N7 manual · b says instead:")
    assert reply.text.index("N7 manual · b says instead:") < reply.text.index("0.25")
