"""What cannot work is told from the files, before anything is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb_sources.errors import SettingsInvalid
from vlm import checkpoints
from vlm.checkpoints import check_checkpoint
from vlm.model import ModelSettings

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a checkpoint looks like from outside."""
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "qwen3_vl"}), "utf-8")
    (tmp_path / "model.safetensors.index.json").write_text("{}", "utf-8")
    return tmp_path


def stored_as(folder: Path, method: str) -> None:
    config = {"model_type": "qwen3_vl", "quantization_config": {"quant_method": method}}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")


def test_a_checkpoint_passes(folder: Path) -> None:
    check_checkpoint(ModelSettings(name=str(folder)))
    check_checkpoint(ModelSettings(name="Qwen/Qwen3-VL-4B-Instruct", revision=COMMIT))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (ModelSettings(name="nowhere"), "neither a folder nor a name"),
        (ModelSettings(name="Qwen/Qwen3-VL-4B-Instruct"), "must be a commit"),
        (ModelSettings(name="Qwen/Qwen3-VL-4B-Instruct", revision="main"), "must be a commit"),
        (ModelSettings(name="x/y", revision=COMMIT, quantization="int2"), "KB_VLM_QUANTIZATION"),
        (ModelSettings(name="x/y", revision=COMMIT, adapter="nowhere"), "adapter_config.json"),
    ],
)
def test_settings_that_cannot_work_are_named(settings: ModelSettings, told: str) -> None:
    with pytest.raises(SettingsInvalid, match=told):
        check_checkpoint(settings)


def test_pickled_weights_are_not_loaded(folder: Path) -> None:
    (folder / "model.safetensors.index.json").rename(folder / "pytorch_model.bin")
    with pytest.raises(SettingsInvalid, match=r"no model\.safetensors.*never loaded"):
        check_checkpoint(ModelSettings(name=str(folder)))


def test_another_model_is_told_from_its_configuration(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "llama"}', "utf-8")
    with pytest.raises(SettingsInvalid, match="'llama', not a Qwen3-VL"):
        check_checkpoint(ModelSettings(name=str(folder)))
    (folder / "config.json").write_text("{", "utf-8")
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        check_checkpoint(ModelSettings(name=str(folder)))


@pytest.mark.parametrize(
    ("method", "package"),
    [
        ("gptq", "gptqmodel"),
        ("awq", "gptqmodel"),
        ("fp8", "kernels"),
        ("compressed-tensors", "compressed_tensors"),
    ],
)
def test_quantised_weights_whose_kernels_are_missing_name_them(
    folder: Path, method: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_as(folder, method)
    monkeypatch.setattr(checkpoints, "find_spec", lambda name: None if name == package else name)
    with pytest.raises(SettingsInvalid, match=f"stored as {method}.*pip install {package}"):
        check_checkpoint(ModelSettings(name=str(folder)))
    monkeypatch.setattr(checkpoints, "find_spec", lambda name: name)
    check_checkpoint(ModelSettings(name=str(folder)))


def test_quantised_weights_are_not_quantised_again(folder: Path) -> None:
    stored_as(folder, "bitsandbytes")
    with pytest.raises(SettingsInvalid, match="already"):
        check_checkpoint(ModelSettings(name=str(folder), quantization="int8"))


def test_an_unknown_way_of_quantising_is_left_to_a_server(folder: Path) -> None:
    stored_as(folder, "tomorrow")
    with pytest.raises(SettingsInvalid, match="serve it with vLLM"):
        check_checkpoint(ModelSettings(name=str(folder)))
