"""Claims that a model drafted: whole, of the sample manuals, and let through as far as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.drafted import read_drafted, reason_of
from evaluation.evidence import read_sources
from vlm.checking import ORDER, GateSettings, build_gate

DRAFTED = read_drafted()
SOURCES = read_sources(Path(__file__).parents[2] / "kb_sources" / "samples" / "truth.json")


def test_every_quote_is_printed_in_its_manual() -> None:
    for claim in DRAFTED:
        quotes = (*claim.quotes, *claim.last.quotes)
        assert all(SOURCES[claim.manual].holding(quote) is not None for quote in quotes), claim.id


def test_four_fifths_of_a_draft_stand_at_first_and_all_but_a_hundredth_after_its_repair() -> None:
    gate = build_gate(GateSettings(), [name for name in ORDER if name != "entailed"])
    mine = [claim for claim in DRAFTED if claim.set in ("e", "f")]
    held_back = [claim for claim in mine if reason_of(claim, claim, SOURCES, gate)]
    lost = [claim for claim in held_back if reason_of(claim.last, claim, SOURCES, gate)]
    assert 0 < len(held_back) <= len(mine) / 5
    assert len(lost) <= len(mine) / 100


def test_a_line_with_a_field_too_many_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "drafted.jsonl"
    path.write_text(DRAFTED[0].model_dump_json()[:-1] + ', "more": 1}', "utf-8")
    with pytest.raises(ValueError, match="more"):
        read_drafted(path)
