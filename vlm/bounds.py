"""Whether a number is a limit: words of bounds.toml that stand directly before or after it.

It reads no numbers; vlm/measures.py does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from vlm.units import any_of

Bound = Literal["", "<", "<=", ">", ">="]
_DENIED: Mapping[Bound, Bound] = {">": "<=", "<": ">="}
_NOT = (
    "no ", "not ", "not be ", "not go ", "never ", "never be ", "nor ", "nor be ", "neither ", "neither be ",
)  # fmt: skip
_NOT_HAN = ("不", "不得", "不能", "不可", "不应", "不要", "不会", "切勿", "请勿", "勿", "别", "禁止", "严禁")
_MUCH = ("a little", "a bit", "slightly", "somewhat", "even", "much")
_BOUNDS: tuple[Bound, ...] = ("<=", ">=", "<", ">")
_AHEAD = 32  # characters before a number in which a limit is looked for
_MARKS = frozenset("多余+-")  # what _AND_MORE may begin with
COUNTED = "个颗枚根条块片只次下声圈页张台套件遍倍"
_NEXT_NUMBER = re.compile(r"\s*(?:than\b|(?:of |to )?\d)")  # of "5 or above 7" the 5 is no limit
_FAILING = re.compile("(?:[测看找听收读检]|(?<![电容数质流重水])量)$")  # 测不到 3 V is no limit
_BRACKETED = re.compile(r"\s?\([^()]*\d[^()]*\)")  # "2 bar (200 kPa) or less"
_AND_MORE = re.compile(  # 800 多次, "800-plus cycles"
    rf"\s?[多余](?=\s?(?:[{COUNTED}]|[，。；、,;.)）]|$|[就时后了的]))|-plus\b|(?<=\d)\+(?=\s[a-z])"
)
_MORE_OF = re.compile(r"[\d十百千万]\s?[多余]")  # 10 多秒
_WORD = re.compile(r"[a-z]+")
_SIGN = re.compile("[<>=]")
_REACH = 3  # words before a number of which one ends what makes it a limit: "at most about 5"
_BEFORE = r"(?<![A-Za-z]){}(?=\s?(?:an? |about |approx\. |every |约|大约|:|[\u4e00-\u9fff]{1,4})?\s?$)"
_AFTER = r"(?: of [a-z]+)?\s?(?!or [a-z]+ [\d.])(?:{})(?![A-Za-z])"  # "under 7 or over 15": the 15 is over


@dataclass(frozen=True, slots=True)
class _Phrases:
    pattern: re.Pattern[str]
    bounds: Mapping[str, Bound]  # what each phrase means
    last: frozenset[str]  # the last words of the English ones


@cache
def _phrases(where: Literal["before", "after"]) -> _Phrases:
    table: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("bounds.toml").read_text(encoding="utf-8")
    )
    bounds = {phrase: bound for bound in _BOUNDS for phrase in table[bound].get(where, ())}
    if where == "before":
        bounds |= {phrase: bound for bound in _BOUNDS for phrase in table[bound].get("denied", ())}
    if where == "before":  # "no deeper than 3" is 3 at most
        for bound, denied in _DENIED.items():
            for phrase in table[bound]["before"]:
                denials = _NOT if phrase.isascii() else _NOT_HAN
                bounds |= {no + phrase: denied for no in denials if no + phrase not in bounds}
    else:  # "5 or a little more"
        more = [(phrase, phrase.removeprefix("or ")) for phrase in bounds if phrase.startswith("or ")]
        bounds |= {f"or {much} {rest}": bounds[phrase] for phrase, rest in more for much in _MUCH}
    body = any_of({phrase: re.escape(phrase) for phrase in bounds})  # "not less than" before "not"
    frame = _BEFORE if where == "before" else _AFTER
    last = frozenset(words[-1] for phrase in bounds if (words := _WORD.findall(phrase)))
    return _Phrases(re.compile(frame.replace("{}", f"(?P<phrase>{body})")), bounds, last)


def bound_of(lower: str, start: int, end: int) -> tuple[Bound, int]:
    """Which limit the number lower[start:end] of a text in lower case is, and where the words before it that
    make it one begin; -1 where none do."""
    then = lower[end : end + 2]
    if "(" in then and (bracketed := _BRACKETED.match(lower, end)):
        end = bracketed.end()
    after = _phrases("after")
    behind = after.pattern.match(lower, end)
    if behind is not None and not _NEXT_NUMBER.match(lower, behind.end()):
        return after.bounds[behind["phrase"]], -1
    if not _MARKS.isdisjoint(then) and _AND_MORE.match(lower, end):
        return ">", -1
    if not lower.isascii() and _MORE_OF.search(lower, start, end):
        return ">", -1
    return bound_before(lower, start)


def bound_before(lower: str, start: int) -> tuple[Bound, int]:
    """As `bound_of`, by the words before the number alone."""
    before, begin = _phrases("before"), max(0, start - _AHEAD)
    window = lower[begin:start]
    if window.isascii() and not _SIGN.search(window) and before.last.isdisjoint(_last_words(window)):
        return "", -1  # most numbers: the pattern need not be tried
    ahead = [*before.pattern.finditer(window)]
    if ahead and ahead[-1]["phrase"] == "不到" and _FAILING.search(window[: ahead[-1].start("phrase")]):
        return "", -1
    return (before.bounds[ahead[-1]["phrase"]], begin + ahead[-1].start("phrase")) if ahead else ("", -1)


def _last_words(window: str) -> list[str]:
    return _WORD.findall(window)[-_REACH:]
