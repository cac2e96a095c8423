"""Runs a batch of prepared prompts through a model of transformers: padded on the left, streamed row by row.

It knows neither prompts nor pictures, only their tensors. Each row ends by its own limit and deadline.
"""

from __future__ import annotations

import queue
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import (
    GenerationConfig,
    LogitsProcessor,
    LogitsProcessorList,
    StoppingCriteria,
    StoppingCriteriaList,
)
from transformers.generation.streamers import BaseStreamer

from vlm.model import Deadline, Finish, Sampling

_ROWWISE = {"input_ids": None, "attention_mask": 0, "mm_token_type_ids": 0}  # and what they are padded with
_INCOMPLETE = "\ufffd"  # what a character decodes to while some of its bytes are missing
_MOST_PENDING = 8  # tokens; no character has more


@dataclass(frozen=True, slots=True)
class Written:
    """What a row came to: the tokens it wrote, and None as `finish` where its deadline passed."""

    text: str
    tokens: int
    finish: Finish | None


@dataclass(slots=True, eq=False)
class Request:
    """One prompt as the processor made it, and where its pieces of text, then the Written, are told."""

    inputs: Mapping[str, torch.Tensor]
    sampling: Sampling
    deadline: Deadline
    told: queue.SimpleQueue[str | Written | Exception] = field(default_factory=queue.SimpleQueue)
    given_up: bool = False

    @property
    def prompt_tokens(self) -> int:
        return int(self.inputs["input_ids"].shape[1])

    @property
    def size(self) -> int:
        return self.prompt_tokens + self.sampling.max_tokens

    @property
    def kind(self) -> Hashable:
        """What must be equal within a batch: generation draws for all rows from one distribution."""
        s = self.sampling
        return (s.temperature, s.top_p, s.presence_penalty, s.seed)


def generate(model: Any, tokenizer: Any, requests: Sequence[Request]) -> None:
    """Answers the requests of one kind: pieces as they come, at the end a Written to each."""
    sampling = requests[0].sampling
    batch = {
        k: v.to(model.device)
        for k, v in collate([r.inputs for r in requests], tokenizer.pad_token_id).items()
    }
    rows = Rows(requests, tokenizer, _ends(model, tokenizer))
    width = batch["input_ids"].shape[1]
    shape: dict[str, Any] = {"do_sample": False}
    if sampling.temperature > 0:
        # top_k is told to be off: else the checkpoint's own default (20) would be in force.
        shape = {"do_sample": True, "temperature": sampling.temperature, "top_p": sampling.top_p, "top_k": 0}
    config = GenerationConfig(
        **shape,
        max_new_tokens=max(r.sampling.max_tokens for r in requests),
        repetition_penalty=1.0,
        eos_token_id=sorted(rows.ends),
        pad_token_id=tokenizer.pad_token_id,
    )
    penalty = [PresencePenalty(sampling.presence_penalty, width)] if sampling.presence_penalty else []
    with torch.inference_mode(), torch.random.fork_rng():
        torch.manual_seed(sampling.seed)
        model.generate(
            **batch,
            generation_config=config,
            logits_processor=LogitsProcessorList(penalty),
            stopping_criteria=StoppingCriteriaList([RowsStop(rows)]),
            streamer=rows,
        )
    rows.finish()


def collate(inputs: Sequence[Mapping[str, torch.Tensor]], pad: int) -> dict[str, torch.Tensor]:
    """One batch of prompts of one row each: tokens padded on the left, patches of pictures in a row."""
    width = max(each["input_ids"].shape[1] for each in inputs)
    batch: dict[str, torch.Tensor] = {}
    for name in dict.fromkeys(name for each in inputs for name in each):
        parts = [each[name] for each in inputs if name in each]
        if name in _ROWWISE:
            value = pad if _ROWWISE[name] is None else 0
            parts = [torch.nn.functional.pad(p, (width - p.shape[1], 0), value=value) for p in parts]
        batch[name] = torch.cat(parts)
    return batch


def _ends(model: Any, tokenizer: Any) -> set[int]:
    told = model.generation_config.eos_token_id
    ends = set(told if isinstance(told, list) else [told]) | {tokenizer.eos_token_id}
    return {int(end) for end in ends if end is not None}


class PresencePenalty(LogitsProcessor):
    """OpenAI's presence_penalty, as servers have it: taken off each token the answer has used already."""

    def __init__(self, penalty: float, width: int) -> None:
        self._penalty, self._width = penalty, width

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        used = torch.zeros_like(scores, dtype=torch.bool)
        used.scatter_(1, input_ids[:, self._width :], True)
        return scores - self._penalty * used


class Rows(BaseStreamer):
    """Turns the tokens of each step into text, row by row; a character is told when it is whole."""

    def __init__(self, requests: Sequence[Request], tokenizer: Any, ends: set[int]) -> None:
        self._requests, self._tokenizer, self.ends = requests, tokenizer, ends
        self._is_prompt = True
        self._texts = ["" for _ in requests]
        self._pending: list[list[int]] = [[] for _ in requests]
        self._counts = [0 for _ in requests]
        self._finishes: list[Finish | None] = [None for _ in requests]
        self._left = [False for _ in requests]  # late, or given up

    def put(self, value: torch.Tensor) -> None:
        """The prompts first, then one token a row."""
        if self._is_prompt:
            self._is_prompt = False
            return
        for row, token in enumerate(value.reshape(-1).tolist()):
            if self._left[row] or self._finishes[row] is not None:
                continue  # padding
            self._counts[row] += 1
            if token in self.ends:
                self._finishes[row] = "stop"
            else:
                self._pending[row].append(token)
                if self._counts[row] >= self._requests[row].sampling.max_tokens:
                    self._finishes[row] = "length"
            self._tell(row, last=self._finishes[row] is not None)

    def over(self) -> list[bool]:
        """Which rows are not to go on: at an end or limit, late, or nobody waits for them."""
        for row, request in enumerate(self._requests):
            self._left[row] |= request.given_up or request.deadline.left <= 0
        return [left or finish is not None for left, finish in zip(self._left, self._finishes, strict=True)]

    def end(self) -> None:
        """Called by `generate`; rows are told by `finish`, when nothing can fail any more."""

    def finish(self) -> None:
        for row, request in enumerate(self._requests):
            self._tell(row, last=True)
            request.told.put(Written(self._texts[row], self._counts[row], self._finishes[row]))

    def _tell(self, row: int, *, last: bool) -> None:
        """Byte-level tokens decode piece by piece to the same text as at once, where characters are whole."""
        pending = self._pending[row]
        piece = self._tokenizer.decode(pending, skip_special_tokens=True) if pending else ""
        if not piece or (piece.endswith(_INCOMPLETE) and len(pending) < _MOST_PENDING and not last):
            return
        pending.clear()
        self._texts[row] += piece
        self._requests[row].told.put(piece)


class RowsStop(StoppingCriteria):
    """Asked after each step."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        return torch.tensor(self._rows.over(), dtype=torch.bool, device=input_ids.device)
