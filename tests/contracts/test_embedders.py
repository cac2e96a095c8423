"""What every embedder must do: unit vectors of the size it says, near what means the same, known unloaded."""

from __future__ import annotations

import hashlib
import importlib.util
import math
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.plugins import load, names
from retrieval.embedder import Dense, Embedder, EmbedderSettings
from retrieval.embedders.minilm import OFFICIAL, WHEEL, check

EMBEDDERS = names("retrieval.embedders")
TEXTS = ["The battery does not charge.", "Pour water into the tank.", "x", "charging " * 900, "E21"]


def settings(name: str) -> EmbedderSettings:
    """The one real model that comes as a package serves both."""
    spec = find_spec(WHEEL)
    if spec is None or find_spec("torch") is None:
        pytest.skip("the extra `local` is not installed")
    if name == "minilm":
        return EmbedderSettings()
    return EmbedderSettings(str(Path(str(spec.origin)).parent / "model"), dimension=384)


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    found: Embedder = load("retrieval.embedders", request.param).build(settings(request.param))
    return found


def near(one: Dense, other: Dense) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_unit_vectors_of_the_dimension_it_says(embedder: Embedder) -> None:
    vectors = embedder.passages(TEXTS)
    assert len(vectors) == len(TEXTS)
    for vector in (*vectors, embedder.question("anything")):
        assert len(vector) == embedder.embedding.dimension
        assert math.hypot(*vector) == pytest.approx(1, abs=1e-4)
    assert embedder.passages([]) == []


def test_order_and_company_change_nothing(embedder: Embedder) -> None:
    together = embedder.passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        (alone,) = embedder.passages([text])
        assert near(alone, vector) == pytest.approx(1, abs=1e-4)


def test_what_means_the_same_is_nearer_than_what_shares_words(embedder: Embedder) -> None:
    asked = embedder.question("my phone won't power up")
    same, words, far = embedder.passages(
        ["The device does not turn on.", "Phone power adapter specifications", "Add salt to the soup."]
    )
    assert near(asked, same) > near(asked, words) + 0.05
    assert near(asked, same) > near(asked, far) + 0.2


@pytest.mark.parametrize("name", EMBEDDERS)
def test_building_one_loads_no_model_and_says_whose_vectors_come(name: str) -> None:
    chosen = settings(name)
    code = (
        "import sys; from kb_sources.plugins import load; from retrieval.embedder import EmbedderSettings; "
        f"e = load('retrieval.embedders', {name!r}).build("
        f"EmbedderSettings({chosen.name!r}, '', {chosen.dimension}));"
        "print(e.embedding.dimension, bool(e.languages), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["384", "True", "False"]


def test_fewer_dimensions_are_cut_and_more_refused() -> None:
    load_one = load("retrieval.embedders", "sentence_transformers").build
    place = settings("sentence_transformers").name
    (short,) = load_one(EmbedderSettings(place, dimension=64)).passages(["battery"])
    assert len(short) == 64
    assert math.hypot(*short) == pytest.approx(1, abs=1e-4)
    with pytest.raises(SettingsInvalid, match="384 dimensions, not 999"):
        load_one(EmbedderSettings(place, dimension=999)).passages(["battery"])


def test_settings_that_cannot_work_are_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    settings("minilm")
    any_model = load("retrieval.embedders", "sentence_transformers").build
    with pytest.raises(SettingsInvalid, match="KB_RETRIEVAL_EMBEDDER_DIMENSION"):
        any_model(EmbedderSettings("somewhere"))
    with pytest.raises(SettingsInvalid, match="KB_RETRIEVAL_EMBEDDER_NAME"):
        any_model(EmbedderSettings(str(tmp_path / "nothing"), dimension=8)).question("x")
    with pytest.raises(SettingsInvalid, match="384"):
        load("retrieval.embedders", "minilm").build(EmbedderSettings(dimension=64))


def test_weights_that_are_not_the_official_file_are_never_loaded(tmp_path: Path) -> None:
    fake = tmp_path / "model.safetensors"
    fake.write_bytes(b"other weights")
    assert hashlib.sha256(b"other weights").hexdigest() != OFFICIAL
    with pytest.raises(SettingsInvalid, match=r"not the official file.*reinstall"):
        check(fake)
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        check(tmp_path / "missing")


@pytest.mark.parametrize("name", EMBEDDERS)
def test_without_the_extra_the_error_names_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = load("retrieval.embedders", name)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PluginUnknown, match=r"fixcite\[local\]"):
        plugin.build(EmbedderSettings())
