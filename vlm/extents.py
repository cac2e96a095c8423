"""How far a statement reaches: "any", "all", 一律 of a claim where nothing printed reaches so far, or where
print tells it of some.

Conditions taken away ("whether or not") are for vlm/denials.py, counts for vlm/counting.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.measures import Figure, read_figures
from vlm.polarity import lowered, negations_of
from vlm.units import equal

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
    r"|只要有?一[个处边条颗片]|有一[个处边条颗片]|任一|任意一[个处边条颗片]|其中一[个处边条颗片]"
    r"|直到第一[个条段]|大多数"
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


_ALL_OF = Bilingual(
    r"\b(?:any|every|all|each|both kinds of|both types of)(?: of)?(?: the| these| those| its| your)?"
    r"(?: \d+)? (?P<noun>[a-z]{3,})",
    r"(?:任何|所有的?|全部的?|一切|凡是?|每[一个颗块条张片处]+)\s?(?P<zh>[\u3400-\u9fff]{2,4}?)"
    r"(?=[都均皆须必要应可能会是在的]|$|[^\u3400-\u9fff])",
)
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n]")
_DEED = re.compile(r"\b(?:must|may|can|should|need|has to|have to|is|are|will)\b")
_SOME_ONLY = re.compile(r"\bonly (?!when|if|after|while|once|until|as\b)|只(?![要有])|仅")
_SHARED = 2  # words that tell of the same


def find_generalised(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Any error" for "C-101 or C-102", "all boards" for "boards with corrosion"; the value of one row."""
    body = lowered(claim)
    wide = _ALL_OF.search(body)
    if wide is None or any(_ALL_OF.search(lowered(text)) or _ALL.search(lowered(text)) for text in evidence):
        return None
    if any(n.polarity == "no" for n in negations_of(body)):
        return None
    groups = wide.groupdict()
    noun, said, codes = groups.get("noun") or groups.get("zh") or "", content_of(claim), _codes(claim)
    for text in evidence:
        for sentence in _SENTENCE.split(text) if " | " not in text else ():
            if len(said & content_of(sentence)) < _SHARED:
                continue
            lone = noun.removesuffix("s") in sentence.lower() and _SOME_ONLY.search(sentence.lower())
            if lone or (not codes and _codes(sentence)) or _is_restricted(noun, said, lowered(sentence)):
                return Reason("word_not_in_quote", (("word", wide[0]), ("printed", sentence.strip())))
    figure = _of_one_row(claim, [text for text in evidence if " | " in text])
    return Reason("figure_elsewhere", (("figure", figure.text), ("near", wide[0]))) if figure else None


def _codes(text: str) -> frozenset[str]:
    return frozenset(f.code for f in read_figures(text) if f.code)


def _is_restricted(noun: str, said: frozenset[str], sentence: str) -> bool:
    """Whether a sentence tells a noun with something that the claim does not tell."""
    if noun.isascii():
        one = re.escape(noun.removesuffix("s"))
        told = [
            _DEED.split(m[1])[0]
            for m in re.finditer(rf"\b{one}s? (?:with|that|which|whose|in|of) ([^.;,:]+)", sentence)
        ]
        lettered = re.search(rf"\b(?!a )[a-z] {one}s\b", sentence) is not None  # "E codes"
    else:
        one = re.escape(noun[:2])
        told, lettered = [m[1] for m in re.finditer(rf"([\u3400-\u9fff]{{2,14}})的{one}", sentence)], False
    mine = [content_of(words) for words in told]
    return lettered or (bool(mine) and all(words and said.isdisjoint(words) for words in mine))


def _of_one_row(claim: str, rows: Sequence[str]) -> Figure | None:
    """A value of the claim that one of several rows holds, and another does not."""
    held = [read_figures(row) for row in rows] if len(rows) > 1 else []
    for figure in read_figures(claim) if held else ():
        if figure.code or figure.is_range or not figure.unit:
            continue
        holding = [any(_is_value(figure, other) for other in row) for row in held]
        if any(holding) and not all(holding):
            return figure
    return None


def _is_value(figure: Figure, other: Figure) -> bool:
    unit = other.unit or figure.unit
    return not other.code and equal(figure.low, figure.printed[0], figure.unit, other.low, unit)
