"""LlamaIndex asks our search: its engine gets our passages, with what a citation needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.manual import Box, Edition, Language, Manual, Passage, PassageKind, Span
from kb_sources.settings import read_settings
from retrieval.query import Evidence, Query
from retrieval.wiring import Retrieval, build

pytest.importorskip("llama_index.core", reason="the extra `llamaindex` is not installed")
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.schema import MetadataMode

from retrieval.llama import PassageRetriever

WARNING = "WARNING: Disconnect the battery first."
TEXTS: Mapping[str, Sequence[tuple[str, PassageKind, str, tuple[str, ...]]]] = {
    "XR-200": [
        ("w", "warning", WARNING, ()),
        ("s1", "step", "Unscrew the cover of the pump.", ("w",)),
        ("s2", "step", "Lift the pump out of its seat.", ("w",)),
    ],
    "XR-300": [("o1", "text", "The pump of this model is glued in.", ())],
}


@pytest.fixture
def retrieval(tmp_path: Path) -> Retrieval:
    catalogue = Catalogue(connect(f"sqlite:///{tmp_path / 'catalogue.db'}"))
    settings = read_settings({"KB_DATA": str(tmp_path), "KB_RETRIEVAL_STORE": "exact"}, tmp_path / "kb.toml")
    built = build(settings, catalogue)
    for product, texts in TEXTS.items():
        edition = Edition(product[-3] * 64, "m" + product, "B", "en", "staged", f"{product}.pdf", 9)
        manual = Manual(edition.manual_id, "default", f"{product} Service", "Acme", (product,), "en")
        catalogue.register(manual, edition, beside=False)
        reading = catalogue.begin_reading("default", edition.id, "1", again=False)
        passages = [
            Passage(
                id_, edition.id, reading.id, kind, ("Pump",), n, text,
                (Span(0, len(text), 4, Box(0.1, 0.2, 0.5, 0.3)),), "textlayer",
                part_of="change" if kind == "step" else "", warned_by=warned,
            )
            for n, (id_, kind, text, warned) in enumerate(texts)
        ]  # fmt: skip
        catalogue.store_passages(reading.id, passages, {})
        built.index.publish(reading.id, manual, passages)
        catalogue.publish(reading)
    return built


def test_a_node_is_the_passage_with_its_places(retrieval: Retrieval) -> None:
    nodes = PassageRetriever(retrieval.search, "default").retrieve("How do I unscrew the cover of the pump?")
    best = nodes[0].node
    assert best.node_id == "s1"
    assert best.get_content(MetadataMode.NONE) == "Unscrew the cover of the pump."
    assert best.metadata["places"] == [{"page": 4, "boxes": [[0.1, 0.2, 0.5, 0.3]]}]
    assert best.metadata["source_name"] == "XR-200.pdf"
    assert best.metadata["revision"] == "B"
    read = best.get_content(MetadataMode.LLM)
    assert "XR-200 Service" in read
    assert "0.2" not in read, "boxes are for citing, not for the model"


def test_the_warnings_and_the_rest_of_the_procedure_come_along(retrieval: Retrieval) -> None:
    asked = PassageRetriever(retrieval.search, "default", products=("XR-200",), limit=1)
    found = [n.node.node_id for n in asked.retrieve("unscrew cover")]
    assert found[0] == "s1"
    assert set(found) == {"w", "s1", "s2"}
    alone = PassageRetriever(retrieval.search, "default", products=("XR-200",), limit=1, related=False)
    assert [n.node.node_id for n in alone.retrieve("unscrew cover")] == ["s1"]


def test_only_the_products_asked_for_are_searched(retrieval: Retrieval) -> None:
    for product, own in TEXTS.items():
        nodes = PassageRetriever(retrieval.search, "default", products=(product,)).retrieve("pump")
        assert nodes
        assert {n.node.node_id for n in nodes} <= {id_ for id_, *_ in own}
    assert PassageRetriever(retrieval.search, "default", products=("XR-9",)).retrieve("pump") == []
    assert PassageRetriever(retrieval.search, "other").retrieve("pump") == []


def test_a_query_engine_of_llamaindex_answers_over_our_passages(retrieval: Retrieval) -> None:
    retriever = PassageRetriever(retrieval.search, "default", products=("XR-200",))
    engine = RetrieverQueryEngine.from_args(retriever, llm=MockLLM(), response_mode=ResponseMode.COMPACT)
    response = engine.query("How do I lift the pump out?")
    assert "Lift the pump out of its seat." in str(response), "the mock says what it was given"
    assert {n.node.node_id for n in response.source_nodes} == {"w", "s1", "s2"}


@pytest.mark.parametrize(
    ("text", "language"), [("泵的故障码 E21", "zh"), ("pump shows E21", "en"), ("E21", None), ("?", None)]
)
def test_language_and_codes_are_read_from_the_question(text: str, language: Language | None) -> None:
    class Listening:
        def find(self, query: Query) -> Evidence:
            asked.append(query)
            return Evidence(query, ())

    asked: list[Query] = []
    assert PassageRetriever(Listening(), "t").retrieve(text) == []
    assert asked[0].language == language
    assert asked[0].codes == (("E21",) if "E21" in text else ())
