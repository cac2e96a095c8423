"""What the miniature is taught: prompts with the answers it is to know by heart, and fault codes to read.

It does not know how it is taught. Other parts add their own lessons; `digest` tells whether they changed.
"""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from vlm.model import Picture, Prompt
from vlm.prompts import read_one_word
from vlm.vision_probe import picture_of, random_word

_WORDS = 0.4  # of the pictures show a word of the vision probe instead of a code


@dataclass(frozen=True, slots=True)
class Lesson:
    """An answer that the miniature gives to this prompt, word for word."""

    prompt: Prompt
    answer: str


def random_code(chance: random.Random, *, unseen: bool = False) -> str:
    """A fault code such as E21-04, of 80,000; a fifth of them is never shown while fitting."""
    while True:
        code = f"{chance.choice('ACEFHLPU')}{chance.randrange(100):02d}-{chance.randrange(100):02d}"
        if (zlib.crc32(code.encode()) % 5 == 0) is unseen:
            return code


def code_lesson(chance: random.Random, *, unseen: bool = False) -> Lesson:
    """A random code, drawn as the vision probe draws words; or such a word."""
    word = (
        random_word(chance) if not unseen and chance.random() < _WORDS else random_code(chance, unseen=unseen)
    )
    return Lesson(read_one_word(picture_of(word)), word)


def digest(lessons: Sequence[Lesson]) -> str:
    """The same for the same lessons, whatever the order of the machine."""
    told = hashlib.sha256()
    for lesson in lessons:
        for turn in lesson.prompt.turns:
            for part in (turn.role, *turn.parts):
                data = part.data if isinstance(part, Picture) else part.encode()
                told.update(len(data).to_bytes(8, "big") + data)
        told.update(lesson.answer.encode() + b"\0")
    return told.hexdigest()
