"""Fits the miniature: every lesson by heart, fault codes as a skill, on a CPU and in a minute or two.

It does not know where the lessons come from. `exact_codes` measures the skill on pictures not seen while
fitting; nothing else about the miniature is a measurement.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from vlm.encoding import encode
from vlm.generation import collate
from vlm.miniature.lessons import Lesson, code_lesson
from vlm.miniature.skeleton import MOST_PIXELS

_CODES = 16  # pictures of codes in a step …
_DRAWN = 1000  # … of so many that are drawn in all: drawing takes as long as learning
_TOKENS = 6000  # padded, of the lessons in a step
_RATE = 4e-3
_STEPS = 600
_MOST_STEPS = 1500
_CHECK = 50  # steps between looks at whether all is known
_SURE = 0.01  # nats a token: the loss under which a lesson counts as known
_SEED, _STOP_SEED = 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson as tensors, its answer at the end."""

    inputs: dict[str, torch.Tensor]
    answer: int  # tokens of the answer, with its end

    @property
    def length(self) -> int:
        return int(self.inputs["input_ids"].shape[1])


def row_of(processor: Any, lesson: Lesson) -> Row:
    """The prompt as generation encodes it, then the answer and its end."""
    tokenizer = processor.tokenizer
    inputs = encode(processor, lesson.prompt, MOST_PIXELS)
    ids = [*tokenizer.encode(lesson.answer, add_special_tokens=False), tokenizer.eos_token_id]
    answer = torch.tensor([ids])
    zeros = torch.zeros_like(answer)
    for name, more in (("input_ids", answer), ("attention_mask", zeros + 1), ("mm_token_type_ids", zeros)):
        inputs[name] = torch.cat([inputs[name], more], dim=1)
    return Row(inputs, len(ids))


def losses(model: Any, rows: Sequence[Row], pad: int) -> torch.Tensor:
    """The mean loss of each row's answer, in nats a token; logits are made for answers only."""
    batch = collate([row.inputs for row in rows], pad)
    hidden = model.model(**batch).last_hidden_state
    told = []
    for n, row in enumerate(rows):
        logits = model.lm_head(hidden[n, -row.answer - 1 : -1])
        told.append(torch.nn.functional.cross_entropy(logits, batch["input_ids"][n, -row.answer :]))
    return torch.stack(told)


def fit(
    model: Any, processor: Any, lessons: Sequence[Lesson], tell: Callable[[str], None] = lambda _: None
) -> None:
    """Until every lesson is known and codes are read; RuntimeError where they are not after _MOST_STEPS."""
    chance = random.Random(_SEED)
    pad = processor.tokenizer.pad_token_id
    known = [row_of(processor, lesson) for lesson in lessons]
    codes = [row_of(processor, code_lesson(chance)) for _ in range(_DRAWN)]
    unread = unseen_codes(processor, 64, _STOP_SEED)
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=_STEPS, pct_start=0.1)
    model.train()
    for step in range(1, _MOST_STEPS + 1):
        loss = losses(model, chance.sample(codes, _CODES), pad).mean()
        if batch := _some(known, chance):
            loss = loss + losses(model, batch, pad).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if step < _STEPS:
            plan.step()
        if step % _CHECK == 0:
            unsure, read = _unsure(model, known, pad), exact_codes(model, processor, unread)
            tell(f"step {step}: {unsure} of {len(known)} lessons not known yet, {read:.0%} of codes read")
            if not unsure and read >= 0.97:
                break
    else:
        raise RuntimeError(
            f"not fitted after {_MOST_STEPS} steps: {unsure} lessons unknown, {read:.0%} of codes"
        )
    model.eval()


def _some(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """A few lessons, as many as fit."""
    chosen: list[Row] = []
    for row in chance.sample(rows, len(rows)):
        if chosen and max(row.length, *(r.length for r in chosen)) * (len(chosen) + 1) > _TOKENS:
            break
        chosen.append(row)
    return chosen


def _unsure(model: Any, rows: Sequence[Row], pad: int) -> int:
    """How many lessons are not known by heart."""
    model.eval()
    with torch.inference_mode():
        loss = [float(losses(model, [row], pad)) for row in rows]
    model.train()
    return sum(each > _SURE for each in loss)


def unseen_codes(processor: Any, count: int, seed: int) -> list[Row]:
    """Pictures of codes that are never among those learnt from."""
    chance = random.Random(seed)
    return [row_of(processor, code_lesson(chance, unseen=True)) for _ in range(count)]


def exact_codes(model: Any, processor: Any, rows: Sequence[Row]) -> float:
    """The share of the codes that are read without a fault, each token the likeliest one."""
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        batch = collate([row.inputs for row in rows], processor.tokenizer.pad_token_id)
        hidden = model.model(**batch).last_hidden_state
        right = 0
        for n, row in enumerate(rows):
            said = model.lm_head(hidden[n, -row.answer - 1 : -1]).argmax(-1)
            right += bool((said == batch["input_ids"][n, -row.answer :]).all())
    model.train(was_training)
    return right / len(rows)
