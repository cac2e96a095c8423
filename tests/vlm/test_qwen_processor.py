"""Without torchvision, whoever loads it: a checkpoint of Qwen3-VL has its processor, not a bare tokenizer."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest


def test_torchvision_stays_out() -> None:
    assert importlib.util.find_spec("torchvision") is None, "torchvision breaks CPU torch"


def test_it_is_a_processor_of_qwen_with_its_pictures(miniature: Path) -> None:
    from transformers import AutoProcessor
    from transformers import Qwen3VLProcessor as Stock

    from vlm.qwen_processor import Qwen3VLProcessor, load_processor

    processor = load_processor(str(miniature))
    assert isinstance(processor, Qwen3VLProcessor) and isinstance(processor, Stock)
    assert processor.image_processor.patch_size == 16
    assert processor.tokenizer.padding_side == "left"
    # sentence-transformers and `transformers serve` load it this way.
    assert isinstance(AutoProcessor.from_pretrained(str(miniature)), Qwen3VLProcessor)


def test_files_as_the_makers_store_them_load_too(miniature: Path, tmp_path: Path) -> None:
    """Real checkpoints have preprocessor_config.json, and a video processor that is not to be opened."""
    from vlm.qwen_processor import Qwen3VLProcessor, load_processor

    stored = json.loads((miniature / "processor_config.json").read_text("utf-8"))
    shutil.copytree(miniature, tmp_path / "real")
    (tmp_path / "real" / "processor_config.json").unlink()
    pictures = {**stored["image_processor"], "processor_class": "Qwen3VLProcessor"}
    pictures["image_processor_type"] = "Qwen2VLImageProcessorFast"
    (tmp_path / "real" / "preprocessor_config.json").write_text(json.dumps(pictures), "utf-8")
    video = {"video_processor_type": "Qwen3VLVideoProcessor", "processor_class": "Qwen3VLProcessor"}
    (tmp_path / "real" / "video_preprocessor_config.json").write_text(json.dumps(video), "utf-8")
    processor = load_processor(str(tmp_path / "real"))
    assert isinstance(processor, Qwen3VLProcessor)
    assert processor.image_processor.size.longest_edge == stored["image_processor"]["size"]["longest_edge"]
    assert processor.chat_template


def test_a_folder_without_pictures_is_refused(miniature: Path, tmp_path: Path) -> None:
    from vlm.qwen_processor import load_processor

    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(miniature / name, tmp_path)
    with pytest.raises((ValueError, OSError)):
        load_processor(str(tmp_path))
