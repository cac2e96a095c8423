"""How far a statement reaches: "any", "all", 一律 of a claim where nothing printed reaches so far.

Conditions taken away ("whether or not") are for vlm/denials.py, counts for vlm/counting.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.polarity import lowered

_WIDE = re.compile(
    r"\b(?:any (?!case\b|more\b|longer\b|other\b|time\b|of\b)(?=[a-z]+)|of any [a-z]+|always"
    r"|in (?:every|each) case|every single|for good|for ever|forever|in all cases|at any [a-z]+"
    r"|all kinds of|whatever)"
    r"|任何|一律|总是|永远|一定(?=是|会|要|由)|各种|无一例外|凡是|任意"
)
_NARROW = re.compile(
    r"\b(?:any|all|every|each|both|always|whatever|whenever|never|no|not|without|must|cannot|don't|only|or"
    r"|whole|entire|unless|necessarily)\b"
    r"|任何|一律|总是|永远|所有|全部|每|都|均|皆|各|一切|不|严禁|禁止|切勿|绝|无|必须|整|仅|只"
)
_DENIED = re.compile(
    r"\b(?:not|no|never|without|don't|doesn't|isn't|cannot|can't|before|if|than|nor|whether|neither|free of"
    r"|avoid\w*|prevent\w*|remov\w+)\b"
    r"|不|没|无|未|勿|禁|别|如|若|之前|避免|防止"
)
_ONE = re.compile(
    r"\b(?:(?:only |just |at least |as soon as )*one of (?:the |its |these |those )?(?:two|three|four|\d+)?"
    r"|either of|any one|(?:until|once|as soon as) the first|a single one|some of|several of|most of)\b"
    r"|只要有?一[个处边条颗片]|有一[个处边条颗片]|任一|任意一[个处边条颗片]|其中一[个处边条颗片]|直到第一[个条段]|大多数"
)
_ALL = re.compile(r"\b(?:all|both|every|each)\b|所有|全部|每|均|都|皆|两者|各")
_MANY = re.compile(r"(?:多|几|数|好几)([个位次颗条片根块种处件组])")


def find_narrowed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Until the first is lit" for "until all are lit", 有一个 for 均; 多位 for 一位."""
    body = lowered(claim)
    one, many = _ONE.search(body), _MANY.search(body)
    if one is None and many is None:
        return None
    printed = "\n".join(map(lowered, evidence))
    if one is not None and not _ONE.search(printed):
        wholes = _ALL.findall(printed)
        if len(wholes) > len(_ALL.findall(body)):
            return Reason("word_not_in_quote", (("word", one[0]), ("printed", wholes[-1])))
    if many is not None and not _MANY.search(printed):
        single = re.search(rf"[一1]\s?{many[1]}", printed)
        if single is not None:
            return Reason("word_not_in_quote", (("word", many[0]), ("printed", single[0])))
    return None


def find_widened(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first word that makes a statement hold for everything, where nothing printed does."""
    body = lowered(claim)
    wide = _WIDE.search(body)
    if wide is None or _DENIED.search(body):
        return None
    printed = "\n".join(map(lowered, evidence))
    if _WIDE.search(printed) or _NARROW.search(printed):
        return None
    return Reason(
        "word_not_in_quote", (("word", wide[0].strip()), ("printed", evidence[0] if evidence else ""))
    )
