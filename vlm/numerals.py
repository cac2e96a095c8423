"""The value of a Chinese numeral. It finds none in text; measures.py does."""

from __future__ import annotations

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
