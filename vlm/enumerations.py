"""Lists of numbers and names: which number goes with which item, which numbers with each other.

It knows no tables' headings; vlm/crossing.py does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.content import content_of
from vlm.measures import CLASSIFIERS
from vlm.numerals import EN_NUMERALS, read_en
from vlm.polarity import lowered

_ITEM = re.compile(
    r"[(（,，、:：;；]\s?(?P<number>\d)\s?(?P<name>[a-z][a-z ]{2,20}|[\u4e00-\u9fff]{2,6})"
    r"(?=[,，、)）;；.。])"
)
_CLAUSE = re.compile(r"[,，;；。、\n]|[.!?](?=\s|$)|\band\b|和|而")
_NUMBER = re.compile(
    r"(?<![\w.,-])\d(?!\d|[.,-]\d|\s?[°%a-zA-ZΩ]{1,2}\b)|(?<=[\u4e00-\u9fff])\d(?=[\u4e00-\u9fff])"
)
_JOINED = re.compile(  # no values with their unit
    r"(?<![A-Za-z0-9.-])(\d{1,2})\s?(?:and|与|和|、|及)\s?(\d{1,2})"
    r"(?![A-Za-z0-9-]|\.\d|\s?[Ω°%]|\s(?!in\b|of\b)[A-Za-z]{1,2}\b)"
)
_CELL = re.compile(r": (\d{1,2}(?:(?:, |、|，)\d{1,2})+)(?= \||$)")
_NAME = re.compile(r"\b[A-Z][A-Za-z]*\d+[A-Za-z]?\b( (?:Pro|Plus|Max|Ultra|Mini|Lite|Air|SE)\b)?")


_DIGIT = re.compile(r"\d")
_BACKWARDS = re.compile(
    r"\b(?:down|back\w*|to|until|til|towards?|end\w*|finish\w*|last|through)\b|[到至往向]|最后|末|结束|收尾|终|[再才]",
    re.IGNORECASE,
)


def is_backwards(between: str) -> bool:
    """Whether what stands between the higher and the lower end of a range leads from one to the other."""
    return _BACKWARDS.search(between) is not None


def find_misplaced(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A listed number told of another item, in a list it is not in, or a name told twice for its sister's."""
    if not _DIGIT.search(claim):  # only these are also read in words
        return _find_renumbered(claim, evidence)
    return (
        _find_misnumbered(claim, evidence)
        or _find_unlisted(claim, evidence)
        or _find_renumbered(claim, evidence)
        or _find_sister(claim, evidence)
        or _find_of_sister(claim, evidence)
    )


