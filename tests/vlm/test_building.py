"""The miniature that the tests share: built from its lessons, a few MB of safetensors, read back whole.

It is fitted to its lessons; only the share of codes it never saw is measured, and it measures nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.miniature import lessons
from tests.vlm.probed import passes_probe
from vlm.miniature.building import read_unseen
from vlm.model import Deadline, ModelSettings, Sampling, build_model


def test_it_is_a_qwen_of_a_few_megabytes(miniature: Path) -> None:
    config = json.loads((miniature / "config.json").read_text("utf-8"))
    assert config["architectures"] == ["Qwen3VLForConditionalGeneration"]
    assert config["vision_config"]["deepstack_visual_indexes"]
    assert (miniature / "model.safetensors").is_file()
    assert not list(miniature.glob("*.bin"))
    assert sum(file.stat().st_size for file in miniature.iterdir()) < 8_000_000


def test_it_knows_its_lessons_by_heart(miniature: Path) -> None:
    model = build_model("transformers_local", ModelSettings(name=str(miniature)))
    for lesson in lessons():
        said = model.complete(lesson.prompt, Sampling(max_tokens=1500), Deadline.after(60))
        assert (said.text, said.finish) == (lesson.answer, "stop")


def test_it_reads_codes_it_never_saw(miniature: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right, count = read_unseen(miniature)
    with capsys.disabled():
        print(f"\nminiature: {right} of {count} fault codes it never saw read without a fault")
    assert right >= 0.8 * count


def test_it_passes_the_vision_probe(miniature: Path) -> None:
    assert passes_probe(build_model("transformers_local", ModelSettings(name=str(miniature))))


def test_yes_and_no_are_single_tokens(miniature: Path) -> None:
    """As in Qwen's vocabulary: transformers' decision pipeline needs it."""
    from vlm.qwen_processor import load_processor

    tokenizer = load_processor(str(miniature)).tokenizer
    assert [len(tokenizer.encode(word, add_special_tokens=False)) for word in ("Yes", "No")] == [1, 1]
