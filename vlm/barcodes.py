"""Bar and matrix codes of a picture, decoded by zxing-cpp where that extra is installed.

It knows no product list: what a number stands for is for others to look up. A code's content is hostile data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec

from PIL import Image

from kb_sources.manual import Box
from vlm.personal_numbers import NumberKind, numbers_in

MOST_CODES = 8
LONGEST_CONTENT = 200  # characters; a product code is far shorter
# What goods carry; more kinds and inverted codes would double the time, a DataMatrix mostly holds a serial.
_LINEAR = "EAN13,EAN8,UPCA,UPCE,Code128,Code39"
_MATRIX = "QRCode"
# What people carry in a QR code and no repair needs: passwords, cards, messages, payment, log-in secrets.
_PRIVATE = re.compile(
    r"(?:WIFI|BEGIN|MECARD|BIZCARD|MAILTO|MATMSG|SMSTO|SMS|TEL|OTPAUTH|WXP|ALIPAY\w*):", re.I
)


@dataclass(frozen=True, slots=True)
class Barcode:
    """One decoded code; `personal` names the personal number in it, which is then not in `text`."""

    text: str
    format: str  # zxing-cpp's name, such as EAN-13 or QR Code
    box: Box
    personal: NumberKind | None


def can_read_barcodes() -> bool:
    """Whether the `barcodes` extra is installed."""
    return find_spec("zxingcpp") is not None


def read_barcodes(picture: Image.Image) -> tuple[Barcode, ...]:
    """The codes on `picture`, at most MOST_CODES; none where the extra is not installed."""
    if not can_read_barcodes():
        return ()
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str(f"{_LINEAR},{_MATRIX}")
    codes = zxingcpp.read_barcodes(
        picture.convert("L"), formats=formats, try_invert=False, text_mode=zxingcpp.TextMode.Plain
    )
    found: list[Barcode] = []
    for code in codes[:MOST_CODES]:
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        across, down = [c.x / picture.width for c in corners], [c.y / picture.height for c in corners]
        personal = _personal_number(code.text, linear=code.format != zxingcpp.BarcodeFormat.QRCode)
        content = "" if personal else re.sub(r"[\x00-\x1f\x7f]+", " ", code.text).strip()
        if personal or (content and len(content) <= LONGEST_CONTENT and not _PRIVATE.match(content)):
            box = Box.clipped(min(across), min(down), max(across), max(down))
            found.append(Barcode(content, str(code.format), box, personal))
    return tuple(found)


def _personal_number(content: str, linear: bool) -> NumberKind | None:
    """A serial number in a bar code has no label and may pass for a card: only an ID counts there."""
    kinds = [number.kind for number in numbers_in(content)]
    if linear:
        kinds = [kind for kind in kinds if kind == "resident_id"]
    return kinds[0] if kinds else None
