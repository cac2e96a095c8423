"""Pictures, texts and both in one space, by a tiny, unfitted Qwen3-VL: the way, not the quality."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load
from retrieval.embedder import Dense, EmbedderSettings
from retrieval.embedders.sentence_transformers import SentenceModel
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
