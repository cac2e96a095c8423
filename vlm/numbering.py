"""The numbers a writer gives to what he tells ("Step 1: …; step 2: …", ①, 一、), told as "first" and "then".

It takes them for the writer's own only where they run 1, 2, … from the beginning of one stretch to the next.
"""

from __future__ import annotations

import re
from functools import partial

_VALUES = {
    word: value
    for value, words in enumerate(
        ("1 one a i ① 一 1st", "2 two b ii ② 二 2nd", "3 three c iii ③ 三 3rd", "4 four d iv ④ 四 4th"), 1
    )
    for word in words.split()
}
_ANY = "[1-4]|one|two|three|four|i{2,3}|iv|[a-di]|[①-④]"
_NOUN = r"(?:step|stage|phase|point|item|number|part|task|action|job|no\.?|#)"
_HAN_NOUN = "(?:步骤|步|项|条|点|件事|个动作|个步骤|道工序|道|件|阶段)"
_LABEL = re.compile(
    r"(?P<ahead>^\s*|[.;:,!?…—]\s+|\s(?=[①-④])|\band\s+)(?:then,? )?(?:the )?"
    rf"(?:{_NOUN} ?(?P<a>{_ANY})(?:(?:[.:,)]| is:?| [-–—:])\s*(?=\s\S)| is to\b)"
    rf"|\((?P<b>{_ANY})\)\s|(?P<c>[1-4a-d]|i{{1,3}}|iv)[).]\s"
    r"|(?P<d>one|two|three|four)(?::|\s[-–—])\s|(?P<e>1st|2nd|3rd|4th)[:,]?\s|(?P<f>[①-④])\s?)\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"\((?:{_NOUN} ?(?P<a>{_ANY})|(?P<b>[1-4a-d]))\)(?=[,.;]|$| and| then)", re.IGNORECASE)
_HAN_LABEL = re.compile(
    r"(?P<ahead>^\s*|[。；;，,：:！!？?\s]\s*|(?<=\S)(?=[①-④]))"
    rf"(?:(?:步骤|第)\s?(?P<a>[1-4一二三四①-④])\s?{_HAN_NOUN}?(?:则|就|便)?(?:是|为)?(?:[：:，,、]|(?<=[是为])|(?=[\u3400-\u9fff]))"
    r"|[（(](?P<b>[1-4一二三四])[）)](?![号脚孔])、?|(?P<c>[1-4a-d])(?:[、）)]|[.．]\s)|(?P<d>[一二三四])[、：:]|(?P<e>[①-④])、?"
    r"|其(?P<f>[一二三四])[，,：:、是]|(?P<g>[一二三四])(?:是|则|来)|(?P<h>[甲乙])[：:])\s*"
)
_HAN_BEHIND = re.compile(r"[（(](?:步骤|第)?(?P<a>[1-4一二三四])步?[）)](?=[，。；]|$)")
_SECONDS = (
    ("1", "2"),
    ("①", "②"),
    ("一", "二"),
    ("甲", "乙"),
    ("ne", "two"),
    ("ne", "Two"),
    (")", "b)"),
    ("）", "b）"),
    (")", "ii)"),
)
_LETTERED = re.compile(r"\b[Bb]:")


def told_unnumbered(claim: str) -> str:
    """The claim with "First: " and "Then: " (先, 然后) in place of numbers that run from one."""
    if not any(second in claim and first in claim for first, second in _SECONDS) and not _LETTERED.search(
        claim
    ):
        return claim
    is_han = re.search(r"[\u3400-\u9fff]", claim) is not None
    ahead, behind = (_HAN_LABEL, _HAN_BEHIND) if is_han else (_LABEL, _BEHIND)
    for pattern in (ahead, behind):
        found = [*pattern.finditer(claim)]
        if len(found) > 1 and [*map(_value, found)] == [*range(1, len(found) + 1)]:
            return pattern.sub(partial(_told, is_han, pattern is behind), claim)
    return claim


def _value(match: re.Match[str]) -> int:
    label = next(group for name, group in match.groupdict().items() if group and name != "ahead").lower()
    return {"甲": 1, "乙": 2}.get(label, 0) or _VALUES[label]


def _told(is_han: bool, behind: bool, match: re.Match[str]) -> str:
    first = _value(match) == 1
    if behind:
        return ("（先）" if first else "（后）") if is_han else ("(first)" if first else "(second)")
    if is_han:
        return match["ahead"] + ("先" if first else "然后")
    return match["ahead"] + ("First: " if first else "Then: ")
