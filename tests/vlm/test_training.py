"""LoRA on the miniature: the loss falls, a killed training ends as one that was not, the adapter loads.

The miniature stands for a Qwen3-VL: what is learnt here says nothing about what a real one would learn.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb_sources.errors import AnswerEmpty, InputRejected
from tests.vlm.approved import line, write_pairs
from tests.vlm.served import served
from vlm.checkpoints import load_checkpoint
from vlm.finetune.pairs import Pairs, read_pairs
from vlm.model import Deadline, ModelSettings, Prompt, Sampling, VisionModel, build_model

PARTS = ("NV-7021-B", "NV-7544-B", "J3", "J4", "TP1", "TP3", "E21", "E04")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    lines = [
        line(f"a{n}", text=f"更换 {PARTS[n % 8]}。", photos=["photos/a.jpg"] if n % 2 else [])
        for n in range(12)
    ]
    return read_pairs(write_pairs(tmp_path_factory.mktemp("pairs"), lines))


def plan_of(miniature: Path, **more: Any) -> Any:
    from vlm.finetune.training import Plan

    return Plan(
        base=str(miniature),
        rank=4,
        alpha=16,
        rate=0.005,
        epochs=2,
        batch=2,
        save_every=2,
        most_pixels=4096,
        **more,
    )


@pytest.fixture(scope="module")
def trained(miniature: Path, data: Pairs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    from vlm.finetune.training import train

    out = tmp_path_factory.mktemp("adapter")
    return out, train(plan_of(miniature), data, out, lambda _: None)


def test_the_loss_on_pairs_it_never_saw_falls(trained: tuple[Path, Any], data: Pairs) -> None:
    _, result = trained
    assert result.before.pairs == result.after.pairs == sum(pair.held_out for pair in data.pairs) > 0
    assert result.after.loss < 0.7 * result.before.loss
    assert result.after.right > result.before.right


def test_the_adapter_is_safetensors_on_language_layers_only(trained: tuple[Path, Any]) -> None:
    from safetensors import safe_open

    out, _ = trained
    with safe_open(out / "adapter_model.safetensors", "pt") as file:
        names = list(file.keys())
    assert names and all("language_model.layers" in name for name in names)
    assert not list(out.glob("progress*"))
    assert not [f for f in out.iterdir() if f.suffix in (".bin", ".pt")]


def test_a_killed_training_ends_as_one_that_was_not(
    trained: tuple[Path, Any], miniature: Path, data: Pairs, tmp_path: Path
) -> None:
    from safetensors.torch import load_file

    from vlm.finetune.training import train

    class Killed(BaseException):
        pass

    def kill(words: str) -> None:
        if words.startswith("step 5 "):
            raise Killed

    with pytest.raises(Killed):
        train(plan_of(miniature), data, tmp_path, kill)
    assert (tmp_path / "progress").is_dir()
    with pytest.raises(InputRejected, match="other pairs or settings"):
        train(plan_of(miniature, seed=1), data, tmp_path, kill)
    seen: list[str] = []
    again = train(plan_of(miniature), data, tmp_path, seen.append)
    assert seen[0].startswith("step 5 "), "it went on from the save at step 4"
    out, whole = trained
    assert again == whole
    first, second = (load_file(f / "adapter_model.safetensors") for f in (out, tmp_path))
    assert first.keys() == second.keys()
    assert all(bool((first[name] == second[name]).all()) for name in first)
    with pytest.raises(InputRejected, match="holds an adapter already"):
        train(plan_of(miniature), data, tmp_path, kill)


def test_it_loads_beside_the_base_and_changes_what_it_says(
    trained: tuple[Path, Any], miniature: Path, data: Pairs
) -> None:
    out, _ = trained
    pair = next(pair for pair in data.pairs if not pair.held_out)
    base, adapted = (
        build_model("transformers_local", ModelSettings(name=str(miniature), adapter=adapter))
        for adapter in ("", str(out))
    )
    before, after = (_said(model, pair.prompt) for model in (base, adapted))
    assert before != after


def _said(model: VisionModel, prompt: Prompt) -> str:
    """A model this small may end before its first word, with or without the adapter."""
    try:
        return model.complete(prompt, Sampling(max_tokens=120), Deadline.after(60)).text
    except AnswerEmpty:
        return ""


def test_merged_it_is_a_checkpoint_that_any_server_loads(
    trained: tuple[Path, Any], miniature: Path, tmp_path: Path
) -> None:
    import torch

    from vlm.finetune.__main__ import merge
    from vlm.qwen_processor import load_processor

    out, _ = trained
    merge(out, str(miniature), tmp_path / "merged")
    merged = load_checkpoint(ModelSettings(name=str(tmp_path / "merged"))).model
    adapted = load_checkpoint(ModelSettings(name=str(miniature), adapter=str(out))).model
    assert load_processor(str(tmp_path / "merged")).image_processor is not None
    weights = dict(adapted.named_parameters())
    assert all(torch.allclose(weight, weights[name]) for name, weight in merged.named_parameters())


@pytest.mark.slow  # a server of its own
def test_merged_it_answers_behind_a_server_as_in_process(
    trained: tuple[Path, Any], miniature: Path, data: Pairs, tmp_path: Path
) -> None:
    from vlm.finetune.__main__ import merge

    out, _ = trained
    merge(out, str(miniature), tmp_path / "merged")
    local = build_model("transformers_local", ModelSettings(name=str(miniature), adapter=str(out)))
    with served(tmp_path / "merged", tmp_path / "log") as url:
        remote = build_model("openai_http", ModelSettings(name=str(tmp_path / "merged"), url=url))
        for pair in data.pairs[:3]:
            here, there = (
                m.complete(pair.prompt, Sampling(max_tokens=60), Deadline.after(120)).text
                for m in (local, remote)
            )
            assert here == there != ""


def test_nothing_to_hold_out_is_told(miniature: Path, tmp_path: Path) -> None:
    from vlm.finetune.training import train

    taught = next(
        n for n in range(99) if not read_pairs(write_pairs(tmp_path, [line(f"x{n}")])).pairs[0].held_out
    )
    with pytest.raises(InputRejected, match="0 held out"):
        train(
            plan_of(miniature),
            read_pairs(write_pairs(tmp_path, [line(f"x{taught}")])),
            tmp_path,
            lambda _: None,
        )
