"""Which measured value a text says is missing or there: "no 1.80 V", "1.80 V does not appear", 有 1.80 V.

It reads single stretches; which of them are denied is for scopes.py.
"""

from __future__ import annotations

import re

from vlm.content import content_of
from vlm.measures import Figure, read_figures
from vlm.polarity import lowered
from vlm.units import load_units

_DIGIT = re.compile(r"\d")
_BARE_FIGURE = re.compile(r"\s?(?:出现|显示|测到|量到)?\s?(?:any |the )?\d")
_APPEARING = frozenset({"出现", "显示", "测到", "量到"})
_APPEARS = re.compile(r"\s?(?:appear|show up|come up)\b")
_ENDS_IN_FIGURE = re.compile(r"\d\s?[a-zω]{1,3}(?: does| do| did)?\s?$")
_PRESENT = re.compile(
    r"\b(?:there is|with|has|shows?|if|when) (?:a |the )?(?:nominal )?\d[\d.]*\s?[a-zω]{1,3}"
    r"(?: (?:is (?:there|present|found)|appears?))?"
    r"|(?:有|测到|量到|测得|出现|存在)了?\s?\d[\d.]*\s?[a-zω]{1,3}"
)


def is_bare_figure(rest: str) -> bool:
    """Whether a figure is what stands next to a denial, with these words behind it."""
    return _BARE_FIGURE.match(rest) is not None


def missing_in(ahead: str, rest: str, absent: bool) -> frozenset[str]:
    """What a denial between two stretches says is missing, where that is a figure; `absent` where its word
    says so by itself ("no", 没有)."""
    if absent and is_bare_figure(rest):
        return (content_of(rest) - _APPEARING) | figures_in(rest)
    if _APPEARS.match(rest) and _ENDS_IN_FIGURE.search(ahead):
        return content_of(rest) | figures_in(ahead)
    return frozenset()


def tells_present(claim: str, missing: frozenset[str]) -> bool:
    """Whether a claim tells that one of some figures is there: "if there is 1.80 V"."""
    body = lowered(claim)
    return any(missing & figures_in(match[0]) for match in _PRESENT.finditer(body))


def figures_in(text: str) -> frozenset[str]:
    """The figures with a unit of a text, as keys that equal ones share; none of them is a word."""
    if not _DIGIT.search(text):
        return frozenset()
    return frozenset(_key(f) for f in read_figures(text) if f.unit and not f.code)


def is_figure(key: str) -> bool:
    """Whether a key is one of `figures_in`."""
    return key[0].isdigit() and " " in key


def _key(figure: Figure) -> str:
    unit = load_units().by_name.get(figure.unit)
    return f"{figure.low * unit.si:g} {unit.of}" if unit and unit.of else f"{figure.low:g} {figure.unit}"
