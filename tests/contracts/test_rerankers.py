"""What every reranker must do: one score a passage, the same whatever the company; known unloaded.

The model is a tiny, unfitted Qwen3-VL: the way through the library is real, what it prefers means nothing.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.plugins import names
from retrieval.reranker import RERANKERS, Reranker, RerankerSettings, build_reranker

ALL = names(RERANKERS)
PASSAGES = ["Hold the power button for 15 seconds.", "排水泵堵塞。", "x", "charging " * 40, "E21"]


@pytest.fixture(scope="module")
def reranker(seeing_models: tuple[Path, Path]) -> Reranker:
    assert ALL == ("sentence_transformers",), "a new reranker needs its settings here"
    return build_reranker(ALL[0], RerankerSettings(str(seeing_models[1])))


def scores(reranker: Reranker, passages: Sequence[str]) -> list[float]:
    return reranker.scores("手机打不开", passages)


def test_one_score_a_passage_whatever_the_company(reranker: Reranker) -> None:
    together = scores(reranker, PASSAGES)
    assert len(together) == len(PASSAGES)
    for passage, score in zip(PASSAGES, together, strict=True):
        assert scores(reranker, [passage]) == pytest.approx([score], abs=1e-3)
    assert scores(reranker, PASSAGES[::-1]) == pytest.approx(together[::-1], abs=1e-3)
    assert scores(reranker, []) == []
    assert len(set(together)) > 2


def test_the_question_matters(reranker: Reranker) -> None:
    assert reranker.scores("E21", PASSAGES) != pytest.approx(scores(reranker, PASSAGES), abs=1e-6)


@pytest.mark.parametrize("name", ALL)
def test_building_one_loads_no_model(name: str) -> None:
    code = (
        "import sys; from retrieval.reranker import RerankerSettings, build_reranker; "
        f"build_reranker({name!r}, RerankerSettings('nowhere')); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


@pytest.mark.parametrize("name", ALL)
def test_settings_that_cannot_work_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsInvalid, match="KB_RETRIEVAL_RERANKER_NAME"):
        build_reranker(name, RerankerSettings())
    with pytest.raises(SettingsInvalid, match="KB_RETRIEVAL_RERANKER_NAME"):
        scores(build_reranker(name, RerankerSettings(str(tmp_path / "nothing"))), ["x"])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PluginUnknown, match=r"fixcite\[local\]"):
        build_reranker(name, RerankerSettings("x"))
