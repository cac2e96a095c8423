from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evaluation.claims import GoldClaims, read_claims
from evaluation.evidence import quotes_as_sources, read_sources
from evaluation.perturb import ALL_KINDS, Trial, perturb
from evaluation.wordings import dev2_home, first, sealed_k, sealed_t
from kb_sources.errors import InputRejected

ROOT = Path(__file__).parents[2]
SOURCES = read_sources(ROOT / "kb_sources" / "samples" / "truth.json")
CASES = ROOT / "evaluation" / "cases"
CLAIMS = read_claims(CASES / "claims_first.jsonl")
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


def _made(name: str, *ids: str) -> list[Trial]:
    """The trials of some gold in the wording of its file, or in the first."""
    gold = [g for g in read_claims(CASES / f"claims_{name}.jsonl") if g.id in ids]
    wording = sealed_k if name == "sealed_k" else dev2_home if name == "dev2_home" else first
    return [*perturb(gold, SOURCES, wording.build(), 1, 200)]


def test_what_another_cited_quote_bears_is_not_counted_as_wrong() -> None:
    delay = {t.text for t in _made("sealed_k", "k068") if t.kind == "row"}
    assert delay and "J-12 has a delay of 1800 ms." not in delay, "two rows have this delay"
    pump = [t for t in _made("open", "o084") if t.kind == "misattributed"]
    quoted = {(t.text[:20], t.references[0].quote) for t in pump if t.references[0].label != "S1"}
    own = pump[0].shown[0].passage.text
    elsewhere = {(text, quote) for text, quote in quoted if quote != own}
    assert not any(text == "The pump should show" and "CN5: 1–2" in quote for text, quote in elsewhere)
    assert any(text == "The pump should show" for text, _ in elsewhere)
    assert any("foreign body" in quote for text, quote in elsewhere if text.startswith("E21 says"))
    value = [t for t in _made("dev2_home", "h034") if t.kind == "suffix"]
    assert value and not any("C-103 the value" in t.text for t in value)


def test_a_count_in_words_that_the_other_row_has_is_not_counted_as_wrong() -> None:
    rows = [t for t in _made("sealed_n", "n094") if t.kind == "row"]
    told = [t for t in rows if t.text == "底壳的数量为一块。"]
    assert told and not any("底壳" in r.quote for t in told for r in t.references), "its quantity is 1"
    assert any("QL-3502" in t.text for t in rows)


def test_the_same_value_with_another_nought_is_not_counted_as_wrong() -> None:
    gold = [g for g in read_claims(CASES / "claims_open.jsonl") if g.id == "o046"]
    made = {t.text for t in perturb(gold, SOURCES, sealed_t.build(), 1, 200) if t.kind == "decimal"}
    assert any("0.300 V" in text for text in made) and not any("3.000 V" in text for text in made)


def test_a_row_is_not_borne_by_the_words_of_another() -> None:
    made = [t for t in _made("open", "o153", "o155") if t.kind == "row" and " | " in t.text]
    assert any(t.text == "项目: 充电 | 参数: 4.45 V" for t in made)


def test_the_name_of_the_product_put_in_twice_is_not_counted_as_wrong() -> None:
    assert not any(t.text.count("P310") > 1 for t in _made("open", "o104") if t.kind == "row")


def test_another_edition_s_text_that_a_cited_quote_prints_too_is_not_counted_as_wrong() -> None:
    claims = read_claims(CASES / "claims_sealed_n.jsonl")
    (gold,) = [g for g in claims if g.id == "n026"]
    told = {t.text for t in perturb([gold], SOURCES, first.build(), 1) if t.kind == "edition"}
    assert told.isdisjoint(gold.quotes)
    assert any(t.kind == "edition" for t in TRIALS)
