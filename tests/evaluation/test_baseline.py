"""Stock LlamaIndex chunks under our search: what a page says finds its page."""

import sys
from collections.abc import Callable

import pytest

from evaluation.baseline import search_stock
from evaluation.case import Case, GoldPlace
from evaluation.scorer import ScorerSettings
from evaluation.shelf import PageText
from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load

MakeCase = Callable[..., Case]
PAGES = [
    PageText("k1.pdf", 1, "Kettle. Descale the kettle with citric acid once a month.", "en"),
    PageText("k1.pdf", 2, "Torque. Tighten the base screws to 0.25 N·m.", "en"),
    PageText("k1-zh.pdf", 1, "水壶不加热时，检查底座的熔断器。", "zh"),
]


def test_questions_find_their_pages(make_case: MakeCase) -> None:
    pytest.importorskip("llama_index.core", reason="the extra `llamaindex` is not installed")
    cases = [
        make_case("a", question="What torque for the base screws?", places=(GoldPlace("k1.pdf", (2,)),)),
        make_case("b", lang="zh", question="水壶不加热怎么办", places=(GoldPlace("k1-zh.pdf", (1,)),)),
        make_case("c", question=""),
    ]
    results = search_stock(PAGES, cases, 8)
    scorer = load("evaluation.scorers", "retrieval").build(ScorerSettings())
    for case, result in zip(cases[:2], results, strict=False):
        assert scorer.score(case, result)["hit@1"].value == 1
    assert results[2].found == []


def test_its_absence_is_told_with_what_to_do(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.core.node_parser", None)
    with pytest.raises(SettingsInvalid, match="llamaindex"):
        search_stock(PAGES, [make_case()], 8)
