"""Vectors come back as they were kept, never for another embedder, and go with their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from kb_sources import schema
from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import Conflict
from kb_sources.manual import Edition, Manual, Passage
from kb_sources.vectors import Vectors


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return connect(f"sqlite:///{tmp_path_factory.mktemp('vectors') / 'catalogue.db'}")


@given(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3))
def test_what_was_kept_comes_back_exactly(engine: Engine, vector: list[float]) -> None:
    kept = Vectors(engine, "round", 3)
    kept.keep({"a": vector})
    assert kept.held(["a", "unknown", "a"]) == {"a": tuple(vector)}


def test_more_than_fit_in_one_statement(engine: Engine) -> None:
    kept = Vectors(engine, "many", 1)
    many = {f"h{n}": (float(n),) for n in range(1203)}
    kept.keep(many)
    assert kept.held(list(many)) == many
    assert kept.held([]) == {}
    kept.keep({})


def test_another_embedder_or_dimension_knows_nothing(engine: Engine) -> None:
    Vectors(engine, "one", 2).keep({"a": (1.0, 0.0)})
    assert Vectors(engine, "two", 2).held(["a"]) == {}
    assert Vectors(engine, "one", 1).held(["a"]) == {}
    with pytest.raises(Conflict, match="3 numbers, not 2"):
        Vectors(engine, "one", 2).keep({"a": (1.0, 0.0, 0.0)})


def test_removing_a_manual_leaves_no_vector_that_only_it_had(tmp_path: Path) -> None:
    catalogue = Catalogue(connect(f"sqlite:///{tmp_path / 'catalogue.db'}"))
    held = {}
    for name, texts in (("a", ["common", "own"]), ("b", ["common"])):
        manual = Manual("m-" + name, "t", name, "", (), "en")
        catalogue.register(manual, Edition(name * 64, manual.id, "", "en", "staged", "f", 1), beside=False)
        reading = catalogue.begin_reading("t", name * 64, "1", again=False)
        passages = [
            Passage(name + text, name * 64, reading.id, "text", (), 0, text, (), "textlayer")
            for text in texts
        ]
        catalogue.store_passages(reading.id, passages, {})
        held.update({p.text_hash: (1.0,) for p in passages})
    Vectors(catalogue.engine, "one", 1).keep(held)
    catalogue.erase("t", "a" * 64)
    with catalogue.engine.connect() as db:
        assert db.execute(select(func.count()).select_from(schema.vectors)).scalar() == 1
    catalogue.erase("t", "b" * 64)
    with catalogue.engine.connect() as db:
        assert db.execute(select(func.count()).select_from(schema.vectors)).scalar() == 0
