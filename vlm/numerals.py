"""The value of a numeral in words, Chinese or English. It finds none in text; measures.py does."""

from __future__ import annotations

import re

_ZH_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def read_zh(numeral: str) -> float | None:
    """十五 → 15, 两百零五 → 205, 一点五 → 1.5, 半 → 0.5; None where it is no number."""
    if numeral == "半":
        return 0.5
    whole, _, decimals = numeral.partition("点")
    total, digit = 0, None
    for char in whole:
        if char in _ZH_DIGITS:
            if digit not in (None, 0) and not decimals and len(whole) > 1 and not set(whole) & set("十百千"):
                return float("".join(str(_ZH_DIGITS[c]) for c in whole))  # 二〇二六
            digit = _ZH_DIGITS[char]
        else:
            total += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = None
    total += digit or 0
    return total + float(f"0.{''.join(str(_ZH_DIGITS[c]) for c in decimals)}") if decimals else float(total)


_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_WORDS = {word: value for value, word in enumerate(_COUNTED.split())} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_SHARES = {"half": 0.5, "quarter": 0.25}
_SCALES = {"hundred": 100, "thousand": 1000}
_SCALE = re.compile(r"[ -](hundred|thousand)\b", re.IGNORECASE)
EN_NUMERALS = frozenset((*_WORDS, *_SHARES))


def read_en(text: str, start: int, end: int) -> tuple[float, int] | None:
    """The value of the word text[start:end] with the hundred or thousand behind it, and where these end:
    "four hundred" is 400. None where it spells no number."""
    word = text[start:end].lower()
    if word in _SHARES:
        return _SHARES[word], end
    if word not in _WORDS:
        return None
    scale = _SCALE.match(text, end) if word not in _SCALES else None
    if scale is None:
        return float(_WORDS[word]), end
    return float(_WORDS[word] * _SCALES[scale[1].lower()]), scale.end()
