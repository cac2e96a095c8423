"""Where dates stand in a text, as digits or with the month's name, as codes that equal dates share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vlm.units import load_units

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|[-/.](0[1-9]|1[0-2])(?![\d./-])|\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?)"
)
_JAN_TO_DEC = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {month: number for number, month in enumerate(_JAN_TO_DEC.split(), 1)}
_MONTH = rf"({_JAN_TO_DEC.replace(' ', '|')})[a-z]*\.?"
_NAMED_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20)\d\d)"
    rf"|{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)|{_MONTH}\s+((?:19|20)\d\d))\b",
    re.IGNORECASE,
)


def dates_in(body: str) -> Iterator[tuple[int, int, str]]:
    """The dates of a plain text: start, end, and the date as `date:2025-9-1`."""
    if not _YEAR.search(body):
        return
    for match in [*_DATE.finditer(body), *_NAMED_DATE.finditer(body)]:
        if match[0].count(".") == 1 and load_units().spelled.match(body[match.end() :].lstrip(" ")):
            continue  # 2000.10 V
        parts = [p for p in match.groups() if p]
        named = [_MONTHS[p[:3].lower()] for p in parts if p[:3].lower() in _MONTHS]
        numbers = [int(p) for p in parts if p.isdecimal()]
        year = max(numbers)
        code = "-".join(str(n) for n in (year, *named, *(n for n in numbers if n != year)))
        yield match.start(), match.end(), f"date:{code}"
