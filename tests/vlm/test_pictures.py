"""Whatever a customer sends becomes a bounded upright picture or a rejection that says what to do."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kb_sources.errors import InputRejected, PayloadTooLarge, PhotoRejected
from vlm.pictures import PhotoLimits, upright

LIMITS = PhotoLimits()
REAL = Path(__file__).parents[2] / ".." / "shared" / "data"


def real(folder: str) -> list[Path]:
    files = [
        f for f in sorted((REAL / folder).rglob("*")) if f.is_file() and f.suffix not in {"", ".txt", ".tsv"}
    ]
    if not files:
        pytest.skip(f"the real material {folder} is not beside this checkout")
    return files


def scene(width: int = 64, height: int = 48) -> Image.Image:
    """Red top left, green top right, blue below: every turn shows."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height // 2))
    picture.paste("lime", (width // 2, 0, width, height // 2))
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def corners(picture: Image.Image) -> tuple[str, ...]:
    """The main colour channel near the top left, top right and bottom left corner."""
    width, height = picture.size
    spots = ((width // 8, height // 8), (width - width // 8, height // 8), (width // 8, height - height // 8))
    pixels = np.asarray(picture)
    return tuple("RGB"[int(pixels[y, x].argmax())] for x, y in spots)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "HEIF", "MPO"])
def test_every_accepted_kind_is_told_by_content(kind: str) -> None:
    if kind == "HEIF":
        import pillow_heif

        out = io.BytesIO()
        pillow_heif.from_pillow(scene()).save(out, quality=90)
        data = out.getvalue()
    elif kind == "MPO":
        data = saved(scene(), "MPO", save_all=True, append_images=[scene()])
    else:
        data = saved(scene(), kind)
    picture = upright(data, LIMITS)
    assert (picture.mode, picture.size) == ("RGB", (64, 48))
    assert corners(picture) == ("R", "G", "B")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "TIFF"])
def test_the_camera_s_turn_is_applied(orientation: int, kind: str) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    shot = scene().transpose(undo[orientation]) if orientation in undo else scene()
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = upright(saved(shot, kind, exif=exif), LIMITS)
    assert picture.size == (64, 48)
    assert corners(picture) == ("R", "G", "B")
    assert picture.getexif() == {}


def test_a_long_picture_is_bounded_and_keeps_its_shape() -> None:
    picture = upright(saved(scene(5000, 1250), "JPEG"), LIMITS)
    assert max(picture.size) <= LIMITS.longest_side
    assert picture.width / picture.height == pytest.approx(4, rel=0.01)
    assert corners(picture) == ("R", "G", "B")


@pytest.mark.parametrize(
    ("mode", "ink", "expected"),
    [
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("LA", (0, 0), (255, 255, 255)),
        ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
        ("I;16", 65535, (255, 255, 255)),
        ("I;16", 32768, (127, 127, 127)),
        ("1", 1, (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
    ],
)
@pytest.mark.parametrize("side", [32, 4000])
def test_every_mode_becomes_plain_colour(
    mode: str, ink: int | tuple[int, ...], expected: tuple[int, ...], side: int
) -> None:
    data = saved(Image.new(mode, (side, 32), ink), "TIFF")
    pixel = upright(data, PhotoLimits(shortest_side=1)).getpixel((5, 5))
    assert np.allclose(pixel, expected, atol=1)


def test_palette_transparency_is_flattened_on_white() -> None:
    palette = Image.new("P", (32, 32), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    assert upright(saved(palette, "GIF", transparency=0), LIMITS).getpixel((5, 5)) == (255, 255, 255)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [scene(), Image.new("RGB", (64, 48), "black")]
    for kind in ("GIF", "PNG", "WEBP", "TIFF"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert corners(upright(data, LIMITS)) == ("R", "G", "B"), kind


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj<<>>endobj", "application/pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo"),
        (b"\x00" * 500, "not a photo"),
        (b"hello", "not a photo"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "broken"),
    ],
)
def test_what_is_no_picture_is_rejected_with_a_reason_and_a_way_on(data: bytes, says: str) -> None:
    with pytest.raises(PhotoRejected, match=says) as caught:
        upright(data, LIMITS)
    assert caught.value.hint


def test_a_picture_over_the_limits_is_rejected_before_it_is_decoded() -> None:
    with pytest.raises(PhotoRejected, match="13000 x 13000"):
        upright(saved(Image.new("1", (13000, 13000)), "PNG"), LIMITS)
    with pytest.raises(PhotoRejected, match="8 x 8"):
        upright(saved(scene(8, 8), "PNG"), LIMITS)
    with pytest.raises(PayloadTooLarge, match="limit is 20 MB"):
        upright(bytes(LIMITS.max_bytes + 1), LIMITS)


@given(st.data(), st.sampled_from(["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF"]))
@settings(max_examples=150, deadline=None)
def test_a_broken_file_is_a_picture_or_a_rejection(data: st.DataObject, kind: str) -> None:
    whole = bytearray(saved(scene(), kind))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    try:
        picture = upright(bytes(whole[:cut]), LIMITS)
    except InputRejected:
        return
    assert picture.mode == "RGB"
    assert max(picture.size) <= LIMITS.longest_side


def test_a_cut_photo_is_rejected() -> None:
    whole = saved(Image.effect_noise((400, 300), 60), "JPEG")
    with pytest.raises(PhotoRejected, match="cut short"):
        upright(whole[: len(whole) // 2], LIMITS)


def test_hostile_images_end_as_a_picture_or_a_rejection() -> None:
    for file in real("hostile-images"):
        started = time.monotonic()
        try:
            picture = upright(file.read_bytes(), LIMITS)
        except InputRejected as rejected:
            assert rejected.message, file.name
        else:
            assert max(picture.size) <= LIMITS.longest_side, file.name
        assert time.monotonic() - started < 20, file.name


def test_real_photos_of_one_scene_are_all_turned_alike() -> None:
    turned = {}
    for file in real("photos-exif-samples/dev/jpg/orientation"):
        small = upright(file.read_bytes(), LIMITS).resize((32, 32))
        turned[file.stem] = np.asarray(small, dtype=float)
    for shape in ("landscape", "portrait"):
        for number in range(2, 9):
            alike = np.corrcoef(turned[f"{shape}_{number}"].ravel(), turned[f"{shape}_1"].ravel())[0, 1]
            assert alike > 0.95, (shape, number)


# ru_maxrss would still tell how large the process was that started this one.
LARGEST = """
import io, sys
from PIL import Image
from vlm.pictures import PhotoLimits, upright
out = io.BytesIO()
kind, mode = sys.argv[1:]
Image.new(mode, (8192, 6144), (90, 90, 90, 200)[: len(mode)]).save(out, kind, compress_level=1)
size = upright(out.getvalue(), PhotoLimits()).size
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(size, int(peak) // 1024)
"""


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA")])
def test_the_largest_photo_is_taken_within_one_and_a_half_gigabytes(kind: str, mode: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LARGEST, kind, mode], capture_output=True, text=True, check=True, timeout=120
    )
    size, megabytes = done.stdout.rsplit(" ", 1)
    assert size == "(2048, 1536)"
    assert int(megabytes) < 1536
