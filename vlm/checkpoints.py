"""A Qwen3-VL checkpoint in this process: what can be told of it before it is loaded, and loading it.

It does not know what the model is asked. Weights are safetensors only, and no code of a checkpoint is run.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from kb_sources.errors import SettingsInvalid
from vlm.model import Deadline, ModelSettings

FAMILY = ("qwen3_vl", "qwen3_vl_moe")
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}")
# What a checkpoint that was stored quantised needs, by the name its config.json gives the method.
_KERNELS = {
    "gptq": ("gptqmodel", "optimum"),
    "awq": ("gptqmodel", "accelerate"),
    "fp8": ("accelerate", "kernels"),
    "fbgemm_fp8": ("accelerate", "fbgemm_gpu"),
    "compressed-tensors": ("compressed_tensors", "accelerate"),
    "bitsandbytes": ("bitsandbytes", "accelerate"),
}
_SERVE_IT = "Or serve it with vLLM, which brings them, and set KB_VLM_MODEL=openai_http."


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A loaded model of transformers and its processor."""

    model: Any
    processor: Any
    context: int  # tokens, prompt and answer together


@runtime_checkable
class Lender(Protocol):
    """Lets another part run its checkpoint, which meanwhile nobody else does: it keeps what it last read."""

    def lent(self, deadline: Deadline) -> AbstractContextManager[Checkpoint]: ...


def check_checkpoint(settings: ModelSettings) -> None:
    """Raises SettingsInvalid for whatever can be seen without loading anything."""
    if settings.quantization not in ("", "int8", "int4"):
        raise SettingsInvalid(
            f"KB_VLM_QUANTIZATION is {settings.quantization!r}.", hint="Choose int8, int4 or nothing."
        )
    folder = Path(settings.name)
    if folder.is_dir():
        _check_folder(folder, settings.quantization)
    elif not _HUB_NAME.fullmatch(settings.name):
        raise SettingsInvalid(
            f"KB_VLM_NAME is {settings.name!r}: neither a folder nor a name like Qwen/Qwen3-VL-4B-Instruct.",
            hint="Name the folder that holds config.json and model.safetensors.",
        )
    elif not _COMMIT.fullmatch(settings.revision):
        raise SettingsInvalid(
            f"KB_VLM_REVISION must be a commit of {settings.name}: 40 hexadecimal digits.",
            hint="A branch can change under you; the checkpoint's page lists its commits.",
        )
    if settings.adapter:
        _check_adapter(Path(settings.adapter))


def _check_folder(folder: Path, quantization: str) -> None:
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsInvalid(
            f"{folder} is no checkpoint: its config.json cannot be read: {error}.",
            hint="KB_VLM_NAME names the folder that holds config.json and model.safetensors.",
        ) from error
    kind = config.get("model_type") if isinstance(config, dict) else None
    if kind not in FAMILY:
        raise SettingsInvalid(
            f"{folder} holds a model of type {kind!r}, not a Qwen3-VL.",
            hint="Serve other models with vLLM and set KB_VLM_MODEL=openai_http.",
        )
    if not any((folder / f"model.safetensors{end}").is_file() for end in ("", ".index.json")):
        raise SettingsInvalid(
            f"{folder} holds no model.safetensors.",
            hint="Pickled weights (.bin, .pt) can run code and are never loaded; convert them.",
        )
    stored = config.get("quantization_config")
    if isinstance(stored, dict):
        _check_kernels(folder, str(stored.get("quant_method", "")), quantization)


def _check_kernels(folder: Path, method: str, quantization: str) -> None:
    """A checkpoint stored quantised needs its method's kernels, and is not quantised once more."""
    if quantization:
        raise SettingsInvalid(
            f"{folder} is stored as {method or 'quantised weights'} already.",
            hint="Leave KB_VLM_QUANTIZATION empty, or name the unquantised checkpoint.",
        )
    missing = [name for name in _KERNELS.get(method, ()) if find_spec(name) is None]
    if method not in _KERNELS or missing:
        needs = f"the package {' and '.join(missing)}" if missing else "kernels that are not known here"
        raise SettingsInvalid(
            f"{folder} is stored as {method or 'quantised weights'}, which needs {needs}.",
            hint=f"Install it: pip install {' '.join(missing)}. {_SERVE_IT}" if missing else _SERVE_IT,
        )


def _check_adapter(folder: Path) -> None:
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        if not (folder / name).is_file():
            raise SettingsInvalid(
                f"KB_VLM_ADAPTER is {str(folder)!r}, which holds no {name}.",
                hint="`python -m vlm.finetune` writes such a folder.",
            )


def load_checkpoint(settings: ModelSettings) -> Checkpoint:
    """Takes seconds to minutes: bfloat16 on a GPU where there is one, float32 on the CPU.

    Raises OSError, ValueError, RuntimeError or ImportError as the libraries do.
    """
    import torch
    from transformers import AutoModelForImageTextToText

    from vlm.qwen_processor import load_processor

    revision = settings.revision or None
    processor = load_processor(settings.name, revision)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    how: dict[str, Any] = {}
    if settings.quantization:
        how = {"quantization_config": _quantised(settings.quantization, dtype), "device_map": {"": device}}
    model: Any = AutoModelForImageTextToText.from_pretrained(
        settings.name, revision=revision, dtype=dtype, use_safetensors=True, trust_remote_code=False, **how
    )
    if settings.adapter:
        model = _adapted(model, settings)
    model.eval().requires_grad_(False)
    if not settings.quantization:
        model.to(device)
    return Checkpoint(model, processor, int(model.config.text_config.max_position_embeddings))


def _quantised(quantization: str, dtype: Any) -> Any:
    """Language layers only: the eyes and the head stay as they are. int8 after Dettmers 2022, int4 as NF4."""
    from transformers import BitsAndBytesConfig

    # It warns at every layer of every token that int8 computes in float16.
    logging.getLogger("bitsandbytes.autograd._functions").setLevel(logging.ERROR)
    return BitsAndBytesConfig(
        load_in_8bit=quantization == "int8",
        load_in_4bit=quantization == "int4",
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=dtype,
        llm_int8_skip_modules=["visual", "lm_head"],
    )


def _adapted(model: Any, settings: ModelSettings) -> Any:
    """Merged into the weights where they are numbers still; beside quantised ones the adapter stays apart."""
    from peft import PeftModel

    adapted = PeftModel.from_pretrained(model, settings.adapter)
    return adapted if settings.quantization else adapted.merge_and_unload(safe_merge=True)
