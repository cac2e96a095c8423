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


@dataclass(frozen=True, slots=True)
class Lesson:
    """An answer that the miniature gives to this prompt, word for word."""

    prompt: Prompt
    answer: str


def reading_lesson(word: str) -> Lesson:
    """A word or a code, drawn as the vision probe draws words, and read."""
    return Lesson(read_one_word(picture_of(word)), word)


def draw_words(chance: random.Random, count: int, *, unseen: bool = False) -> list[str]:
    """Fault codes such as E21-04, of 80,000, and as many words of the vision probe, of 24 million.

    A fifth of each kind is never shown while fitting: those are drawn with `unseen`.
    """
    words: list[str] = []
    while len(words) < count:
        word = random_word(chance) if len(words) % 2 else _random_code(chance)
        if (zlib.crc32(word.encode()) % 5 == 0) is unseen:
            words.append(word)
    return words


def _random_code(chance: random.Random) -> str:
    return f"{chance.choice('ACEFHLPU')}{chance.randrange(100):02d}-{chance.randrange(100):02d}"


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
