"""The decision before drafting: too little is refused, rivals are asked about, translations are no rivals."""

from __future__ import annotations

import pytest

from api.deciding import Thresholds, clarify_product, insufficient, refuse_unknown, rivals
from kb_sources.manual import Edition, Manual, Passage
from retrieval.query import Evidence, Hit, Query

LIMITS = Thresholds(coverage=0.5, rival=0.8)


def hit(products: tuple[str, ...], score: float, coverage: float) -> Hit:
    name = products[0]
    manual = Manual(name, "t", name, "Acme", products, "en")
    edition = Edition(name, name, "", "en", "live", "x.pdf", 1)
    return Hit(
        Passage(name, name, name, "text", (), 0, "x", (), "textlayer"), manual, edition, score, (), coverage
    )


def found(*hits: Hit, uncovered: tuple[str, ...] = ()) -> Evidence:
    return Evidence(Query("t", "q"), hits, uncovered=uncovered)


@pytest.mark.parametrize(("coverage", "refused"), [(0.0, True), (0.49, True), (0.5, False), (1.0, False)])
def test_coverage_decides_whether_evidence_suffices(coverage: float, refused: bool) -> None:
    evidence = found(hit(("A",), 9, coverage), uncovered=("warranty",))
    outcome = insufficient(evidence, (), "en", LIMITS)
    assert (outcome is not None) is refused
    if outcome is not None:
        assert "warranty" in outcome.reason


def test_nothing_found_is_refused() -> None:
    assert insufficient(found(), (), "zh", LIMITS) is not None


def test_rivals_are_products_that_answer_about_as_well() -> None:
    a, b, far = hit(("A",), 10, 0.9), hit(("B",), 9, 0.9), hit(("C",), 3, 0.9)
    assert rivals([a, b, far], LIMITS) == ("A", "B")
    assert rivals([a, far], LIMITS) == ()
    assert rivals([a, hit(("B",), 9, 0.3)], LIMITS) == ()
    assert rivals([], LIMITS) == ()
    assert rivals([hit(("A",), 10, 0.9), hit(("A", "A 中文"), 9.9, 0.9)], LIMITS) == (), (
        "the same product twice"
    )


def test_clarify_and_refusal_name_the_products() -> None:
    clarify = clarify_product(("A", "B"), "en")
    assert [dict(o.set) for o in clarify.options] == [{"product": "A"}, {"product": "B"}]
    assert "WM-900" in refuse_unknown("WM-900", ("A",), "zh").reason
