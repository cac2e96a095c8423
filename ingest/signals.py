"""Signal words and what they mean: danger, warning, caution, notice; and words that speak of harm.

It reads one line at a time: where a warning ends is flow.py's, what it belongs to cautions.py's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb_sources.manual import WarningLevel

_LEVELS: dict[str, WarningLevel] = {
    "danger": "danger",
    "危险": "danger",
    "warning": "warning",
    "警告": "warning",
    "警示": "warning",
    "caution": "caution",
    "小心": "caution",
    "当心": "caution",
    "attention": "caution",
    "notice": "notice",
    "important": "notice",
    "注意": "notice",
    "重要": "notice",
    "note": "notice",
    "注": "notice",
    "备注": "notice",
    "提示": "notice",
}
_MILD = ("note", "注", "备注", "提示")  # cautions only when what they say is one
_MARK = r"[\s⚠\ufe0f△▲◆●•※*\uf000-\uf0ff【\[（(!！]*"
_ENGLISH = re.compile(
    rf"^{_MARK}(danger|warning|caution|notice|important|attention|note)s?(?:\s+information)?"
    r"(?P<after>\s*[】\]）)]?\s*(?:[:：!！]+|[-–—]\s|$))",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    rf"^{_MARK}(DANGER|WARNING|CAUTION|NOTICE|IMPORTANT|ATTENTION)S?[】\]）)]?(?P<after>\s+)(?=[A-Z0-9“\"(])"
)
_CHINESE = re.compile(
    rf"^{_MARK}(?:特别|安全|重要|严重)?(危险|警告|警示|小心|当心|注意|重要|备注|提示|注)(?:事项|提示|信息|说明)?"
    r"(?P<after>\s*[】\]）)]?\s*(?:[:：!！]+|[-–—]|$)|\s*[】\]])"
)
_SIGN = re.compile(r"^[\s]*[⚠☠☢☣⚡]")
_SAFETY = re.compile(
    r"\b(?:do not|don['’]t|never|must(?: not)?|should not|can ?not|not allowed|avoid|prevent|damag\w*"
    r"|injur\w*|shock|burn\w*|hot|fire|hazard\w*|dangerous|death|explo\w+|ensure|make sure|be careful"
    r"|will not work|disconnect|power(?:ed)? off|only be)\b"
    r"|不要|不可|不能|不得|切勿|请勿|勿|禁止|严禁|必须|务必|避免|防止|损坏|烧毁|烧坏|触电|烫|受伤|伤害|危险|断电"
    r"|爆炸|起火|只支持|只能",
    re.IGNORECASE,
)
_SAFETY_TITLE = re.compile(
    r"\b(?:safety|precautions?|warnings?|cautions?|notes?|important)\b[\w\s]*[:：]?$|安全|注意事项|警告|须知|注意[:：]?$",
    re.IGNORECASE,
)


_SEVERAL = re.compile(r"s\b|safety|information|事项|须知|说明", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal word at the start of a line."""

    level: WarningLevel
    alone: bool  # nothing follows on its line
    mild: bool  # a note: a warning only when it speaks of harm or of what must not be done


def read_signal(text: str) -> Signal | None:
    """The signal a line opens with: a word in capitals, alone, or with a colon or mark after it; or a sign.

    Levels follow ANSI Z535.6 (danger, warning, caution, notice); 注意 is a notice, 小心 a caution.
    """
    found = _ENGLISH.match(text) or _CAPITALS.match(text) or _CHINESE.match(text)
    if found is None:
        return Signal("warning", len(text.strip()) <= 2, False) if _SIGN.match(text) else None
    word = found[1].casefold()
    return Signal(_LEVELS[word], not text[found.end() :].strip(), word in _MILD)


def speaks_of_harm(text: str) -> bool:
    return _SAFETY.search(text) is not None


_FORBIDS = re.compile(
    r"\s*(?:please\s+)?(?:do not|don['’]t|never|must not)\b|\s*(?:请勿|切勿|禁止|严禁|不要|不得|不可|勿)",
    re.IGNORECASE,
)


def forbids(text: str) -> bool:
    """Whether a sentence opens by forbidding something: "Do not pull the cord", 请勿拉扯电源线."""
    return _FORBIDS.match(text) is not None


def is_mild(title: str) -> bool:
    """Whether a heading over a list says no more than "Notes"."""
    signal = read_signal(title)
    return signal is not None and signal.mild


def is_safety_title(title: str, plural: bool = False) -> bool:
    """Whether the list under this heading is one of cautions ("Safety precautions", 注意事项).

    With `plural` a single signal word ("WARNING") is none.
    """
    if plural and not _SEVERAL.search(title):
        return False
    return len(title) <= 40 and _SAFETY_TITLE.search(title) is not None
