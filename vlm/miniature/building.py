"""Builds a miniature from its lessons and keeps it. It does not know what the lessons are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from vlm.miniature.lessons import Lesson
from vlm.miniature.shelf import default_shelf, fetch, name_of
from vlm.model import ModelSettings

_MEASURE_SEED = 3  # other pictures than those that tell when fitting may stop


def miniature(
    lessons: Sequence[Lesson], shelf: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Path:
    """The checkpoint's folder; built where it is not there yet, in a minute or two of two processors.

    Raises RuntimeError where the lessons are too many to be learnt.
    """

    def make(folder: Path) -> None:
        from vlm.miniature.fitting import fit
        from vlm.miniature.skeleton import build_model, build_processor, build_tokenizer

        tokenizer = build_tokenizer(_words(lessons))
        processor, model = build_processor(tokenizer), build_model(tokenizer)
        fit(model, processor, lessons, tell)
        model.save_pretrained(folder)
        processor.save_pretrained(folder)

    return fetch(shelf or default_shelf(), name_of(lessons), make)


def read_unseen(folder: Path, count: int = 100) -> tuple[int, int]:
    """How many of `count` pictures that were never shown while fitting it reads without a fault."""
    from vlm.checkpoints import load_checkpoint
    from vlm.miniature.fitting import share_read, unseen_rows

    loaded = load_checkpoint(ModelSettings(name=str(folder)))
    rows = unseen_rows(loaded.processor, count, _MEASURE_SEED)
    pad = loaded.processor.tokenizer.pad_token_id
    return round(share_read(loaded.model.cpu(), rows, pad) * count), count


def _words(lessons: Sequence[Lesson]) -> list[str]:
    texts = [
        part
        for lesson in lessons
        for turn in lesson.prompt.turns
        for part in turn.parts
        if isinstance(part, str)
    ]
    return [*texts, *(lesson.answer for lesson in lessons)]
