"""Reads the figures of a text: numbers with unit, range, tolerance and bound; dates; codes such as E21.

It compares nothing with a passage; vlm/checks/figures.py does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from vlm.bounds import Bound, bound_of
from vlm.dates import dates_in
from vlm.folding import Folded, is_word, plain, plain_text
from vlm.numerals import (
    EN_NUMERALS,
    ZH_NUMERAL,
    ZH_SHARE,
    in_digits,
    multiple,
    read_en,
    read_zh,
    read_zh_share,
    zh_unit,
)
from vlm.spreading import Item, is_range, spread_units
from vlm.units import load_units


class Figure(NamedTuple):  # read by the dozen: a tuple is made in a fifth of the time of a dataclass
    """A figure and the stretch text[start:end] it stands in. A code has its spelling in `code`, no values."""

    text: str
    start: int
    end: int
    code: str = ""
    low: float = 0.0
    high: float = 0.0
    printed: tuple[str, str] = ("", "")  # the numerals of low and high, as digits
    unit: str = ""
    bound: Bound = ""
    tolerance: bool = False  # printed with ±
    ordinal: bool = False  # first, 第3, 3rd
    bound_at: int = -1  # where the words that make it a limit begin; -1 where none stand before it

    @property
    def is_range(self) -> bool:
        return self.printed[0] != self.printed[1]


_NUMERAL = (
    r"(?:\d{1,3}(?:(?:,\d{3})+|(?: (?:000|500))+)(?!\d)(?:\.\d+)?"
    r"|\d{2,3} \d{3}(?= ?(?:g|mm|Ω|mA|mV|ms|W|V)\b)|\d+(?:\.\d+)?|\.\d+)"
)
_FRACTION = r"(?:(?:\d+[ -])?(?:[1-9]|[1-5]\d|6[0-3])/(?:2|3|4|5|8|16|32|64)(?![\d/]))"
CLASSIFIERS = "个颗枚根条块片只次下声步处路层张档挡种组排位针倍遍号件项样类"
_NUMBERED = ("步骤", "位置", "针脚", "引脚", "至", "～", "~", "-")  # a numeral after them numbers or ends
_RANGE_GOES_ON = re.compile(r"\s?[到至]\s?[零一二两三四五六七八九十百千\d]")
_LETTERS = re.compile(r"[a-z]+")
# What a numeral that is no word begins with; what stands in every numeral and in a name of a file.
_OPENING = re.compile(
    r"[\d第零〇一二两三四五六七八九十百千半]|\.(?=\d)|±(?=\s*[.\d第零〇一二两三四五六七八九十百千半])|[+-](?=\s?[.\d第零〇一二两三四五六七八九十百千半])"
)
_TELLING = re.compile(r"[\d零〇一二两三四五六七八九十百千半]|\.[a-z]")
_FILES = (
    "bin|hex|ini|cfg|conf|gcode|exe|zip|rar|pdf|inf|uf2|txt|h|cpp|ino|com|cn|net|org|stl|dll|img|apk|json|csv"
)
_ATOM = r"[A-Za-z0-9]+(?:\.[0-9]+)*(?:(?:[-_/+#]|\.(?=\d)|(?<=\d)[x*](?=\d))[A-Za-z0-9]+(?:\.\d+)*)*\+?"
_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9])(?=[A-Za-z_/+#*-]*+[\d.])(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:{_FILES})(?![A-Za-z0-9])|{_ATOM})"
)
_FILE = re.compile(rf"[A-Za-z0-9_.-]*[A-Za-z_-][A-Za-z0-9_.-]*\.(?:{_FILES})")
_DIGIT = re.compile(r"\d")
_COUNTED_OFF = re.compile(r"\d+(?:st|nd|rd|th|-plus)|[x*]\d+|\d+x")
_OF_UNITS = frozenset("Ωµμ°℃℉")
_AFTER_NUMBER = re.compile(r"\d\s?$")
_CODED = re.compile(r"\d|\.[A-Za-z]")  # in every code and name of a file
_SCREW = re.compile(
    r"M(\d+(?:\.\d+)?)(?:\s?[x*]\s?(\d+(?:\.\d+)?))?(?:\s?[x*]\s?(\d+(?:\.\d+)?))?(?:\s?mm\b)?(?![\w.]*\d)"
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    item: re.Pattern[str]
    unit: re.Pattern[str]
    quantity: re.Pattern[str]
    continued: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    unit = load_units().pattern
    words = "|".join(EN_NUMERALS)
    item = (
        rf"(?P<sign>±\s*|[+-]\s?)?(?:(?P<fraction>{_FRACTION})|(?P<number>{_NUMERAL})(?P<nth>(?:st|nd|rd|th)\b)?"
        rf"|(?P<word>\b(?i:{words})\b)|(?P<share>{ZH_SHARE})|(?P<zh>第?(?:{ZH_NUMERAL}|半)))"
    )
    one = rf"(?:{_NUMERAL}|{_FRACTION})(?:(?:-(?=[a-z]{{3}}))?(?:{unit}))?"
    return _Grammar(
        re.compile(item),
        re.compile(rf"(?P<gap>[\s-]{{0,2}}|\s(?:an?|of an?)\s|\s?[多余]\s?)(?P<unit>{unit})"),
        re.compile(rf"{one}(?:[-/x*]{one})*"),
        re.compile(rf"(?:{unit})[-/]{one}"),
        re.compile(rf"\d\s?(?:{unit})? $"),
    )


def read_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text in order, with offsets into the text as given; never raises. A sentence with and
    without its full stop is read once."""
    return _read_figures(text.rstrip(" .。\n"))


