"""Fits the miniature: every lesson by heart, drawn codes as a skill, on a CPU and in a minute or two.

It does not know where the lessons come from. `share_read` measures the skill on pictures not seen while
fitting; nothing else about the miniature is a measurement.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import torch

from vlm.generation import collate
from vlm.miniature.lessons import Lesson, draw_words, reading_lesson
from vlm.model import ModelSettings
from vlm.teaching import Row, answer_scores, row_of

_WORDS = 16  # drawn words in a step …
_DRAWN = 600  # … of so many that are drawn in all: drawing takes as long as learning
_TOKENS = 4000  # padded, of the lessons in a step
_RATE = 4e-3
_MOST_STEPS = 1500
_RISE, _FALL = 30, 75  # steps up to the rate, and down from it once most is read
_SLOW = 0.1  # of the rate, from then on
_REMIND = 3  # steps: one of so many is of any lessons, the others of those not known yet
_CHECK = 25  # steps between looks at what is known
_SURE = 0.01  # nats a token: the loss under which a lesson counts as known …
_SOON = 0.3  # … and under which it needs no full rate any more
_NEARLY, _READS = 0.8, 0.95  # shares of unseen words; the last few come and go with every step
_SEED, _UNSEEN_SEED = 1, 2
_MOST_PIXELS = ModelSettings().most_pixels


def fit(
    model: Any, processor: Any, lessons: Sequence[Lesson], tell: Callable[[str], None] = lambda _: None
) -> None:
    """Until every lesson is known and words are read; RuntimeError where they are not after 1,500 steps."""
    chance = random.Random(_SEED)
    known = rows_of(processor, lessons)
    words = rows_of(processor, map(reading_lesson, draw_words(chance, _DRAWN)))
    unseen = unseen_rows(processor, 64, _UNSEEN_SEED)
    pad = processor.tokenizer.pad_token_id
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    model.train()
    open_lessons = known
    calm = _MOST_STEPS  # the step from which the rate falls: reading is learnt at a stroke, nobody knows when
    for step in range(1, _MOST_STEPS + 1):
        share = min(1.0, step / _RISE, max(_SLOW, 1 - (step - calm) / _FALL))
        for group in optimiser.param_groups:
            group["lr"] = _RATE * share
        loss = _loss(model, chance.sample(words, _WORDS), pad)
        # A page takes ten times the steps of a verdict; what is known is only kept in mind.
        if some := _some(known if step % _REMIND == 0 else open_lessons or known, chance):
            loss = loss + _loss(model, some, pad)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if step % _CHECK == 0:
            losses, read = _losses(model, known, pad), share_read(model, unseen, pad)
            open_lessons = [row for row, loss in zip(known, losses, strict=True) if loss > _SURE]
            told = f"{len(open_lessons)} of {len(known)} lessons not known yet, {read:.0%} of words read"
            tell(f"step {step}: {told}")
            if calm + _FALL <= step and not open_lessons and read >= _READS:
                model.eval()
                return
            if calm == _MOST_STEPS and read >= _NEARLY and max(losses, default=0.0) < _SOON:
                calm = step
    raise RuntimeError(f"not fitted after {_MOST_STEPS} steps: {told}")


def rows_of(processor: Any, lessons: Any) -> list[Row]:
    """Encoded as when it is asked: the processor of the checkpoint makes the pictures small."""
    return [row_of(processor, lesson.prompt, lesson.answer, _MOST_PIXELS) for lesson in lessons]


def unseen_rows(processor: Any, count: int, seed: int) -> list[Row]:
    """Pictures of words and codes that are never among those learnt from."""
    drawn = draw_words(random.Random(seed), count, unseen=True)
    return rows_of(processor, map(reading_lesson, drawn))


def share_read(model: Any, rows: Sequence[Row], pad: int) -> float:
    """The share of rows whose whole answer is the likeliest, token by token."""
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        _, right = answer_scores(model, collate([row.inputs for row in rows], pad), [r.answer for r in rows])
    model.train(was_training)
    return sum(int(n) == row.answer for n, row in zip(right, rows, strict=True)) / len(rows)


def _loss(model: Any, rows: Sequence[Row], pad: int) -> torch.Tensor:
    """Of a token on average; long answers weigh more, or a token of a page would count for nothing."""
    losses, _ = answer_scores(model, collate([row.inputs for row in rows], pad), [r.answer for r in rows])
    weights = torch.tensor([row.answer for row in rows], dtype=losses.dtype).sqrt()
    return (losses * weights).sum() / weights.sum()


def _some(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """A few lessons, as many as fit."""
    chosen: list[Row] = []
    for row in chance.sample(rows, len(rows)):
        if chosen and max(row.length, *(r.length for r in chosen)) * (len(chosen) + 1) > _TOKENS:
            break
        chosen.append(row)
    return chosen


def _losses(model: Any, rows: Sequence[Row], pad: int) -> list[float]:
    """Of each lesson, nats a token."""
    model.eval()
    with torch.inference_mode():
        losses = [float(_loss(model, [row], pad)) for row in rows]
    model.train()
    return losses
