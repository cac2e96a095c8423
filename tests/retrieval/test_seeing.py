"""Pictures, texts and both in one space, by a tiny, unfitted Qwen3-VL: the way, not the quality."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import SettingsInvalid
from kb_sources.manual import Edition, Manual, Passage
from kb_sources.plugins import load
from kb_sources.settings import read_settings
from retrieval.embedder import Dense, EmbedderSettings
from retrieval.embedders.sentence_transformers import SentenceModel
from retrieval.query import Query
from retrieval.wiring import build
from tests.retrieval.seeing import DIMENSION, picture


def embedder(folder: Path, dimension: int = DIMENSION) -> SentenceModel:
    made: SentenceModel = load("retrieval.embedders", "sentence_transformers").build(
        EmbedderSettings(str(folder), dimension=dimension)
    )
    return made


def near(one: Dense, other: Dense) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_text_picture_and_both_are_unit_vectors_of_one_space(seeing_models: tuple[Path, Path]) -> None:
    model = embedder(seeing_models[0])
    red, blue = picture("red"), picture("blue")
    vectors = [
        *model.passages(["按住电源键", "Hold the power button"]),
        model.question("按住电源键"),
        *model.figures([(red, ""), (red, "Power button"), (blue, "")]),
        model.photo(red),
        model.photo(red, "黑屏"),
    ]
    assert {len(vector) for vector in vectors} == {DIMENSION}
    for vector in vectors:
        assert math.hypot(*vector) == pytest.approx(1, abs=1e-4)
    assert len({tuple(round(x, 4) for x in vector) for vector in vectors}) == len(vectors)
    assert model.figures([]) == []


def test_company_changes_nothing(seeing_models: tuple[Path, Path]) -> None:
    model = embedder(seeing_models[0])
    shown = [(picture("red"), "Power button"), (picture("blue", (200, 80)), ""), (picture("green"), "泵")]
    together = model.figures(shown)
    for each, vector in zip(shown, together, strict=True):
        assert near(model.figures([each])[0], vector) == pytest.approx(1, abs=1e-3)


def test_a_matryoshka_vector_is_the_beginning_of_the_whole_made_a_unit_again(
    seeing_models: tuple[Path, Path],
) -> None:
    (whole,) = embedder(seeing_models[0]).figures([(picture("red"), "泵")])
    (short,) = embedder(seeing_models[0], 16).figures([(picture("red"), "泵")])
    length = math.hypot(*whole[:16])
    assert short == pytest.approx([x / length for x in whole[:16]], abs=1e-5)


def test_a_model_of_texts_says_that_it_sees_nothing() -> None:
    from tests.contracts.test_embedders import settings

    made = load("retrieval.embedders", "sentence_transformers").build(settings("sentence_transformers"))
    with pytest.raises(SettingsInvalid, match="embeds no pictures"):
        made.photo(picture("red"))


@pytest.mark.parametrize("store", ["qdrant_edge", "qdrant_server", "exact"])
def test_a_photo_finds_the_figure_it_is_a_photo_of(
    tmp_path: Path, store: str, seeing_models: tuple[Path, Path]
) -> None:
    """Unfitted as it is, the model gives the same picture the same vector: enough to see the way through."""
    crops = {"c" * 64: picture("red"), "d" * 64: picture("blue", (64, 96))}
    truth = Catalogue(connect(f"sqlite:///{tmp_path / 'catalogue.db'}"))
    manual = Manual("m", "default", "XR", "Acme", (), "en")
    edition = Edition("e" * 64, "m", "", "en", "staged", "f.pdf", 1)
    truth.register(manual, edition, beside=False)
    reading = truth.begin_reading("default", edition.id, "1", again=False)
    told = [
        ("The pack is dead.", "text", ""),
        ("Figure 1", "figure", "c" * 64),
        ("Figure 2", "figure", "d" * 64),
    ]
    passages = [
        Passage(text, edition.id, reading.id, kind, (), n, text, (), "textlayer", figure=key)  # type: ignore[arg-type]
        for n, (text, kind, key) in enumerate(told)
    ]
    truth.store_passages(reading.id, passages, {})
    truth.publish(reading)
    settings = read_settings(
        {
            "KB_DATA": str(tmp_path),
            "KB_RETRIEVAL_STORE": store,
            "KB_RETRIEVAL_EMBEDDER": "sentence_transformers",
            "KB_RETRIEVAL_EMBEDDER_NAME": str(seeing_models[0]),
            "KB_RETRIEVAL_EMBEDDER_DIMENSION": "32",
        },
        tmp_path / "none.toml",
    )
    retrieval = build(settings, truth, crop=crops.__getitem__)
    hits = retrieval.search.find(Query("default", "dead", "en", photos=(crops["d" * 64],), limit=1)).hits
    alike = [hit.passage.text for hit in hits if "picture" in hit.found_by]
    assert set(alike) <= {"Figure 1", "Figure 2"} and alike
    words = retrieval.search.find(Query("default", "dead", "en", limit=1)).hits
    assert [hit.passage.text for hit in words if "picture" in hit.found_by] == []
    retrieval.close()
    blind = build(settings.model_copy(update={"retrieval_embedder": "none"}), truth)
    assert blind.search.find(Query("default", "dead", "en", photos=(crops["d" * 64],), limit=1)).hits
    blind.close()