@lru_cache(maxsize=2048)
def _read_figures(text: str) -> tuple[Figure, ...]:
    body = in_digits(plain_text(text))
    spelled = _is_spelled(body)
    if not spelled and not _TELLING.search(body):
        return ()
    found = list[Figure]()
    masked = _take_dates(body, found)
    masked = _take_codes(masked, found)
    _take_numbers(masked, spelled, found)
    found.sort(key=attrgetter("start"))
    if body == text:
        return tuple(found)
    return tuple([_placed(f, plain(text), text) for f in found])


def _placed(figure: Figure, folded: Folded, text: str) -> Figure:
    start, end = folded.original(figure.start, figure.end)
    bound_at = folded.origin[figure.bound_at] if figure.bound_at >= 0 else -1
    if (start, end, bound_at, text[start:end]) == (figure.start, figure.end, figure.bound_at, figure.text):
        return figure
    return figure._replace(start=start, end=end, text=text[start:end], bound_at=bound_at)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\x00" * (end - start) + text[end:]


def _take_dates(body: str, found: list[Figure]) -> str:
    for start, end, code in dates_in(body):
        found.append(Figure(body[start:end], start, end, code=code))
        body = _blank(body, start, end)
    return body


def _take_codes(body: str, found: list[Figure]) -> str:
    grammar = _grammar()
    if not _CODED.search(body):
        return body
    for match in _SCREW.finditer(body) if "M" in body else ():
        if match.start() and body[match.start() - 1].isascii() and body[match.start() - 1].isalnum():
            continue
        sizes = "x".join(f"{float(n):g}" for n in match.groups() if n)
        found.append(Figure(match[0], match.start(), match.end(), code=f"M{sizes}"))
        body = _blank(body, match.start(), match.end())
    for match in _TOKEN.finditer(body):
        token = match[0]
        thousands = len(token) == 3 and token.isdecimal() and re.search(r"\d[, ]$", body[: match.start()])
        if not thousands and not _goes_on(match, body, grammar) and _is_code(token, grammar):
            found.append(Figure(token, match.start(), match.end(), code=token.upper()))
            body = _blank(body, match.start(), match.end())
    return body


