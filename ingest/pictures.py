"""Picture files as documents: a photo or scan is a manual of one page, a TIFF one of several.

It knows no text; every page goes to OCR.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.document import RawPage, Rect, bounded_dpi
from kb_sources.errors import ManualTooCostly, ManualUnreadable

_MAX_FILE_PIXELS = 100_000_000  # decoded as RGB: 300 MB
_LONGEST = 5000  # pixels kept of the longer side: A4 at 430 dpi
_A4_LONG = 842.0  # points
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError)
_SMALLER = "Save it smaller; 300 dpi are enough."
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")


class PictureFile:
    """A JPEG, PNG, WEBP or TIFF file."""

    title = ""

    def __init__(self, content: bytes) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                self._file = Image.open(io.BytesIO(content), formats=_FORMATS)
            self.pages = int(getattr(self._file, "n_frames", 1)) if self._file.format == "TIFF" else 1
        except Image.DecompressionBombError as error:
            raise ManualTooCostly(f"The picture is too large: {error}", hint=_SMALLER) from error
        except _BROKEN as error:
            raise ManualUnreadable(
                f"The picture cannot be opened: {error}.",
                hint="Open it in a viewer, save it anew and add that copy.",
            ) from error
        self._check_size()
        self._current: tuple[int, Image.Image] | None = None

    def size(self, number: int) -> tuple[float, float]:
        """As if the longer side were that of A4: the resolution that files state is rarely true."""
        width, height = self._upright(number).size
        scale = _A4_LONG / max(width, height)
        return width * scale, height * scale

    def page(self, number: int) -> RawPage:
        width, height = self.size(number)
        return RawPage(number, "", width, height, lines=(), pictures=((0.0, 0.0, 1.0, 1.0),))

    def render(self, number: int, dpi: float, part: Rect = (0, 0, 1, 1)) -> Image.Image:
        picture = self._upright(number)
        wide, high = self.size(number)
        box = (
            part[0] * picture.width,
            part[1] * picture.height,
            part[2] * picture.width,
            part[3] * picture.height,
        )
        points = (wide * (part[2] - part[0]), high * (part[3] - part[1]))
        zoom = bounded_dpi(*points, dpi) / 72
        size = max(round(points[0] * zoom), 1), max(round(points[1] * zoom), 1)
        return picture.resize(size, Image.Resampling.BICUBIC, box, reducing_gap=3.0)

    def _upright(self, number: int) -> Image.Image:
        if self._current is None or self._current[0] != number:
            self._file.seek(number - 1)
            self._check_size()
            picture = ImageOps.exif_transpose(self._file).convert("RGB")
            picture.thumbnail((_LONGEST, _LONGEST), reducing_gap=3.0)
            self._current = (number, picture)
        return self._current[1]

    def _check_size(self) -> None:
        """Refuse before decoding; a TIFF's pages may differ."""
        width, height = self._file.size
        if width * height > _MAX_FILE_PIXELS:
            raise ManualTooCostly(
                f"The picture has {width} x {height} pixels; {_MAX_FILE_PIXELS:,} in all are allowed.",
                hint=_SMALLER,
            )
