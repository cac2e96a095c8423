"""Bytes a customer sent → one upright RGB picture of bounded size without metadata, or PhotoRejected.

It knows nothing of what the picture shows. The type is told by content, never by a file name.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from kb_sources.errors import PayloadTooLarge, PhotoRejected

# MPO, the two-lens JPEG, is opened by the JPEG reader. HEIF has its own reader below.
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
KINDS = "JPEG, PNG, WEBP, HEIC, BMP, GIF or TIFF"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_DRAFT_SLACK = 0.9  # a JPEG decoded at 1/2 to 90 % of the wanted size is sharp enough and four times as fast
_ORIENTATION = 0x0112  # EXIF 2.32, table 4
_TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What a customer picture may cost and how large its cleaned form is."""

    max_bytes: int = 20 * 1024 * 1024
    max_pixels: int = 51_000_000  # what phones sell as 50 megapixels is up to 8192 x 6144
    longest_side: int = 2048  # pixels
    shortest_side: int = 16  # pixels, after scaling; less shows nothing
    jpeg_quality: int = 90


def upright(data: bytes, limits: PhotoLimits) -> Image.Image:
    """The first frame of `data`, turned as the camera says, at most `limits.longest_side` pixels long, RGB.

    The result shares nothing with the file: no EXIF, XMP, ICC profile or comment. Raises PhotoRejected when
    the bytes are no such picture, are broken, or hold too many pixels; PayloadTooLarge for too many bytes.
    """
    if len(data) > limits.max_bytes:
        raise PayloadTooLarge(
            f"The photo has {len(data) / 2**20:.0f} MB, the limit is {limits.max_bytes / 2**20:.0f} MB.",
            hint="Send it as a JPEG or at a smaller size.",
        )
    if not data:
        raise PhotoRejected("The photo is empty.", hint="Choose the picture again and send it once more.")
    try:
        with _open(data) as source:
            _check_size(source.size, limits)
            picture = _decode(source, limits)
    except PhotoRejected:
        raise
    except Image.DecompressionBombError as fault:
        raise _too_many_pixels(limits) from fault
    except Exception as fault:  # Pillow's readers raise whatever a broken file makes them trip over
        raise PhotoRejected(
            f"The photo is broken or cut short ({type(fault).__name__}).",
            hint="Open it on your device to see whether it shows, then send it again or take a new one.",
        ) from fault
    if min(picture.size) < limits.shortest_side:
        raise PhotoRejected(
            f"The photo is too small to show anything: {picture.width} x {picture.height} pixels.",
            hint=f"Send one that is at least {limits.shortest_side} pixels in each direction.",
        )
    return picture


def _open(data: bytes) -> ImageFile.ImageFile:
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        try:
            from pillow_heif import HeifImageFile
        except ModuleNotFoundError as fault:
            raise PhotoRejected(
                "The photo is in HEIC format, which this installation cannot read.",
                hint="Send it as JPEG; whoever runs the service can install the extra `heic`.",
            ) from fault
        reader: Callable[[io.BytesIO], ImageFile.ImageFile] = HeifImageFile
        return reader(io.BytesIO(data))
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as fault:
        raise PhotoRejected(
            f"The file is not a photo we can read{_named(data)}.", hint=f"Send a {KINDS} picture."
        ) from fault


def _named(data: bytes) -> str:
    """What the bytes are instead, where that can be told: ", it looks like application/pdf"."""
    import puremagic

    try:
        kind: str = puremagic.from_string(data[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        return ""
    return f", it looks like {kind}" if kind and not kind.startswith("image/") else ""


def _check_size(size: tuple[int, int], limits: PhotoLimits) -> None:
    if size[0] * size[1] > limits.max_pixels:
        raise _too_many_pixels(limits, size)


def _too_many_pixels(limits: PhotoLimits, size: tuple[int, int] | None = None) -> PhotoRejected:
    has = f"{size[0]} x {size[1]} pixels" if size else "far too many pixels"
    return PhotoRejected(
        f"The photo has {has}, the limit is {limits.max_pixels // 1_000_000} megapixels.",
        hint="Send it at a smaller size.",
    )


def _decode(source: ImageFile.ImageFile, limits: PhotoLimits) -> Image.Image:
    if source.format in ("JPEG", "MPO"):
        enough = limits.longest_side * _DRAFT_SLACK / max(source.size)
        source.draft(None, (max(1, int(source.width * enough)), max(1, int(source.height * enough))))
    source.load()
    _check_size(source.size, limits)  # a frame may turn out larger than the header said
    turn = _orientation(source)
    small = _bounded(source, limits.longest_side)
    flat = _rgb(small)
    if turn in _TURN:
        flat = flat.transpose(_TURN[turn])
    clean = Image.new("RGB", flat.size)  # a new picture: whatever rode along in `info` stays behind
    clean.paste(flat)
    return clean


def _orientation(source: Image.Image) -> int:
    """EXIF orientation 1-8; 1 where the EXIF is missing or broken: a photo is not lost over its metadata."""
    try:
        value = source.getexif().get(_ORIENTATION, 1)
    except Exception:  # same as above: a broken EXIF block trips Pillow in many ways
        return 1
    return value if isinstance(value, int) else 1


def _bounded(source: Image.Image, longest_side: int) -> Image.Image:
    scale = longest_side / max(source.size)
    if scale >= 1:
        return source
    size = (max(1, round(source.width * scale)), max(1, round(source.height * scale)))
    if source.mode in ("1", "P", "PA"):
        source = source.convert("RGBA" if "transparency" in source.info or source.mode == "PA" else "RGB")
    if source.mode.startswith(("I", "F")):
        source = _eight_bit(source)
    # A whole-number box filter first, then HAMMING: to shrink, as sharp as BICUBIC at 2/5 of LANCZOS' time.
    return source.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def _rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):
        picture = _eight_bit(picture)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _eight_bit(picture: Image.Image) -> Image.Image:
    """16-bit, 32-bit and float grey → 8 bit: 16-bit by its range, others stretched between their ends."""
    values = np.asarray(picture, dtype=np.float32)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    if picture.mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    else:
        low, high = float(values.min()), float(values.max())
    span = high - low or 1.0
    return Image.fromarray(np.clip((values - low) / span * 255, 0, 255).astype(np.uint8))
