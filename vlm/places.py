"""The numbers of places, pins and the like: who tells of positions 7 and 2 where 7 and 8 are printed
takes the 2 from elsewhere.

It reads lists behind or before the noun that they number; single steps and tests are for enumerations.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vlm.answer import Reason
from vlm.headings import unit_in
from vlm.measures import CLASSIFIERS, Figure, read_figures
from vlm.numerals import EN_NUMERALS, read_en, read_zh
from vlm.polarity import lowered
from vlm.units import equal

_COUNTING = "".join(c for c in CLASSIFIERS if c not in "号位处针")
_NUMBER = (  # no value with its unit, nothing counted
    rf"\d{{1,2}}(?!\d|[.,/×*]\d| ?(?:[°%Ω{_COUNTING}]|x\b)|[a-z]"
    r"| (?!in\b|on\b|at\b|of\b|is\b|to\b|or\b|by\b|as\b|if\b|go\b|so\b)[a-z]{1,2}\b(?!\.)"
    r"| (?:screw|bolt|nut|washer|clip|pin|piece|time|hole|second|minute|hour|part|seal|turn|key)s\b) ?号?"
)
_RUN = re.compile(r" ?(?:-|–|~|～|至|到|\bto\b|\bthrough\b) ?")
_NEXT = r" ?(?:, and|, or|[,、，/&~～–-]|\band\b|\bor\b|\bto\b|\bthrough\b|[至到和与及或]) ?"
_LIST = rf"{_NUMBER}(?:{_NEXT}{_NUMBER})*"
_PLACE, _PIN = "place", "pin"
_NOUNS = {
    _PLACE: r"positions?|pos\.|places?|locations?|spots?|holes?|screws?|bolts?|位置|孔位|点位|位号|螺孔",
    _PIN: r"pins?|terminals?|引脚|针脚|端子",
    "tray": r"trays?|cassettes?|纸盒|托盘|料盒",
    "slot": r"slots?|插槽",
    "channel": r"channels?|通道",
    "level": r"levels?|档位|挡位",
    "zone": r"zones?|burners?|炉头|灶位|区域",
}
_BEHIND = {_PLACE: "位置|孔位|螺孔|螺[丝钉]|点位|位|孔|点", _PIN: "引脚|针脚|端子|脚|针"}
_AHEAD = "|".join(rf"(?P<{kind}>{nouns})" for kind, nouns in _NOUNS.items())
_TOLD = re.compile(
    rf"(?:(?<![a-z])(?:{_AHEAD})(?![a-z]) ?(?:no\.? ?|numbers? |#|编?号为?|为|是)?)(?P<list>{_LIST})"
    rf"|(?P<before>{_NUMBER}(?:{_NEXT}{_NUMBER})*)(?<=号) ?"
    rf"(?:(?P<zhplace>{_BEHIND[_PLACE]})|(?P<zhpin>{_BEHIND[_PIN]}))"
)
_MAY_TELL = re.compile("|".join(_NOUNS.values()) + "|号")
_ORDER = re.compile(rf"(?:\b(?:order|sequence) (?:of |from )?|按照?|依照?)(?P<list>{_LIST})")
_CELL = re.compile(rf"(?:figures?|fig\.|图|positions?|pos\.|位置)[^|:]{{0,8}}: (?P<list>{_LIST})(?= \||$)")
_OF_CODE = re.compile(rf"[a-z]+\d+: ?(?P<list>{_LIST})(?= \||$)")
_ZH_NUMERAL = re.compile(r"[一二三四五六七八九十]+(?=\s?号)")
_EN_NUMERAL = re.compile(rf"\b(?:{'|'.join(EN_NUMERALS - {'half', 'quarter'})})\b")


def find_unplaced(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Positions 7 and 2", 7 号和 2 号位, where the quotes number positions, and none with 2."""
    body = lowered(claim)
    if not _MAY_TELL.search(body) or " | " in claim:
        return None
    said = [*_lists(_in_digits(body))]
    if not said:
        return None
    printed = [pair for text in evidence for pair in _printed(text)]
    for kind, listed in said:
        kin, mine = [numbers for other, numbers in printed if other == kind], _numbers(listed)
        known = frozenset(number for numbers in kin for number in numbers)
        strange = [n for n in mine if n not in known]
        if kin and (strange or _is_mixed(mine, kin)):
            told = ", ".join(map(str, sorted(known)))
            return Reason("figure_not_in_quote", (("figure", listed.strip()), ("printed", told)))
    return _find_elsewhere(claim, said, evidence)