def _find_misnumbered(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "2 is the fuser" of a printed list "(1 tray, 2 transfer, 3 fuser)"."""
    items = [(m["name"].strip(), m["number"]) for text in evidence for m in _ITEM.finditer(text)]
    listed = {number for _, number in items}
    if len(listed) < 2 or len(items) != len(listed):
        return None
    for clause in _CLAUSE.split(claim):
        named = [(name, number) for name, number in items if name in clause]
        told = {m[0] for m in _NUMBER.finditer(clause)} & listed
        if len(named) == 1 and len(told) == 1 and named[0][1] not in told:
            return Reason("figure_elsewhere", (("figure", min(told)), ("near", named[0][0])))
    return None


def _find_unlisted(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "2 and 8" where the cell says "7, 8"."""
    joined = list(_JOINED.finditer(claim))
    lists = [m[1] for text in evidence if " | " in text for m in _CELL.finditer(text)] if joined else []
    held = {number for printed in lists for number in re.findall(r"\d+", printed)}
    for match in joined:
        pair = {match[1], match[2]}
        if len(pair & held) == 1 and not any(match[0] in text for text in evidence):
            values = (("figure", match[0]), ("printed", "; ".join(lists)))
            return Reason("figure_not_in_quote", values)
    return None


def _find_sister(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The N7 Pro told twice where it is printed once, beside an N7 that the claim does not tell of."""
    said = [m[0] for m in _NAME.finditer(claim)]
    for name in dict.fromkeys(n for n in said if " " in n):
        bare = name.partition(" ")[0]
        if bare in said or said.count(name) < 2:
            continue
        printed = [m[0] for text in evidence for m in _NAME.finditer(text)]
        if bare in printed and 0 < printed.count(name) < said.count(name):
            return Reason("figure_not_in_quote", (("figure", name), ("printed", bare)))
    return None


_SISTER = r"[A-Z][A-Za-z]*\d+[A-Za-z]?(?![A-Za-z\d])(?: (?:Pro|Plus|Max|Ultra|Mini|Lite|Air|SE)(?![a-z]))?"
_OF_NAME = re.compile(
    rf"((?:[a-z-]+ ){{1,3}})(?:of|for|in|on|at|from) (?:the |an? )?({_SISTER})"
    rf"|({_SISTER}) ?的([\u4e00-\u9fff]{{2,4}})"
)


def _find_of_sister(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The N7 told, with the part that is printed as one "of the N7 Pro", and without the part of the N7."""
    said = {m[0] for m in _NAME.finditer(claim)}
    if len(said) != 1:
        return None
    tied = [(m[2] or m[3], content_of(m[1] or m[4])) for text in evidence for m in _OF_NAME.finditer(text)]
    name, mine = min(said), content_of(claim)
    own = frozenset(key for other, words in tied if other == name for key in words)
    for sister, words in tied:
        if sister == name or sister.partition(" ")[0] != name.partition(" ")[0]:
            continue
        theirs = words - own
        if own and theirs and theirs <= mine and not own <= mine:
            return Reason("figure_not_in_quote", (("figure", name), ("printed", sister)))
    return None


_NUMBERED_EN = (
    "tests?|steps?|sections?|figures?|tables?|positions?|pins?|levels?|modes?|selectors?|channels?|items?"
    "|chapters?|stages?|keys?|buttons?|digits?|slots?|trays?|points?|programs?|programmes?|menus?|checks?"
)
_NUMBERED_ZH = "测试|步骤|章节|图|表|位置|引脚|针脚|档位|挡位|模式|通道|项目|程序|菜单|检查项|阶段|插槽"
_NUMBER_OF = re.compile(
    rf"(?:\b(?P<en>{_NUMBERED_EN})|(?P<zh>{_NUMBERED_ZH})) ?(?:no\.? ?|number ?|#)?"
    rf"(?P<number>\d[\d.]*+(?:-\d+)?|\b(?:{'|'.join(EN_NUMERALS)})\b)"
    rf"(?! ?(?:times|%|[°Ω{CLASSIFIERS}次遍]|(?:[mck]?m|m?s|m?[vaw]|hz|k?g|h|n)\b))"
)
_MORE_OF = re.compile(r" ?(?:[,、，–/-]|and|to|or|through|和|与|至|到) ?\d")


def _find_renumbered(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Test 3" where the quotes number a test only as "test 02"."""
    said = [(m["en"] or m["zh"], m) for m in _NUMBER_OF.finditer(lowered(claim))]
    printed = [m for text in evidence for m in _NUMBER_OF.finditer(lowered(text))] if said else []
    for noun, match in said:
        kin = [m for m in printed if (m["en"] or m["zh"]).rstrip("s") == noun.rstrip("s")]
        listed = any(_MORE_OF.match(m.string, m.end()) for m in (*kin, match))
        if kin and not listed and _value(match) not in {_value(m) for m in kin}:
            return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", kin[0][0])))
    return None


def _value(match: re.Match[str]) -> str:
    number = match["number"].rstrip(".")
    word = read_en(number, 0, len(number)) if number in EN_NUMERALS else None
    return f"{word[0]:g}" if word else number.lstrip("0") or "0"
