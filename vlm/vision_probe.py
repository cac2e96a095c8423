"""Asks a model, before it is trusted, to read a random word from a picture: some drop pictures silently.

It does not know which server that is.
"""

from __future__ import annotations

import io
import random

from kb_sources.errors import ModelMisconfigured
from vlm.model import Deadline, Picture, Sampling, VisionModel
from vlm.prompts import read_one_word

_LETTERS = "ACEFHKLMNPRTUVWXY"  # none that looks like another, or like a digit
_LENGTH = 6
_CELL = 128  # pixels: in all more than Qwen takes as the least, so that nobody makes it larger


def random_word(chance: random.Random) -> str:
    """A word that no model can guess."""
    return "".join(chance.choice(_LETTERS) for _ in range(_LENGTH))


def picture_of(word: str) -> Picture:
    """Six signs in black on white, each in a cell of its own; 768x128 pixels."""
    from PIL import Image, ImageDraw, ImageFont

    canvas = Image.new("RGB", (_CELL * _LENGTH, _CELL), "white")
    draw, font = ImageDraw.Draw(canvas), ImageFont.load_default(104)
    for n, sign in enumerate(word):
        draw.text((_CELL * n + _CELL // 2, _CELL // 2), sign, "black", font, anchor="mm")
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return Picture(out.getvalue(), canvas.width, canvas.height, "the probe picture")


def probe_vision(model: VisionModel, deadline: Deadline, chance: random.Random | None = None) -> None:
    """Raises ModelMisconfigured when the model does not read the word, and what `complete` raises."""
    word = random_word(chance or random.SystemRandom())
    said = model.complete(read_one_word(picture_of(word)), Sampling(max_tokens=32), deadline).text
    if word not in "".join(char for char in said.upper() if char.isalnum()):
        raise ModelMisconfigured(
            f"The model does not see pictures: shown {word!r} it answered {said[:80]!r}.",
            hint="Is it a vision-language model, loaded with its vision part? Does its server pass pictures?",
        )