def _goes_on(match: re.Match[str], body: str, grammar: _Grammar) -> bool:
    """Whether a token is the unit of the number before it and the other end of a range: 1.75 V-1.85 V; or a
    number with the Latin part of its unit: 47kΩ."""
    if match[0][0].isdecimal() and body[match.end() : match.end() + 1] in _OF_UNITS:
        whole = grammar.quantity.match(body, match.start())
        if whole is not None and whole.end() > match.end():
            return True
    unit = match[0][0].isalpha() and grammar.continued.fullmatch(match[0]) is not None
    return unit and _AFTER_NUMBER.search(body, max(match.start() - 2, 0), match.start()) is not None


def _is_code(token: str, grammar: _Grammar) -> bool:
    if token.isdecimal():
        return len(token) > 1 and token[0] == "0"  # no number begins with 0
    if "." in token and _FILE.fullmatch(token):
        return True
    if not _DIGIT.search(token):
        return False
    if grammar.quantity.fullmatch(token) or _COUNTED_OFF.fullmatch(token):
        return False
    if any(c.isalpha() for c in token) or token.count("-") > 1 or token.count(".") > 1:
        return True
    return "." not in token and any(len(p) > 1 and p.startswith("0") for p in re.split(r"[-/]", token))


def _take_numbers(body: str, spelled: bool, found: list[Figure]) -> None:
    items = _items(body, spelled)
    spread_units(items, body)
    lower = body.lower()
    lower = lower if len(lower) == len(body) else body  # İ becomes two
    waiting: Item | None = None
    for item in items:
        if waiting is not None and is_range(waiting, item, body):
            found.append(_figure(waiting, item, body, lower))
            waiting = None
            continue
        if waiting is not None:
            found.append(_figure(waiting, waiting, body, lower))
        waiting = item
    if waiting is not None:
        found.append(_figure(waiting, waiting, body, lower))


def _figure(low: Item, high: Item, body: str, lower: str) -> Figure:
    bound, bound_at = bound_of(lower, low.start, high.end) if low is high else ("", -1)
    return Figure(
        body[low.start : high.end],
        low.start,
        high.end,
        low=low.value,
        high=high.value,
        printed=(low.printed, high.printed),
        unit=high.unit or low.unit,
        bound=bound,
        tolerance=low.sign == "±",
        ordinal=low.ordinal,
        bound_at=bound_at,
    )


def _items(body: str, spelled: bool) -> list[Item]:
    grammar, items, at = _grammar(), list[Item](), 0
    while (match := _next_numeral(body, at, spelled)) is not None:
        at = match.end()
        item = _item(match, body)
        if item is None:
            continue
        at = max(at, item.end)
        unit = grammar.unit.match(body, item.end)
        if unit is not None and not _is_inch_preposition(unit, body):
            numeral, spelled_unit = match["zh"], unit["unit"]
            if numeral:
                spelled_unit = zh_unit(numeral, spelled_unit, body[: match.start()])
            if not spelled_unit:
                continue
            if match["share"]:  # 四分之一圈
                item.value, item.printed = item.value / 100, f"{item.value / 100:g}"
            item.unit, at = load_units().named(spelled_unit), unit.end()
            item.end = at
        elif (match["zh"] and not _counts(match, body)) or (match["word"] and item.value in (1, 0.5, 0.25)):
            continue  # 一般, 十分; "the other one", "half": no figures without a unit
        items.append(item)
    return items


def _is_spelled(body: str) -> bool:
    """Whether a number may stand in words."""
    return not EN_NUMERALS.isdisjoint(_LETTERS.findall(body.lower()))


def _next_numeral(body: str, at: int, spelled: bool) -> re.Match[str] | None:
    """`item.search`, but the whole expression is tried at every letter only where a number may be spelled."""
    item = _grammar().item
    if spelled:
        return item.search(body, at)
    while (opening := _OPENING.search(body, at)) is not None:
        match = item.match(body, opening.start())
        if match is not None:
            return match
        at = opening.end()
    return None


