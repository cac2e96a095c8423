"""The workshop from settings: it opens, finds what was there, and lets go."""

from pathlib import Path

import pytest

from ingest.desk import Described
from ingest.wiring import build
from kb_sources.errors import PluginUnknown
from kb_sources.settings import Settings


def test_what_was_added_is_there_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", retrieval_store="exact")
    manual = tmp_path / "a.md"
    manual.write_text("# Cover\n\nTighten the screw to 1.5 N·m.\n")
    steps: list[str] = []
    workshop = build(settings, steps.append)
    workshop.desk.add(manual, "a.md", Described())
    workshop.worker.work_off()
    workshop.close()
    assert steps == ["read", "page", "structure", "chunk", "store", "index", "publish", "sweep", "done"]
    again = build(settings)
    try:
        (reading,) = again.catalogue.live("default")
        assert again.retrieval.store.ids("default", reading)
        assert again.desk.add(manual, "a.md", Described()).noop
    finally:
        again.close()


def test_an_unknown_store_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PluginUnknown, match="qdrant_edge"):
        build(Settings(data=tmp_path, retrieval_store="nonsense"))
