"""Decides how each page is read: text layer, OCR, both, or not at all; and says why.

It reads nothing itself and knows no library; a reader is run by reader.py as decided here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.document import RawPage
from ingest.lines import is_cjk
from ingest.page import Area, Line, Route
from ingest.readers.textlayer import LayerText
from kb_sources.manual import Box

if TYPE_CHECKING:
    from PIL.Image import Image

# Letters per thousand in English (Lewand, Cryptological Mathematics, 2000). Of 2,500 stretches of real
# manuals, address lists included, none is less like it than 0.76; shifted letters reach 0.66.
_ENGLISH = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1),
        strict=True,
    )
)
_LIKE_PROSE = 0.72
_LATIN_WORD = re.compile(r"[a-z]{3,}")
_FEW = 25  # letters: a page with fewer says next to nothing by itself (a running header, a folio)
_FULL = 0.6  # share of the page that pictures cover on a scan


@dataclass(frozen=True, slots=True)
class Choice:
    """How a page is to be read. `regions` are the pictures to OCR on a page whose text layer is sound."""

    route: Route
    reason: str
    regions: tuple[Box, ...] = ()
    layer_below: bool = False  # the scan carries an invisible OCR layer, to be compared with our own OCR


def choose(page: RawPage, layer: LayerText, areas: Sequence[Area], picture: Image) -> Choice:
    """The route for one page, from its layer, its pictures and what ink it shows."""
    letters = sum(len(line.text) for line in layer.lines)
    pictures = [a.box for a in areas if a.kind == "picture"]
    covered = _covered_share(pictures)
    if letters == 0 and not has_ink(picture):
        return Choice("blank", "nothing is printed on the page")
    below = sum(len(line.text) for line in layer.unpainted) >= _FEW and covered >= _FULL
    if below and letters < _FEW:
        return Choice("ocr", "a scan with an invisible text layer", layer_below=True)
    if letters < _FEW and covered >= _FULL:
        return Choice(
            "ocr", f"pictures cover {covered:.0%} of the page and the text layer has {letters} letters"
        )
    if letters == 0:
        return Choice("ocr", "the page shows ink but has no text layer")
    garbled = why_garbled("\n".join(line.text for line in layer.lines))
    if garbled:
        return Choice("ocr", f"the text layer is garbled: {garbled}")
    regions = worth_reading(page, layer.lines, areas)
    if regions:
        count = f"{len(regions)} picture" + "s" * (len(regions) > 1)
        return Choice("mixed", f"sound text layer of {letters} letters; {count} may hold text", regions)
    return Choice("textlayer", f"sound text layer of {letters} letters")


def worth_reading(page: RawPage, lines: Sequence[Line], areas: Sequence[Area]) -> tuple[Box, ...]:
    """Pictures large enough to hold text that the layer does not give already, largest first."""
    chosen: list[Box] = []
    for area in areas:
        wide, high = area.box.width * page.width, area.box.height * page.height
        if area.kind != "picture" or min(wide, high) < 36 or wide * high < 72 * 72:
            continue
        if any(area.box.covered(other) > 0.8 for other in chosen):
            continue
        text = sum(line.box.shared(area.box) for line in lines)
        if text < 0.25 * area.box.area:
            chosen.append(area.box)
    return tuple(chosen)


def has_ink(picture: Image) -> bool:
    """Whether anything is printed: pixels clearly darker or lighter than the paper."""
    grey: npt.NDArray[np.int16] = np.asarray(picture.convert("L").reduce(2), dtype=np.int16)
    paper = int(np.median(grey))
    return bool((np.abs(grey - paper) > 40).mean() > 0.0002)


def _covered_share(boxes: Sequence[Box]) -> float:
    """Share of the page under at least one box."""
    grid = np.zeros((64, 64), dtype=bool)
    for b in boxes:
        grid[round(b.y0 * 64) : round(b.y1 * 64), round(b.x0 * 64) : round(b.x1 * 64)] = True
    return float(grid.mean())


def why_garbled(text: str) -> str:
    """Why a text layer's letters cannot be what is printed (a broken ToUnicode table), "" when they may be.

    Private-use and replacement characters, (cid:…) runs, Latin letters spread as in no language, ideographs
    hardly anyone uses, letters of many scripts mixed.
    """
    letters = [c for c in text if not c.isspace()]
    if len(letters) < 12:
        return ""
    bad = sum(unicodedata.category(c) in ("Co", "Cn", "Cs") or c == "\ufffd" for c in letters)
    if bad > 0.03 * len(letters):
        return f"{bad} of {len(letters)} letters have no meaning"
    if text.count("(cid:") >= 3:
        return "letters are glyph numbers"
    likeness = _likeness_to_prose(text)
    if likeness < _LIKE_PROSE:
        return f"its letters are spread unlike any prose (likeness {likeness:.2f})"
    chinese = [c for c in letters if is_cjk(c) and c.isalpha()]
    rare = min(sum(not _encodes(c, codec) for c in chinese) for codec in ("gb2312", "big5"))
    if len(chinese) >= 12 and rare > 0.35 * len(chinese):
        return f"{rare} of {len(chinese)} Chinese characters are rare ones"
    scripts = Counter(unicodedata.name(c, "?").split(" ")[0] for c in letters if c.isalpha())
    strange = sum(n for name, n in scripts.items() if name not in _EXPECTED_SCRIPTS)
    if strange > 0.3 * sum(scripts.values()) and len(scripts) >= 3:
        return "letters of several foreign scripts mixed"
    return ""


_EXPECTED_SCRIPTS = frozenset(
    ("LATIN", "CJK", "GREEK", "FULLWIDTH", "KATAKANA", "HIRAGANA", "MICRO", "OHM", "ANGSTROM", "MODIFIER")
)


def _likeness_to_prose(text: str) -> float:
    """Cosine of the text's Latin letter counts with English ones; 1 for text too short to tell."""
    counts = Counter("".join(_LATIN_WORD.findall(text.lower())))
    if counts.total() < 120:
        return 1.0
    together = sum(counts[letter] * share for letter, share in _ENGLISH.items())
    return together / math.hypot(*counts.values()) / math.hypot(*_ENGLISH.values())


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