def _find_elsewhere(claim: str, said: Sequence[tuple[str, str]], evidence: Sequence[str]) -> Reason | None:
    """The torque of positions 7 and 8 told of positions 1 to 6, which another quote is about."""
    mine = frozenset(number for kind, listed in said if kind == _PLACE for number in _numbers(listed))
    measured = [f for f in read_figures(claim) if f.unit and not f.code] if mine else []
    rows = [text for text in evidence if " | " in text] if measured else []
    for row in rows:
        theirs = frozenset(n for kind, numbers in _printed(row) if kind == _PLACE for n in numbers)
        if not theirs or theirs & mine:
            continue
        others = "\n".join(text for text in evidence if text is not row)
        for figure in measured:
            if _has(row, figure) and not _has(others, figure):
                told = ", ".join(map(str, sorted(theirs)))
                return Reason("figure_elsewhere", (("figure", figure.text), ("near", told)))
    return None


def _has(text: str, figure: Figure) -> bool:
    """Whether a text prints a number, in its unit or, in a row, under a heading that gives it."""
    for cell in text.split(" | "):
        heading, _, value = cell.partition(": ")
        for printed in read_figures(value or heading):
            unit = printed.unit or unit_in(heading)
            if not printed.code and equal(figure.low, figure.printed[0], figure.unit, printed.low, unit):
                return True
    return False


def _in_digits(body: str) -> str:
    body = _ZH_NUMERAL.sub(lambda m: f"{read_zh(m[0]) or 0:g}", body)
    return _EN_NUMERAL.sub(lambda m: _digits_of(m[0]), body) if body.isascii() else body


def _digits_of(word: str) -> str:
    read = read_en(word, 0, len(word))
    return f"{read[0]:g}" if read else word


def _lists(body: str) -> Iterator[tuple[str, str]]:
    """The lists of numbers in a text in lower case, each with what it numbers."""
    for match in _TOLD.finditer(body):
        if match["before"]:
            yield (_PLACE if match["zhplace"] else _PIN), match["before"]
        else:
            yield next(kind for kind in _NOUNS if match[kind]), match["list"]


@lru_cache(maxsize=1024)
def _printed(text: str) -> tuple[tuple[str, frozenset[int]], ...]:
    body = _in_digits(lowered(text))
    found = [*_lists(body), *((_PLACE, m["list"]) for m in _ORDER.finditer(body))]
    if " | " in body:
        found += [(_PLACE, m["list"]) for m in _CELL.finditer(body)]
        found += [(_PIN, m["list"]) for m in _OF_CODE.finditer(body)]
    return tuple((kind, _numbers(listed)) for kind, listed in found)


def _is_mixed(mine: frozenset[int], printed: Sequence[frozenset[int]]) -> bool:
    """Whether a list is in no printed one, and takes a part of two each: 7 and 3 of 1 to 6, 7 and 8."""
    if any(mine <= numbers for numbers in printed):
        return False
    parts = [numbers for numbers in printed if mine & numbers and not numbers <= mine]
    return any(one.isdisjoint(two) for one in parts for two in parts)


def _numbers(listed: str) -> frozenset[int]:
    """All numbers of a list, also those between the ends of a run."""
    ends = [*re.finditer(r"\d+", listed)]
    found = {int(m[0]) for m in ends}
    for one, two in pairwise(ends):
        if _RUN.search(listed[one.end() : two.start()]):
            found.update(range(int(one[0]), int(two[0]) + 1))
    return frozenset(found)
