"""How much is printed on a page picture, and whether what a model says to have read there can be.

It does not know what is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kb_sources.manual import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_LONGEST = 1600  # pixels at which ink is measured
_CONTRAST = 48  # of 255, from the paper's brightness
# Of 188 pages of 20 manuals the emptiest that says anything has 0.16 % ink; a letter or digit has at least
# 3e-5 of the page. Both bounds leave a factor of five.
_BLANK = 0.0003
_ALMOST = 0.003
_PER_LETTER = 5e-6
_PAD = 0.02  # of the page: boxes drift by up to 1.5 % and cut off letters
_RULE = 0.05  # of a side: a stroke as long as that belongs to no letter
_FRAME = 0.03  # of the page along its edges: shadows and holes of a scan, no print

Mask: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"


def ink_of(picture: Image) -> Mask:
    """True where a pixel differs from the paper; the picture at 1600 pixels at most."""
    grey = picture.convert("L")
    grey.thumbnail((_LONGEST, _LONGEST))
    pixels = np.asarray(grey, dtype=np.int16)
    mask: Mask = np.abs(pixels - int(np.median(pixels))) > _CONTRAST
    return mask


def is_blank(ink: Mask) -> bool:
    """Whether nothing is printed: then no model is asked, for it would invent a page."""
    return _inner_share(ink) < _BLANK


def is_almost_blank(ink: Mask) -> bool:
    """Whether there is so little that it may be dirt, or a line or two."""
    return _inner_share(ink) < _ALMOST


def _inner_share(ink: Mask) -> float:
    down, across = (max(1, round(side * _FRAME)) for side in ink.shape)
    inner = ink[down:-down, across:-across]
    return float(inner.mean()) if inner.size else 0.0


def too_little_for(ink: Mask, text: str) -> bool:
    """Whether a page holds less ink than its text would need: the text is invented."""
    letters = sum(char.isalnum() for char in text)
    return float(ink.mean()) < letters * _PER_LETTER


def uncovered(ink: Mask, boxes: Sequence[Box]) -> float:
    """The share of the ink that lies outside all boxes, each 2 % of the page wider than drawn; 0..1.

    Rules and coloured bands are left aside: nobody draws boxes around them, and a band outweighs a page.
    """
    height, width = ink.shape
    left = ink & ~_runs(ink, round(width * _RULE)) & ~_runs(ink.T, round(height * _RULE)).T
    down, across = (max(1, round(side * _FRAME)) for side in ink.shape)
    left[:down], left[-down:], left[:, :across], left[:, -across:] = False, False, False, False
    total = int(left.sum())
    for box in boxes:
        top, bottom = max(0, int((box.y0 - _PAD) * height)), int((box.y1 + _PAD) * height) + 1
        start, end = max(0, int((box.x0 - _PAD) * width)), int((box.x1 + _PAD) * width) + 1
        left[top:bottom, start:end] = False
    return float(left.sum()) / total if total else 0.0


def _runs(ink: Mask, length: int) -> Mask:
    """Where ink lies in a row for at least so many pixels: an opening by a line."""
    if length < 2 or length > ink.shape[1]:
        return np.zeros_like(ink)
    before = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = before[:, length:] - before[:, :-length] == length  # a run of that length begins here
    begun = np.cumsum(np.pad(starts, ((0, 0), (length, length - 1))), axis=1, dtype=np.int32)
    long: Mask = begun[:, length:] > begun[:, :-length]
    return long
