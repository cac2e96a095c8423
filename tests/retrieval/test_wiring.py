"""The retrieval side built from settings, over a real catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import IndexUnavailable, PluginUnknown, SettingsInvalid
from kb_sources.manual import Edition, Manual, Passage
from kb_sources.settings import Settings, read_settings
from retrieval.query import Query
from retrieval.wiring import build


def catalogue(folder: Path) -> Catalogue:
    return Catalogue(connect(f"sqlite:///{folder / 'catalogue.db'}"))


def settings(folder: Path, store: str) -> Settings:
    return read_settings({"KB_DATA": str(folder), "KB_RETRIEVAL_STORE": store}, folder / "kb.toml")


@pytest.mark.parametrize("store", ["qdrant_edge", "qdrant_server", "exact"])
def test_an_empty_knowledge_base_can_be_searched(tmp_path: Path, store: str) -> None:
    retrieval = build(settings(tmp_path, store), catalogue(tmp_path))
    assert retrieval.search.find(Query("default", "battery")).hits == ()
    assert retrieval.products.known() == ()
    assert not retrieval.search.knows("default", "battery")
    retrieval.close()


def test_a_store_nobody_wrote_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(PluginUnknown, match="qdrant_edge"):
        build(settings(tmp_path, "faiss"), catalogue(tmp_path))


def test_a_reranker_is_built_from_settings_and_refused_where_it_cannot_work(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "exact").model_copy(update={"retrieval_reranker": "sentence_transformers"})
    with pytest.raises(SettingsInvalid, match="KB_RETRIEVAL_RERANKER_NAME"):
        build(chosen, catalogue(tmp_path))
    build(chosen.model_copy(update={"retrieval_reranker_name": "some/model"}), catalogue(tmp_path)).close()


TOY_EMBEDDER = """
from retrieval.embedder import Embedding

class Toy:
    languages = frozenset({"en"})
    embedding = Embedding("toy", "1", 2)
    def passages(self, texts):
        return [(1.0, 0.0) if "dead" in text else (0.0, 1.0) for text in texts]
    def question(self, text):
        return (1.0, 0.0)

def build(settings):
    return Toy()
"""


@pytest.mark.parametrize("store", ["qdrant_edge", "qdrant_server", "exact"])
def test_an_embedder_of_ones_own_finds_by_meaning_once_reindexed(
    tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "compass.py").write_text(TOY_EMBEDDER)
    monkeypatch.syspath_prepend(str(tmp_path))
    truth = catalogue(tmp_path)
    manual = Manual("m", "default", "XR", "Acme", (), "en")
    edition = Edition("e" * 64, "m", "", "en", "staged", "f.pdf", 1)
    truth.register(manual, edition, beside=False)
    reading = truth.begin_reading("default", edition.id, "1", again=False)
    passages = [
        Passage(text, edition.id, reading.id, "text", (), n, text, (), "textlayer")
        for n, text in enumerate(["The pack is dead.", "Pull the lever of it."])
    ]
    truth.store_passages(reading.id, passages, {})
    truth.publish(reading)
    build(settings(tmp_path, store), truth).close()

    wanted = settings(tmp_path, store).model_copy(update={"retrieval_embedder": "own.compass"})
    retrieval = build(wanted, truth)
    with pytest.raises(IndexUnavailable, match="kb-ingest reindex"):
        retrieval.search.find(Query("default", "it", "en"))
    assert retrieval.index.rebuild(truth) == 2
    found = retrieval.search.find(Query("default", "it", "en")).hits
    assert [hit.passage.text for hit in found] == ["The pack is dead.", "Pull the lever of it."]
    assert [hit.found_by for hit in found] == [("dense",), ("dense",)]
    retrieval.close()

    again = build(settings(tmp_path, store), truth)
    hits = again.search.find(Query("default", "it", "en")).hits
    assert hits[0].passage.text == "Pull the lever of it.", "without the embedder words order"
    scores = {hit.passage.id: hit.score for hit in hits}
    assert scores == pytest.approx({hit.passage.id: hit.score for hit in found}, rel=1e-4), (
        "as decisions see it"
    )
    again.close()
