"""A customer's picture becomes a Photo: no metadata, no personal number, codes and models read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from kb_sources.errors import PhotoRejected
from kb_sources.manual import Box
from vlm.personal_numbers import HIDDEN
from vlm.photo import Photo, PhotoLimits, ReadWord, clean, quality_of

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "data" / "photos-exif-samples" / "dev"
SAMPLE = Path(__file__).parents[2] / "kb_sources" / "samples" / "photos" / "id-number.jpg"
MARKERS = (b"Exif", b"http://ns.adobe.com/xap", b"ICC_PROFILE", b"GPS", b"Photoshop", b"Apple", b"Canon")


@dataclass
class ScriptedReader:
    """Gives its words once, then only those without the number it was asked to hide."""

    words: Sequence[str]
    personal: str = "\x00"
    readings: int = 0

    def read_words(self, picture: Image.Image) -> list[ReadWord]:
        self.readings += 1
        return [
            ReadWord(text, Box(0.1, 0.1 + 0.2 * row, 0.9, 0.2 + 0.2 * row), 0.98)
            for row, text in enumerate(self.words)
            if self.readings == 1 or self.personal not in text
        ]


def picture(width: int = 320, height: int = 240) -> Image.Image:
    noise = np.random.default_rng(3).integers(60, 200, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(noise)


def jpeg(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def opened(photo: Photo) -> Image.Image:
    return Image.open(io.BytesIO(photo.jpeg))


def test_no_metadata_survives() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Canon", "2024:05:12 10:00:00"
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 48.0)
    data = jpeg(picture(), exif=exif, comment=b"Apple at home", icc_profile=b"ICC_PROFILE" * 20)
    assert any(marker in data for marker in MARKERS)
    photo = clean(data, None)
    assert not any(marker in photo.jpeg for marker in MARKERS)
    assert opened(photo).getexif() == {}
    assert set(opened(photo).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.skipif(not SAMPLES.exists(), reason="the real photos-exif-samples are not beside this checkout")
def test_no_metadata_of_real_photos_survives() -> None:
    files = [
        f
        for folder in ("jpg/gps", "jpg/xmp", "jpg/mobile", "heic")
        for f in sorted((SAMPLES / folder).rglob("*.*"))
    ]
    assert len(files) > 10
    for file in files:
        photo = clean(file.read_bytes(), None)
        assert not any(marker in photo.jpeg for marker in MARKERS), file.name
        assert opened(photo).getexif() == {}, file.name
        assert set(opened(photo).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, file.name


def test_it_says_what_it_is() -> None:
    photo = clean(jpeg(picture(2400, 1800)), None)
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()
    assert (photo.width, photo.height) == opened(photo).size
    assert max(opened(photo).size) <= PhotoLimits().longest_side
    assert clean(jpeg(picture(2400, 1800)), None) == photo


def test_codes_and_models_are_read_from_it() -> None:
    reader = ScriptedReader(["型号：XR-200 电压：220V", "故障代码 E21", "P/N GH82-18850A"])
    photo = clean(jpeg(picture()), reader)
    assert photo.text.splitlines() == ["型号：XR-200 电压：220V", "故障代码 E21", "P/N GH82-18850A"]
    assert photo.codes == ("E21", "GH82-18850A")
    assert photo.products == ("XR-200",)
    assert photo.stored
    assert photo.redactions == ()


def test_a_personal_number_is_neither_in_the_text_nor_in_the_pixels() -> None:
    photo = clean(jpeg(picture()), ScriptedReader(["电话 138 1234 5678", "E21 故障"], personal="138"))
    assert photo.text == f"电话 {HIDDEN}\nE21 故障"
    assert photo.codes == ("E21",)
    assert photo.stored
    (redaction,) = photo.redactions
    assert redaction.kind == "mobile_phone"
    pixels = np.asarray(opened(photo))
    width, height = photo.width, photo.height
    inside = pixels[int(0.11 * height) : int(0.19 * height), int(0.11 * width) : int(0.89 * width)]
    assert inside.max() < 8


def test_without_a_reader_nothing_is_known_and_nothing_may_be_stored() -> None:
    photo = clean(jpeg(picture()), None)
    assert (photo.text, photo.codes, photo.products, photo.stored) == ("", (), (), False)


def test_a_number_that_will_not_go_away_is_not_stored() -> None:
    photo = clean(jpeg(picture()), ScriptedReader(["13812345678"]))
    assert not photo.stored
    assert "13812345678" not in photo.text


def test_a_broken_picture_is_rejected() -> None:
    with pytest.raises(PhotoRejected):
        clean(jpeg(picture())[:900], None)


def test_the_sample_photo_with_numbers_is_clean_even_on_its_side() -> None:
    pytest.importorskip("rapidocr", reason="the `ocr` extra is not installed")
    from ingest.readers.rapidocr import build

    lying = Image.open(SAMPLE).transpose(Image.Transpose.ROTATE_90)
    photo = clean(jpeg(lying, quality=92), build())
    assert {item.kind for item in photo.redactions} == {"resident_id", "bank_card", "mobile_phone"}
    assert photo.stored
    assert photo.codes == ("0x07",)
    assert photo.products == ("N7",)
    assert not any(part in photo.text for part in ("110101", "6200", "0000", "138"))
    assert photo.width > photo.height  # set upright by its words: no camera told how it lies


def test_blur_and_darkness_are_told() -> None:
    tiles = np.kron(
        np.random.default_rng(5).integers(20, 235, (24, 32), dtype=np.uint8), np.ones((25, 25), np.uint8)
    )
    sharp = Image.fromarray(tiles).convert("RGB")
    blurred = sharp.filter(ImageFilter.GaussianBlur(6))
    assert not quality_of(sharp).blurred
    assert quality_of(blurred).blurred
    assert quality_of(blurred).sharpness < quality_of(sharp).sharpness
    assert not quality_of(sharp).dark
    assert quality_of(sharp.point(lambda value: value // 12)).dark
    lit_display = Image.new("RGB", sharp.size)
    lit_display.paste(sharp.resize((300, 200)), (200, 200))
    assert not quality_of(lit_display).dark
