"""How words become a printed line: spaces, Chinese characters, stray code points.

It does not know where the words come from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from statistics import fmean

from ingest.page import Line, Word
from kb_sources.manual import Box, ReadBy

# Code points that fonts with a poor ToUnicode map give for everyday characters (Unicode's file
# EquivalentUnifiedIdeograph). Kangxi radicals fold by NFKC; the supplement has no decomposition.
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺇⺈⺊⺌⺍⺎⺗⺘⺝⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺱⺲⺳⺴⺶⺷⺸⺻⺼⺾⺿⻁⻂⻃⻄⻅⻆⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙几刀卜小小兀心手月母民水水火爪爪丬犬王目示礻竹糸冈罒罒网羊羊羊聿肉艹艹虎衤西西见角贝足车辶辶辶邑钅長长长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)


def is_cjk(char: str) -> bool:
    """A Chinese character, or punctuation and full-width forms that are set without spaces around."""
    code = ord(char)
    return (
        0x3000 <= code <= 0x303F
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def clean_letter(char: str) -> str:
    """A letter as it is read: radicals as characters; format characters (zero width, bidi, tags) vanish."""
    code = ord(char[0]) if char else 0
    if 0x2E80 <= code <= 0x2EFF:
        return _SUPPLEMENT.get(char, char)
    if code == 0x2F3E:
        return "户"  # NFKC gives the older form 戶, but fonts of simplified Chinese mean this one
    if 0x2F00 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", char)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return ""
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # half a surrogate pair: no text encoding can carry it
    if code != 0xAD and unicodedata.category(char[0]) == "Cf":
        return ""
    return char


def join_words(words: Iterable[str]) -> str:
    """Words joined by spaces, but for two that meet in Chinese characters."""
    text = ""
    for word in words:
        if text and word and not (is_cjk(text[-1]) and is_cjk(word[0])):
            text += " "
        text += word
    return text


def make_line(
    words: Sequence[Word],
    read_by: ReadBy,
    *,
    size: float = 0.0,
    bold: bool = False,
    colour: int = 0,
    in_picture: bool = False,
) -> Line:
    """A line of at least one word; its confidence is the mean of its words by length."""
    letters = sum(len(w.text) for w in words)
    confidence = fmean(w.confidence for w in words)
    if letters:
        confidence = sum(w.confidence * len(w.text) for w in words) / letters
    return Line(
        words=tuple(words),
        box=Box.around(w.box for w in words),
        read_by=read_by,
        text=join_words(w.text for w in words),
        size=round(size, 2),
        bold=bold,
        colour=colour,
        confidence=min(confidence, 1.0),
        in_picture=in_picture,
    )