def _is_inch_preposition(unit: re.Match[str], body: str) -> bool:
    """`5"` closes a quotation when one was opened before it."""
    return unit["unit"] == '"' and body.count('"', 0, unit.start("unit")) % 2 == 1


def _counts(match: re.Match[str], body: str) -> bool:
    """Whether a Chinese numeral without unit counts something: 第三, 两个; 一个 says no more than "a"."""
    if match["zh"].startswith("第") or "万" in match["zh"]:
        return True
    behind = body[match.end() : match.end() + 2].lstrip(" 多余")[:1]
    counts = behind in tuple(CLASSIFIERS) or _RANGE_GOES_ON.match(body, match.end()) is not None
    counts = counts or body[: match.start()].rstrip().endswith(_NUMBERED)
    return counts and match["zh"] not in ("一", "半", "零")


def _item(match: re.Match[str], body: str) -> Item | None:
    start, sign = match.start(), (match["sign"] or "").strip()
    before = body[start - 1] if start else " "
    if sign in ("-", "+") and (is_word(before) or before in ")]\x00%°"):
        start, sign = match.end("sign"), ""  # a dash between two things, not a sign
    elif sign == "-" and match["sign"] != sign and _grammar().behind.search(body, max(start - 16, 0), start):
        start, sign = match.end("sign"), ""  # 1.75 V - 1.85 V
    if match["fraction"]:
        whole, _, part = re.sub(r"[ -]", " ", match["fraction"]).rpartition(" ")
        over, under = part.split("/")
        if int(over) >= int(under):
            whole, over, under = "", part.split("/")[0], "1"
            return Item(float(over), over, start, match.start("fraction") + len(over), sign=sign)
        value = (int(whole) if whole else 0) + int(over) / int(under)
        printed = f"{value:.4f}".rstrip("0")
    elif match["number"]:
        printed = match["number"].replace(",", "").replace(" ", "")
        times, end = multiple(body, match.end("number"))
        value = float(printed) * times
        if times > 1 and not match["nth"]:
            return Item(value, f"{value:.0f}", start, end, sign=sign)
    elif match["word"]:
        spelled = read_en(body, match.start("word"), match.end("word"))
        if spelled is None:
            return None  # ı and İ match i whatever their case, but spell no number
        value, end = spelled
        return Item(value, f"{value:g}" if value < 1000 else f"{value:.0f}", start, end, sign=sign)
    elif match["share"]:
        value = read_zh_share(match["share"])
        return Item(value, f"{value:g}", start, match.end(), unit="percent")
    else:
        numeral = match["zh"].removeprefix("第")
        read = read_zh(numeral)
        if read is None:
            return None
        value, printed = read, f"{read:g}"
    ordinal = bool(match["nth"]) or (match["zh"] is not None and match["zh"].startswith("第"))
    if start and body[start - 1] == "第":
        ordinal = True
    if sign == "-":
        value = -value
    return Item(value, printed, start, match.end(), sign=sign, ordinal=ordinal)


@lru_cache(maxsize=512)
def code_pattern(code: str) -> re.Pattern[str]:
    """Matches a code as it may be printed (`E21`, `E 21`, `E-21`) within plain text in capitals, never a part
    of a longer one (`E210`, `E21-A`)."""
    pieces = re.findall(r"[A-Z]+|\d+(?:\.\d+)*|[^A-Z\d]", plain_text(code).upper())
    body = r"[ -]?".join(re.escape(p) for p in pieces if p not in "- ")
    return re.compile(
        rf"(?<![A-Z0-9])(?<!\d\.)(?<![A-Z0-9]-){body}(?![A-Z0-9]|\.\d|[-x]\d|-[A-Z]{{1,3}}(?![A-Z0-9]))"
    )


def mentions(code: str, text: str) -> bool:
    """Whether a text holds a code, whole."""
    return code_pattern(code).search(plain_text(text).upper()) is not None
