"""Codes on goods are decoded; what people carry in a QR code is kept out."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vlm.barcodes import can_read_barcodes, read_barcodes
from vlm.photo import clean

zxingcpp = pytest.importorskip("zxingcpp", reason="the `barcodes` extra is not installed")
REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "photos-barcodes-zxing" / "dev"


def drawn(content: str, kind: str = "QRCode") -> Image.Image:
    code = zxingcpp.create_barcode(content, zxingcpp.barcode_format_from_str(kind))
    symbol = Image.fromarray(np.array(code.to_image(scale=4, add_quiet_zones=True)))
    page = Image.new("RGB", (900, 700), (240, 240, 235))
    page.paste(symbol.convert("RGB"), (120, 90))
    return page


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("4006381333931", "EAN13"),
        ("GH82-18850A", "Code128"),
        ("XR-200;S2", "QRCode"),
        ("型号XR-200", "QRCode"),
    ],
)
def test_a_product_code_is_decoded_and_placed(content: str, kind: str) -> None:
    (code,) = read_barcodes(drawn(content, kind))
    assert (code.text, code.personal) == (content, None)
    assert code.box.x0 < 0.4 and code.box.x1 > code.box.x0
    assert clean(jpeg(drawn(content, kind)), None).barcodes == (content,)


@pytest.mark.parametrize(
    "content", ["WIFI:S:home;P:secret;;", "BEGIN:VCARD\nN:Li\nEND:VCARD", "otpauth://totp/x?secret=Y"]
)
def test_private_content_is_not_read_out(content: str) -> None:
    assert read_barcodes(drawn(content)) == ()


@pytest.mark.parametrize(
    ("content", "kind"), [("tel 13812345678", "QRCode"), ("11010519491231002X", "Code128")]
)
def test_a_code_with_a_personal_number_is_blackened(content: str, kind: str) -> None:
    photo = clean(jpeg(drawn(content, kind)), None)
    assert photo.barcodes == ()
    assert len(photo.redactions) == 1
    assert zxingcpp.read_barcodes(Image.open(io.BytesIO(photo.jpeg))) == []


def test_a_serial_number_in_a_bar_code_is_not_taken_for_a_card() -> None:
    (code,) = read_barcodes(drawn("4111111111111111", "Code128"))
    assert code.text == "4111111111111111"


def test_a_picture_without_codes_has_none() -> None:
    assert can_read_barcodes()
    assert read_barcodes(Image.effect_noise((640, 480), 80).convert("RGB")) == ()


@pytest.mark.skipif(not REAL.exists(), reason="the real photos-barcodes-zxing are not beside this checkout")
def test_real_photos_are_decoded_and_none_is_invented() -> None:
    right = seen = 0
    for folder in ("ean13-2", "qrcode-2"):
        for file in sorted((REAL / folder).glob("*.png")):
            truth = file.with_suffix(".txt")
            expected = truth.read_text(errors="replace").strip() if truth.exists() else ""
            if expected.startswith(("http", "9", "4")):
                seen += 1
                right += any(code.text == expected for code in read_barcodes(Image.open(file).convert("RGB")))
    assert seen >= 20
    assert right / seen > 0.6  # these sets hold deliberately bad photos
    for file in sorted((REAL / "falsepositives").glob("*.*")):
        assert read_barcodes(Image.open(file).convert("RGB")) == (), file.name
