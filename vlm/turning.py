"""How the words of a picture say it stands, and the turn that sets it upright.

It reads nothing: the shape of the boxes and the order in which a reader gave them are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from PIL import Image

from kb_sources.manual import Box

Turn = Literal[0, 90, 180, 270]  # degrees clockwise
Spoken = tuple[str, Box]  # a word and its place, in reading order

_LONG = 1.5  # a word so many times as long as thick shows which way its line runs
_SAME_LINE = 0.7  # of a word's thickness: how far apart the middles of two words of one line may lie
_FEWEST_VOTES = 3
_MAJORITY = 0.75


def turn_to_upright(words: Sequence[Spoken], size: tuple[int, int]) -> Turn:
    """The turn that lets the words run to the right and the lines downwards; 0 where too few words tell.

    `size` is the picture's, in pixels. Words must be in reading order, as the reader understood it.
    """
    sides = [((box.x1 - box.x0) * size[0], (box.y1 - box.y0) * size[1]) for _, box in words]
    lengths = [len(text) if len(text) > 1 else 0 for text, _ in words]  # one letter is tall by nature
    tall = sum(n for n, (width, height) in zip(lengths, sides, strict=True) if height > _LONG * width)
    wide = sum(n for n, (width, height) in zip(lengths, sides, strict=True) if width > _LONG * height)
    centres = [((box.x0 + box.x1) / 2 * size[0], (box.y0 + box.y1) / 2 * size[1]) for _, box in words]
    thickness = [min(side) for side in sides]
    if tall > 2 * wide:
        # Lines that run down follow each other to the left; lines that run up, to the right.
        runs_down = _forward([(y, -x) for x, y in centres], thickness)
        return 0 if runs_down is None else 270 if runs_down else 90
    return 180 if _forward(centres, thickness) is False else 0


def _forward(centres: Sequence[tuple[float, float]], thickness: Sequence[float]) -> bool | None:
    """Whether words follow each other along their line and lines across; None when they do not agree.

    A centre is (along the line, across the lines).
    """
    votes = [
        second[0] > first[0] if abs(second[1] - first[1]) < _SAME_LINE * thick else second[1] > first[1]
        for (first, second), thick in zip(pairwise(centres), thickness, strict=False)
    ]
    share = sum(votes) / len(votes) if len(votes) >= _FEWEST_VOTES else 0.5
    return True if share >= _MAJORITY else False if share <= 1 - _MAJORITY else None


def set_upright(picture: Image.Image, turn: Turn) -> Image.Image:
    """The picture turned clockwise."""
    if turn == 0:
        return picture
    return picture.transpose(
        {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}[
            turn
        ]
    )


def turned(box: Box, turn: Turn) -> Box:
    """Where a box lies once the picture is turned clockwise."""
    match turn:
        case 90:
            return Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)
        case 180:
            return Box(1 - box.x1, 1 - box.y1, 1 - box.x0, 1 - box.y0)
        case 270:
            return Box(box.y0, 1 - box.x1, box.y1, 1 - box.x0)
        case _:
            return box
