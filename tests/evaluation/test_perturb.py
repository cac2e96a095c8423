from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evaluation.claims import GoldClaims, read_claims
from evaluation.evidence import quotes_as_sources, read_sources
from evaluation.perturb import ALL_KINDS, perturb
from evaluation.wordings import first
from kb_sources.errors import InputRejected

ROOT = Path(__file__).parents[2]
SOURCES = read_sources(ROOT / "kb_sources" / "samples" / "truth.json")
CLAIMS = read_claims(ROOT / "evaluation" / "cases" / "claims_first.jsonl")
TRIALS = perturb(CLAIMS, SOURCES, first.build(), 1)


def test_the_same_seed_makes_the_same_trials() -> None:
    assert perturb(CLAIMS[:20], SOURCES, first.build(), 7) == perturb(CLAIMS[:20], SOURCES, first.build(), 7)
    other = perturb(CLAIMS[:20], SOURCES, first.build(), 8)
    assert other != perturb(CLAIMS[:20], SOURCES, first.build(), 7)


def test_every_kind_is_made_in_both_languages() -> None:
    made = Counter((t.kind, t.language) for t in TRIALS)
    for language in ("zh", "en"):
        assert all(made[kind, language] for kind in ("right", *ALL_KINDS))
    assert sum(n for (kind, _), n in made.items() if kind != "right") >= 2000
    assert sum(made["right", language] for language in ("zh", "en")) >= 250


def test_a_wrong_claim_differs_from_every_right_one_of_its_gold() -> None:
    def seen_by_gate(trial: object) -> object:
        return (trial.text, trial.references, trial.shown, trial.asked)  # type: ignore[attr-defined]

    right = {seen_by_gate(t) for t in TRIALS if t.kind == "right"}
    assert not [t for t in TRIALS if t.kind != "right" and seen_by_gate(t) in right]


def test_what_is_cited_or_shown_is_made_wrong() -> None:
    for trial in TRIALS:
        labels = {s.label: s for s in trial.shown}
        cited = [labels[r.label].passage for r in trial.references if r.label in labels]
        shown = {s.passage.id for s in trial.shown}
        if trial.kind == "warning":
            assert any(w not in shown for p in cited for w in p.warned_by)
        if trial.kind == "joined":
            assert any(r.quote not in labels[r.label].passage.text for r in trial.references)


def test_gold_that_no_manual_holds_is_rejected() -> None:
    gold = GoldClaims("a", "en", "m.pdf", ("Pull the plug.",), (("reordered", "The plug is pulled."),), ())
    with pytest.raises(InputRejected, match=r"m\.pdf"):
        perturb([gold], {}, first.build(), 1)
    strange = GoldClaims("b", "en", "m.pdf", ("Push it.",), (), ())
    with pytest.raises(InputRejected, match="does not hold"):
        perturb([strange], quotes_as_sources([gold]), first.build(), 1)
