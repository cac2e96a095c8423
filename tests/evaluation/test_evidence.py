from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.claims import GoldClaims, read_claims
from evaluation.evidence import quotes_as_sources, read_sources
from kb_sources.errors import InputRejected

ROOT = Path(__file__).parents[2]
TRUTH = ROOT / "kb_sources" / "samples" / "truth.json"


def test_every_gold_quote_stands_in_a_passage_of_its_manual() -> None:
    sources = read_sources(TRUTH)
    for half in ("first", "second"):
        for gold in read_claims(ROOT / "evaluation" / "cases" / f"claims_{half}.jsonl"):
            for quote in gold.quotes:
                assert sources[gold.manual].holding(quote), (gold.id, quote)


def test_a_step_is_shown_with_its_neighbours_and_warnings() -> None:
    source = read_sources(TRUTH)["helmar-wm620-service-revB.pdf"]
    step = source.holding("Pull plug CN5 off the pump.")
    assert step is not None and step.kind == "step" and step.step == "3"
    beside = source.beside(step)
    assert {*step.warned_by} <= {p.id for p in beside}
    assert any(p.step == "4" for p in beside)


def test_gold_without_a_truth_brings_its_own_passages() -> None:
    gold = GoldClaims("a", "en", "m.pdf", ("Item: Mass | Value: 3 kg", "Pull the plug."), (), ())
    passages = quotes_as_sources([gold])["m.pdf"].passages
    assert [p.kind for p in passages] == ["row", "text"]


def test_a_broken_record_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text("{}", "utf-8")
    with pytest.raises(InputRejected):
        read_sources(tmp_path / "truth.json")
