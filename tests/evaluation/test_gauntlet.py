from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import gauntlet
from kb_sources.errors import SettingsInvalid
from vlm.checking import ORDER, GateSettings, build_gate


def test_the_first_part_meets_its_targets() -> None:
    trials = gauntlet.assemble([], 1, 1, "first")
    outcomes = gauntlet.run("first", trials["first"], build_gate(GateSettings()))
    targets = gauntlet.judge(gauntlet.count(outcomes))
    assert len(targets) == 4
    assert all(t.met for t in targets), (targets, gauntlet.missed(outcomes))


def test_a_gate_without_a_check_lets_wrong_claims_through() -> None:
    trials = gauntlet.assemble([], 1, 1, "first")["first"]
    weak = build_gate(GateSettings(), [name for name in ORDER if name != "figures"])
    some = [t for t in trials if t.kind in ("digit", "right")][:120]
    cells = gauntlet.count(gauntlet.run("first", some, weak))
    assert sum(c.leave for c in cells if c.kind == "digit") > 10
    assert not all(t.met for t in gauntlet.judge(cells))


def test_counts_and_targets_are_told_in_words_and_data() -> None:
    trials = gauntlet.assemble([], 1, 1, "first")["first"][:30]
    outcomes = gauntlet.run("first", trials, build_gate(GateSettings()))
    wrongly = [replace(o, leaves=not o.leaves) for o in outcomes[:2]]
    cells = gauntlet.count(outcomes)
    assert sum(c.trials for c in cells) == 30
    told = gauntlet.to_markdown(cells, gauntlet.judge(cells), wrongly)
    assert "quote only" in told and outcomes[0].trial.text in told
    data = gauntlet.to_json(cells, gauntlet.judge(cells), wrongly)
    assert len(data["missed"]) == 2 and data["cells"][0]["kind"] == "right"


def test_other_gold_is_worded_in_every_way(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(
        '{"id": "a", "lang": "en", "manual": "m.pdf", "quotes": ["Wait 5 minutes."], "right": []}\n', "utf-8"
    )
    assert set(gauntlet.assemble([file], 1, 1)) == {"own"}
    with pytest.raises(SettingsInvalid):
        gauntlet.assemble([], 1, 1, "unheard")
