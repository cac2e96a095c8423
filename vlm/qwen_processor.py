"""The processor of Qwen3-VL without its video half, whose class needs torchvision.

It knows no prompt and no model. Importing it imports transformers, some seconds: import it where it is used.
"""

from __future__ import annotations

from typing import Any

import transformers.models.qwen3_vl
from transformers import AutoProcessor, Qwen3VLConfig
from transformers import Qwen3VLProcessor as StockProcessor
from transformers.processing_utils import ProcessorMixin

_TOKENS = {
    "image": "<|image_pad|>",
    "video": "<|video_pad|>",
    "vision_start": "<|vision_start|>",
    "vision_end": "<|vision_end|>",
}


class Qwen3VLProcessor(StockProcessor):
    """Template, tokens and pictures as the stock class has them, whose name checkpoints store."""

    def __init__(
        self, image_processor: Any = None, tokenizer: Any = None, chat_template: str | None = None, **_: Any
    ) -> None:
        for name, token in _TOKENS.items():
            setattr(self, f"{name}_token", token)
            setattr(self, f"{name}_token_id", tokenizer.convert_tokens_to_ids(token))
        # The stock __init__ insists on a video processor.
        ProcessorMixin.__init__(self, image_processor, tokenizer, chat_template=chat_template)


def register_processor() -> None:
    """From now on AutoProcessor gives this class for Qwen3-VL, to sentence-transformers and `serve` too."""
    AutoProcessor.register(Qwen3VLConfig, Qwen3VLProcessor, exist_ok=True)
    # A checkpoint names its class, and a class of that name in the library goes before a registered one.
    setattr(transformers.models.qwen3_vl, "Qwen3VLProcessor", Qwen3VLProcessor)  # noqa: B010


def load_processor(name: str, revision: str | None = None) -> Any:
    """The processor of a checkpoint, a folder or a name of the hub; it pads on the left, as batches need.

    Raises OSError or ValueError where it has none for pictures: the library would give its bare tokenizer.
    """
    register_processor()
    processor = AutoProcessor.from_pretrained(name, revision=revision, trust_remote_code=False)
    if not isinstance(processor, Qwen3VLProcessor) or processor.image_processor is None:
        raise ValueError(f"{name} has a {type(processor).__name__} instead of a processor of Qwen3-VL")
    processor.tokenizer.padding_side = "left"
    return processor
