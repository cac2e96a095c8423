"""JSON as a model writes it: fenced, after a preamble, with a slip, closed too early or cut off.

It does not know what the values mean. Total, and linear in the length of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from vlm.model import Finish

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_FENCE = re.compile(r"```[\w+-]{0,20}")
_OPENING = re.compile(r"[{\[]")
_MOST_STARTS = 12  # brackets of a preamble that are tried before the value is found
_LOST_QUOTE = re.compile(r'([{,]\s{0,20})"(\w{1,60}):(?=\s{0,20}(?:[-\d"{\[]|true|false|null))')
_FLAT = re.compile(r"\{[^{}]{0,8000}\}")
_TYPE_NAMES = frozenset({"string", "array", "object", "integer", "number", "boolean", "float", "int", "str"})
_ECHO = re.compile(r'"type"\s{0,9}:\s{0,9}"(?:string|array|object|integer|number|boolean)"')
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class JsonRead:
    """`value` is None where nothing can be believed; `findings` tell what was wrong, in order.

    Rejected: no_json, cut, schema_echo. Used with care: preamble, repaired, salvaged, json_tail, and
    missing:<key> for each key that was required.
    """

    value: Json
    findings: tuple[str, ...] = ()

    def has(self, finding: str) -> bool:
        return finding in self.findings


def read_json(text: str, finish: Finish = "unknown", required: Collection[str] = ()) -> JsonRead:
    """The value in a model's answer: whole, in its fence, the first balanced one, repaired, or flat objects.

    What was cut is only completed where the model itself stopped: else its last value may be half a value.
    """
    body = _FENCE.sub("", text).strip() if "```" in text else text.strip()
    found = _strict(body)
    if found is None:
        found = _balanced(body)
    if found is None:
        found = _mended(body, finish)
    if _echoes_schema(found.value) or (found.value is None and _ECHO.search(body)):
        return JsonRead(None, ("schema_echo",))
    return JsonRead(found.value, (*found.findings, *_missing(found.value, required)))


def flat_objects(value: Json) -> list[dict[str, Json]]:
    """All objects of a value, outer before inner, in order."""
    found: list[dict[str, Json]] = []
    waiting: list[Json] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found.append(each)
            waiting += reversed(list(each.values()))
        elif isinstance(each, list):
            waiting += reversed(each)
    return found


_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_DATES = (
    re.compile(r"(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[ .-](?P<m>[A-Za-z]{3})[a-z]{0,6}\.?[ ,-]{1,2}(?P<y>(?:19|20)\d\d)"),
    re.compile(r"(?P<m>[A-Za-z]{3})[a-z]{0,6}\.? (?P<d>\d{1,2}),? (?P<y>(?:19|20)\d\d)"),
)


def date_in(value: str) -> date | None:
    """The one date in a value, which may say more ("01 Jun 2018 18:41"); None where it has none or several,
    or days and months cannot be told apart."""
    found = {
        day
        for pattern in _DATES
        for match in pattern.finditer(value[:200])
        if (day := _day(match["y"], match["m"], match["d"])) is not None
    }
    return found.pop() if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
    except ValueError:
        return None


def _strict(body: str) -> JsonRead | None:
    if body[:1] not in ("{", "["):
        return None
    value = _loads(body)
    return None if value is None else JsonRead(value)


def _loads(text: str) -> Json:
    """A list or object; None when the text is no JSON. Not-a-number and infinities are no values."""
    try:
        value: Json = json.loads(text, parse_constant=lambda _: None, strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def _balanced(body: str) -> JsonRead | None:
    """The first list or object that is closed, with what stands around it told."""
    decoder = json.JSONDecoder(parse_constant=lambda _: None, strict=False)
    for count, match in enumerate(_OPENING.finditer(body)):
        if count == _MOST_STARTS:
            return None
        try:
            value, end = decoder.raw_decode(body, match.start())
        except (ValueError, RecursionError):
            if count == 0 and match.start() == 0:
                return None  # it is meant to be JSON from the first sign on: mend it instead
            continue
        if not _is_structured(value):
            continue
        before = ("preamble",) if body[: match.start()].strip() else ()
        after = ("json_tail",) if body[end:].strip() else ()
        return JsonRead(value, (*before, *after))
    return None


def _is_structured(value: Json) -> bool:
    """Whether a value is more than the "[1]" of a sentence."""
    return bool(value) and (
        isinstance(value, dict)
        or (isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value))
    )


def _mended(body: str, finish: Finish) -> JsonRead:
    """Slips put right; what was cut is closed after "stop" only; else the whole flat objects are kept."""
    start = _OPENING.search(body)
    if start is None:
        return JsonRead(None, ("no_json",))
    tidy, closers, end = _tidied(_LOST_QUOTE.sub(r'\1"\2":', body[start.start() :]))
    if not closers:
        value = _loads(tidy)
        if _is_structured(value):
            return JsonRead(value, ("repaired", *(("json_tail",) if end else ())))
    elif finish == "stop" and '"' not in closers:
        value = _loads(tidy.rstrip().rstrip(",") + closers)
        if _is_structured(value):
            return JsonRead(value, ("repaired",))
    kept = [value for m in _FLAT.finditer(tidy) if isinstance(value := _loads(m[0]), dict) and value]
    if kept and tidy.lstrip()[:1] == "[":
        return JsonRead(list(kept), ("salvaged",))
    return JsonRead(None, ("cut" if closers else "no_json",))


def _tidied(text: str) -> tuple[str, str, bool]:
    """Without commas before a closer and with double quotation marks; the closers that are missing at its
    end; whether anything follows the first value."""
    out: list[str] = []
    open_: list[str] = []
    quote = ""
    at = 0
    while at < len(text):
        char = text[at]
        if quote:
            if char == "\\":
                pair = text[at : at + 2]
                out.append("'" if pair == "\\'" else pair)
                at += 2
                continue
            if char == quote and (quote == '"' or _ends_quoted(text, at)):
                quote, char = "", '"'
            elif char == '"':
                char = '\\"'
            out.append(char)
        elif char == '"' or (char == "'" and out and out[-1] in "[{,:"):
            quote = char
            out.append('"')
        elif char in "{[":
            if len(open_) >= _DEEPEST:
                return "", "]", False
            open_.append("}" if char == "{" else "]")
            out.append(char)
        elif char in "}]":
            if not open_ or open_[-1] != char:
                break
            open_.pop()
            if out and out[-1] == ",":
                out.pop()
            out.append(char)
            if not open_:
                return "".join(out), "", bool(text[at + 1 :].strip())
        elif not char.isspace():
            out.append(char)
        at += 1
    return "".join(out), ('"' if quote else "") + "".join(reversed(open_)), False


def _ends_quoted(text: str, at: int) -> bool:
    """Whether the ' at `at` ends a string: what follows is a comma, colon or closer."""
    after = text[at + 1 : at + 20].lstrip()
    return not after or after[0] in ",:}]"


def _echoes_schema(value: Json) -> bool:
    """Whether a model repeated the schema it was shown instead of filling it."""
    if not isinstance(value, dict) or not value:
        return False
    if value.get("type") in _TYPE_NAMES and ("properties" in value or "items" in value):
        return True
    said = [v for v in value.values() if isinstance(v, str)]
    return len(said) == len(value) and all(v.lower() in _TYPE_NAMES for v in said)


def _missing(value: Json, required: Collection[str]) -> tuple[str, ...]:
    known: Mapping[str, Json] = value if isinstance(value, dict) else {}
    return tuple(f"missing:{key}" for key in required if key not in known) if value is not None else ()
