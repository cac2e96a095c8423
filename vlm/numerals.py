"""The value of a numeral in words, Chinese or English. It finds none in text; measures.py does."""

from __future__ import annotations

import re

ZH_NUMERAL = (
    r"(?:[一二两三四五六七八九十]+个半(?=个?(?:小时|钟头|月|星期))"
    r"|[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*万(?!用表)(?:[零〇一二两三四五六七八九十百千]+)?"
    r"|[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?)"
)
_DIGIT = "[一二两三四五六七八九]"
ZH_SHARE = (
    rf"百分之(?:\d+(?:\.\d+)?|{ZH_NUMERAL})|{ZH_NUMERAL}分之{ZH_NUMERAL}"
    rf"|{_DIGIT}成(?:{_DIGIT}|半)?(?=[，。；、）]|的?(?:电|新)|以[上下内]|时|左右|后|前|$)|一半(?!的?时)|半数"
)
_ROUND = re.compile(r"[绕围环沿][^，。；]{0,10}$")
_ZH_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# "For a minute", but not "to a second screen" nor "an hour and a half".
_ONE = re.compile(
    r"(?<![a-z])(?P<before>(?:as|for|within|after|in|to|than|about|least|most|under|over|every|wait|takes?|lasts?"
    r"|nearly|almost|around|below|above|exceed|exceeds|exceeding) )(?P<one>an?)"
    r"(?= (?:minute|hour|second(?=\s?(?:[.,;:!?)]|$)"
    r"|\s(?:or|and|before|after|until|while|when|so|at|if|then)\b)))"
    r"(?! [a-z]+ (?:and an?|or two|or so|hand)\b)",
    re.IGNORECASE,
)


def read_zh(numeral: str) -> float | None:
    """十五 → 15, 两百零五 → 205, 一点五 → 1.5, 半 → 0.5; None where it is no number."""
    if numeral == "半":
        return 0.5
    if numeral.endswith("个半"):
        return (read_zh(numeral[:-2]) or 0.0) + 0.5
    if "万" in numeral:
        myriads, _, rest = numeral.partition("万")
        return 10_000 * (read_zh(myriads) or 0.0) + (read_zh(rest) or 0.0 if rest else 0.0)
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


def read_zh_share(share: str) -> float:
    """Percent: 百分之二十五 and 四分之一 → 25, 八成 → 80, 七成五 → 75, 一半 → 50."""
    if share in ("一半", "半数"):
        return 50.0
    under, parted, over = share.partition("分之")
    if parted:
        part = float(over) if over[0].isascii() else read_zh(over) or 0.0
        return part * 100 / (read_zh(under) or 1.0)
    tenths, _, rest = share.partition("成")
    return 10 * (read_zh(tenths) or 0.0) + (5.0 if rest == "半" else read_zh(rest) or 0.0 if rest else 0.0)


def zh_unit(numeral: str, unit: str, before: str) -> str:
    """The unit that a numeral's really is: 绕一周 is one turn; "" where it measures nothing: 十分, 沿四周."""
    if (numeral, unit) == ("十", "分"):
        return ""
    if unit == "周" and numeral in ("一", "四") and _ROUND.search(before):
        return "圈" if numeral == "一" else ""
    return unit


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
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_SCALE = re.compile(r"[ -](hundred|thousand|million)\b", re.IGNORECASE)
_PART = re.compile(rf"[ -]({'|'.join(_PARTS)})s?(?= of an? )", re.IGNORECASE)  # "two thirds of an hour"
_A_PART = re.compile(r"(?<![a-z])an? $", re.IGNORECASE)
_OF_A_UNIT = re.compile(r" of an? ", re.IGNORECASE)
_MULTIPLE = re.compile(r"[ ]?(?:(thousand|million)\b|(万)(?!用表))", re.IGNORECASE)
EN_NUMERALS = frozenset((*_WORDS, *_SHARES, *_PARTS))


def read_en(text: str, start: int, end: int) -> tuple[float, int] | None:
    """The value of the word text[start:end] with the hundred or thousand behind it, and where these end:
    "four hundred" is 400. None where it spells no number."""
    word = text[start:end].lower()
    if word in _SHARES:
        return _SHARES[word], end
    if word not in _WORDS:
        of_one = word in _PARTS and _A_PART.search(text, 0, start) and _OF_A_UNIT.match(text, end)
        return (1 / _PARTS[word], end) if of_one else None
    part = _PART.match(text, end)
    if part is not None:
        return _WORDS[word] / _PARTS[part[1].lower()], part.end()
    value = _WORDS[word]
    while (scale := _SCALE.match(text, end)) is not None:
        value, end = value * _SCALES[scale[1].lower()], scale.end()
    return float(value), end


def multiple(text: str, end: int) -> tuple[int, int]:
    """By what a word behind a numeral in digits multiplies it ("100 thousand", 10 万), and where it ends."""
    match = _MULTIPLE.match(text, end)
    if match is None:
        return 1, end
    return (10_000 if match[2] else _SCALES[match[1].lower()]), match.end()


_TOLERATED = ("plus", "give or take", "tolerance", "正负", "上下", "允许误差", "允许偏差", "公差")
_PLUS_MINUS = re.compile(
    r"(?:,? (?:with )?)?\b(?:plus or minus|plus/minus|give or take|an? (?:allowed )?tolerance of(?: ±)?)"
    r"(?= \.?\d)"
    r"|[，,]?\s?(?:(?:允许)?(?:误差|偏差|公差)(?:范围|值)?(?:为|是|在|:|：)?)?(?:正负|上下(?:可差|浮动|波动|不超过|各|允许)?)"
    r"(?=\s?\.?\d)"
    r"|[，,]?\s?(?:允许(?:误差|偏差)|公差)(?:范围|值)?(?:为|是|在|:|：)?(?:正负|上下|±)?(?=\s?\.?\d)",
    re.IGNORECASE,
)


def with_ones(body: str) -> str:
    """A text whose articles of a time are ones, at their places: "for 1 minute", "within 1  hour"."""
    if not (" minute" in body or " hour" in body or " second" in body):
        return body
    return _ONE.sub(lambda m: m["before"] + "1".ljust(len(m["one"])), body)


def in_digits(body: str) -> str:
    """A text whose articles of a time are ones, and whose tolerances in words ("give or take 3", 误差正负 3)
    have their sign, at their places."""
    body = with_ones(body)
    if not any(word in body for word in _TOLERATED):
        return body
    return _PLUS_MINUS.sub(lambda m: "±".ljust(len(m[0])), body)
