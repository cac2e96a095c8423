"""The retrieval side built from settings, over a real catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import PluginUnknown
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
