"""How large a picture may be for Qwen3-VL, how many tokens it then costs, and the picture at that size.

It knows no server; the sizes are those of the model's own processor, so nothing is resized twice.
"""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb_sources.errors import PhotoRejected
from vlm.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

CELL = 32  # pixels: one visual token is a square of patch_size 16 × merge_size 2
_MARKS = 2  # the tokens before and after each picture
MOST_ASPECT = 200  # Qwen's processor and DashScope refuse more
_JPEG_QUALITY = 92
_MOST_BYTES = 7_000_000  # DashScope takes 10 MB of base64


@dataclass(frozen=True, slots=True)
class PixelBudget:
    """Pixels of one picture, as preprocessor_config.json of Qwen3-VL counts them."""

    least: int = 65_536
    most: int = 2048 * CELL * CELL


def fit_size(width: int, height: int, budget: PixelBudget, name: str = "the picture") -> tuple[int, int]:
    """Width and height in pixels, multiples of 32 within the budget, the aspect kept as nearly as they allow.

    The rule of `smart_resize` in Qwen's processor. Raises PhotoRejected where a side is more than 200 times
    the other.
    """
    if min(width, height) < 1 or max(width, height) > MOST_ASPECT * min(width, height):
        raise PhotoRejected(
            f"{name} measures {width}x{height} pixels; one side is more than {MOST_ASPECT} times the other.",
            hint="Crop it, or take a picture that shows more of the device.",
        )
    wide, high = (max(CELL, round(side / CELL) * CELL) for side in (width, height))
    if wide * high > budget.most:
        shrink = math.sqrt(width * height / budget.most)
        wide, high = (max(CELL, math.floor(side / shrink / CELL) * CELL) for side in (width, height))
    elif wide * high < budget.least:
        grow = math.sqrt(budget.least / (width * height))
        wide, high = (math.ceil(side * grow / CELL) * CELL for side in (width, height))
    return wide, high


def tokens_of(width: int, height: int) -> int:
    """Tokens of a picture of a size that `fit_size` gave."""
    return (width // CELL) * (height // CELL) + _MARKS


def drawn_at(picture: Image, budget: PixelBudget, name: str) -> Picture:
    """An open picture at the size the model sees it, as a PNG that is quick to write.

    Level 1 of zlib: a scanned page is a tenth larger than at level 6 and takes a quarter of the time, which
    would otherwise be most of what asking about a page costs the client.
    """
    from PIL.Image import Resampling

    size = fit_size(picture.width, picture.height, budget, name)
    plain = picture.convert("RGB")
    if size != picture.size:
        plain = plain.resize(size, Resampling.LANCZOS)
    out = io.BytesIO()
    plain.save(out, "PNG", compress_level=1)
    return fitted(Picture(out.getvalue(), *size, name), budget)


def fitted(picture: Picture, budget: PixelBudget) -> Picture:
    """The picture at the size the model sees it; bytes that fit already are sent as they are."""
    size = fit_size(picture.width, picture.height, budget, picture.name)
    if size == (picture.width, picture.height) and len(picture.data) <= _MOST_BYTES:
        return picture
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture.data), formats=("PNG", "JPEG")) as opened:
            pixels = opened.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PhotoRejected(
            f"{picture.name} cannot be opened: {error}.", hint="Send a PNG or JPEG."
        ) from error
    out = io.BytesIO()
    pixels.save(out, "PNG" if picture.kind == "image/png" else "JPEG", quality=_JPEG_QUALITY)
    if len(out.getvalue()) <= _MOST_BYTES:
        return replace(picture, data=out.getvalue(), width=size[0], height=size[1])
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=_JPEG_QUALITY)
    return Picture(out.getvalue(), *size, picture.name, "image/jpeg")


def data_uri(picture: Picture) -> str:
    """The picture as `data:…;base64,…`: a server that fetches addresses could be sent anywhere."""
    return f"data:{picture.kind};base64,{base64.b64encode(picture.data).decode('ascii')}"
