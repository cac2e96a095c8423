"""A prompt as the tensors that Qwen3-VL takes, by the processor of its checkpoint.

It does not know what they are for: generation and training encode alike.
"""

from __future__ import annotations

import io
from typing import Any

from vlm.model import Picture, Prompt, Turn
from vlm.pixels import PixelBudget, fitted


def encode(processor: Any, prompt: Prompt, most_pixels: int) -> dict[str, Any]:
    """One row of input_ids, attention_mask and mm_token_type_ids that the answer may follow, and pixels.

    Control tokens within the prompt's text stay text: no passage and no question can open a turn of its own.
    Not for two threads at once: a tokenizer changes its own state while it reads.
    """
    budget = PixelBudget(most=most_pixels)
    conversation = [{"role": turn.role, "content": _content(turn, budget)} for turn in prompt.turns]
    encoded = processor.apply_chat_template(
        [conversation],
        tokenize=True,
        add_generation_prompt=True,
        return_dict=True,
        return_tensors="pt",
        sanitize_control_tokens=True,
    )
    return dict(encoded)


def _content(turn: Turn, budget: PixelBudget) -> list[dict[str, Any]]:
    """The parts as openai_http sends them: the same prompt is the same tokens and pixels here and there."""
    if all(isinstance(part, str) for part in turn.parts):
        return [{"type": "text", "text": "\n\n".join(str(part) for part in turn.parts)}]
    return [
        {"type": "image", "image": _opened(fitted(part, budget))}
        if isinstance(part, Picture)
        else {"type": "text", "text": part}
        for part in turn.parts
    ]


def _opened(picture: Picture) -> Any:
    from PIL import Image

    with Image.open(io.BytesIO(picture.data), formats=("PNG", "JPEG")) as opened:
        return opened.convert("RGB")
