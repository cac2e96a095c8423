"""Resident ID, bank card and mobile numbers in a text, however their digits are grouped, wide or misread.

It knows no picture. Serial numbers, IMEI and part numbers are what a repair needs: a number right after such
a label stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum import luhn
from stdnum.cn import ric

NumberKind = Literal["resident_id", "bank_card", "mobile_phone"]
HIDDEN = "■"  # stands for one number in a text

FEWEST_DIGITS, MOST_DIGITS = 11, 19  # a mobile number; a bank card
_GROUP = re.compile(r"[0-9]+")
_JOINT = re.compile(r"[ \-·•]{1,3}")
_MOST_GROUPS = 8
_LOOKALIKES = str.maketrans("OoQDIl|BSZ", "0000111852")
_MISREAD = re.compile(r"(?<![A-Za-z0-9|])[0-9OoQDIl|BSZ]{4,19}(?=[Xx]?(?![A-Za-z0-9|]))")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")  # GB/T 2260
_CHECK_X = re.compile(r" ?[Xx](?![A-Za-z0-9])")
_UNIT = re.compile(
    r"\s?(?:rpm|r/min|mm|cm|m?s|[kM]?Hz|[mk]?[VAW]|[khM]?Pa|bar|转(?![0-9])|毫|度|元|[Ω°℃%])", re.IGNORECASE
)
_CODE_GOES_ON = re.compile(r"[A-Za-z]{1,2}(?![A-Za-z])|[A-Za-z]+[0-9]|\.[0-9]")
# Issuer prefixes (ISO/IEC 7812) by length: Visa, Mastercard, UnionPay and older Chinese cards, Amex, JCB,
# Diners, Discover. No card begins with 89 (SIM cards), nor a 15-digit one with 35, 86 or 01 (IMEI).
_ISSUERS = {
    13: r"4",
    14: r"3(?:0[0-5]|[689])",
    15: r"3[47]",
    16: r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|6[025]|64[4-9]|35(?:2[89]|[3-8])|955",
    17: r"62|955",
    18: r"62|690755|955",
    19: r"62|4|60[1-3]|955",
}
_CARD_SHAPES = {
    (4, 4, 4, 4),
    (4, 4, 4, 4, 1),
    (4, 4, 4, 4, 2),
    (4, 4, 4, 4, 3),
    (4, 6, 5),
    (4, 6, 4),
    (6, 13),
}
_PHONE_SHAPES = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_LABEL_JOINT = (
    r"\s*(?:no\b\.?|nr\b\.?|number|num|code|号码?|编号|编?码)?"
    r"[\s:：#.,，=()（）]*(?:[0-9][\s:：.、)])?[\s:：]*$"  # "IMEI (1): "
)
_DEVICE_LABEL = re.compile(
    r"(?:(?<![A-Za-z])(?:S\s?/?\s?N|serial|IMEI\s?[0-9]?|MEID|ICCID|EID|P\s?/?\s?N|part|model|lot|batch|order|EAN"
    r"|UPC|GTIN|barcode|tracking|SKU|ref|MAC|(?:FCC|device|product|asset|chip|hardware|software)\s?ID)"
    r"|序列|串|机身|出厂|产品|部件|料|货|条|批|订单|快递单?|运单|型|资产|设备)" + _LABEL_JOINT,
    re.IGNORECASE,
)
_PERSON_LABEL = re.compile(
    r"(?:身份证|身份|证件|卡|账|帐|账户|电话|手机|联系(?:方式|人)?|微信"
    r"|(?<![A-Za-z])(?:ID|card|account|acct|tel|telephone|phone|mobile|mob|cell|call|contact))"
    + _LABEL_JOINT,
    re.IGNORECASE,
)
_LABEL_REACH = 24  # characters before a number in which its label ends


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """Where a text holds a personal number: text[start:stop]."""

    kind: NumberKind
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: str
    shape: tuple[int, ...]  # digits per group as written
    labelled: bool  # a word such as 身份证, 电话 or "card" stands before it
    doubtful: bool
    misread: bool  # a digit was read as a letter


def hide_numbers(text: str, doubtful: bool = False) -> str:
    """`text` with ■ for each personal number, line breaks and everything else kept."""
    parts: list[str] = []
    last = 0
    for number in numbers_in(text, doubtful):
        parts += [text[last : number.start], HIDDEN]
        last = number.stop
    return "".join([*parts, text[last:]])


def numbers_in(text: str, doubtful: bool = False) -> tuple[PersonalNumber, ...]:
    """Personal numbers in `text`, in order: resident ID (GB 11643-1999: date, ISO 7064 MOD 11-2), bank card
    (ISO/IEC 7812: issuer prefix, Luhn), mainland mobile; in any width, in groups, with look-alike letters.

    A number of the right shape whose check digit fails is one too when a word such as 身份证 or "card" stands
    before it or when the text is `doubtful` (badly read).
    """
    digits, origin = _digits_only(text)
    groups = [match.span() for match in _GROUP.finditer(digits)]
    numbers: list[PersonalNumber] = []

    def misread(start: int, stop: int) -> bool:
        return any(text[i].isalpha() or text[i] == "|" for i in origin[start:stop])

    at = 0
    while at < len(groups):
        hit = _longest_number(digits, groups, at, doubtful, misread)
        if hit is None:
            at += 1
            continue
        kind, count, stop = hit
        numbers.append(PersonalNumber(kind, origin[groups[at][0]], origin[stop - 1] + 1))
        at += count
    return tuple(numbers)


def may_hold_number(text: str) -> bool:
    """Whether `text` has so many digits in a row that, some misread, they may be a personal number."""
    digits, _ = _digits_only(text)
    groups = [match.span() for match in _GROUP.finditer(digits)]
    for at, (start, _) in enumerate(groups):
        last = _last_joined(digits, groups, at)
        long = sum(stop - begin for begin, stop in groups[at : last + 1]) >= FEWEST_DIGITS
        if long and not _DEVICE_LABEL.search(digits[max(0, start - _LABEL_REACH) : start]):
            return True
    return False


def _digits_only(text: str) -> tuple[str, list[int]]:
    """NFKC of `text` with digits that were read as letters put right; where each character came from."""
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        for part in unicodedata.normalize("NFKC", character):
            folded.append("-" if part in "‐‑‒–—−_" else part)
            origin.append(index)
    return _MISREAD.sub(_put_right, "".join(folded)), origin


def _put_right(match: re.Match[str]) -> str:
    token = match[0]
    return token.translate(_LOOKALIKES) if sum(c.isdigit() for c in token) >= 0.7 * len(token) else token


def _longest_number(
    digits: str, groups: list[tuple[int, int]], at: int, doubtful: bool, misread: Callable[[int, int], bool]
) -> tuple[NumberKind, int, int] | None:
    """The longest personal number that begins with group `at`: its kind, how many groups, where it stops."""
    start, last = groups[at][0], _last_joined(digits, groups, at)
    if sum(stop - begin for begin, stop in groups[at : last + 1]) < FEWEST_DIGITS:
        return None
    before = digits[max(0, start - _LABEL_REACH) : start].rstrip("+")
    if _DEVICE_LABEL.search(before) or _inside_a_code(before):
        return None
    labelled = bool(_PERSON_LABEL.search(before))
    for end in range(last, at - 1, -1):
        shape = tuple(stop - begin for begin, stop in groups[at : end + 1])
        if not FEWEST_DIGITS <= sum(shape) <= MOST_DIGITS:
            continue
        number = "".join(digits[begin:stop] for begin, stop in groups[at : end + 1])
        stop = groups[end][1]
        if len(number) == 17 and (check := _CHECK_X.match(digits, stop)):
            number, shape, stop = number + "X", (*shape, 1), check.end()
        quantities = len(shape) > 1 and not labelled and _UNIT.match(digits, stop)  # "150 2000 3000 rpm"
        if quantities or _CODE_GOES_ON.match(digits, stop):
            continue
        candidate = _Candidate(number, shape, labelled, doubtful, misread(start, groups[end][1]))
        if kind := _kind(candidate):
            return kind, end - at + 1, stop
    return None


def _last_joined(digits: str, groups: list[tuple[int, int]], at: int) -> int:
    last = at
    while last + 1 < min(len(groups), at + _MOST_GROUPS) and _JOINT.fullmatch(
        digits, groups[last][1], groups[last + 1][0]
    ):
        last += 1
    return last


def _inside_a_code(before: str) -> bool:
    """Whether letters ("GH8213812345678", not the label "Tel138…") or a decimal point run into the number."""
    if re.search(r"[0-9][.,]$", before):
        return True
    letters = re.search(r"[A-Za-z]+[-/]?$", before)
    return bool(letters and letters[0].lower() != "no" and not _PERSON_LABEL.search(letters[0]))


def _kind(candidate: _Candidate) -> NumberKind | None:
    if _is_mobile(candidate):
        return "mobile_phone"
    if _is_resident_id(candidate):
        return "resident_id"
    if _is_bank_card(candidate):
        return "bank_card"
    return None


def _is_resident_id(candidate: _Candidate) -> bool:
    number = candidate.number
    if len(number) != 18 or not _PROVINCE.match(number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    checked = ric.calc_check_digit(number) == number[-1]
    return 1900 <= born.year < 2100 and (checked or candidate.labelled or candidate.doubtful)


def _is_bank_card(candidate: _Candidate) -> bool:
    number, shape = candidate.number, candidate.shape
    issuers = _ISSUERS.get(len(number))
    if issuers is None or not number.isdigit() or not re.match(issuers, number):
        return False
    if len(shape) > 1 and shape not in _CARD_SHAPES and not candidate.labelled:
        return False
    if len(number) in (13, 14) and _is_article_number(number):
        return False
    return bool(luhn.is_valid(number)) or candidate.labelled or candidate.doubtful


def _is_article_number(number: str) -> bool:
    """Whether the check digit is that of an EAN-13 or GTIN-14 (GS1 General Specifications, 7.9)."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(number))) % 10 == 0


def _is_mobile(candidate: _Candidate) -> bool:
    number, shape = candidate.number, candidate.shape
    if candidate.misread and not candidate.labelled:
        return False
    match = re.fullmatch(r"(0086|86|)1[3-9][0-9]{9}", number)
    if match is None:
        return False
    return bool(match[1]) or candidate.labelled or shape in _PHONE_SHAPES
