"""What training shares, of the miniature and of LoRA: a prompt with its answer as tensors, the answer's loss.

It does not know what is taught, nor which weights may change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from vlm.encoding import encode
from vlm.model import Prompt


@dataclass(frozen=True, slots=True)
class Row:
    """A prompt as generation encodes it, its answer behind it."""

    inputs: dict[str, torch.Tensor]
    answer: int  # tokens of the answer, with its end

    @property
    def length(self) -> int:
        return int(self.inputs["input_ids"].shape[1])


def row_of(processor: Any, prompt: Prompt, answer: str, most_pixels: int) -> Row:
    tokenizer = processor.tokenizer
    inputs = encode(processor, prompt, most_pixels)
    ids = [*tokenizer.encode(answer, add_special_tokens=False), tokenizer.eos_token_id]
    said = torch.tensor([ids])
    zeros = torch.zeros_like(said)
    for name, more in (("input_ids", said), ("attention_mask", zeros + 1), ("mm_token_type_ids", zeros)):
        inputs[name] = torch.cat([inputs[name], more], dim=1)
    return Row(inputs, len(ids))


def answer_scores(
    model: Any, batch: Mapping[str, torch.Tensor], answers: Sequence[int]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Of each row its answer's mean loss (nats a token) and how many of its tokens were the likeliest.

    Logits are made for the answers only: those of a long prompt would take the most memory of all.
    """
    hidden = model.model(**batch).last_hidden_state
    losses, right = [], []
    for n, answer in enumerate(answers):
        logits = model.lm_head(hidden[n, -answer - 1 : -1]).float()
        wanted = batch["input_ids"][n, -answer:]
        losses.append(torch.nn.functional.cross_entropy(logits, wanted))
        right.append((logits.argmax(-1) == wanted).sum())
    return torch.stack(losses), torch.stack(right)
