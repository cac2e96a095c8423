"""Which way a text goes on either side of a limit ("above 0.15 A: go to step 4. Below: replace the board"),
and what it puts first or last; whether a claim goes the other way.

It compares no numbers; figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.polarity import lowered, negations_of

_ABOVE = re.compile(
    r"\b(?:above|over|more than|higher than|greater than|exceed\w*)\b|高于|大于|超过|多于|以上"
)
_BELOW = re.compile(r"\b(?:below|under|less than|lower than|short of)\b|低于|小于|不足|少于|不到|以下")
_END = re.compile(r"[.;](?=\s|$)|[。；\n]")
_NOT = re.compile(r"(?:\b(?:not|never|no)|n't|不)\s*$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AND_SIDE = re.compile(r"\sand\s(?=[^,;]*\b(?:above|over|more than|higher|below|under|less than|lower)\b)")
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|[;。；！？\n]|,\s+and\s+|，|,(?=[\u3400-\u9fff])")
_ENDS_IN_LIMIT = re.compile(
    r"(?:高于|大于|超过|多于|低于|小于|不足|少于|不到)[^，,]*\d[^，,]*$|以[上下][^，,]{0,3}$"
)
_FIRST = re.compile(r"\bfirst\b(?! and\b)|最先|首先|[首初]次|第一[个次]")
_LAST = re.compile(r"\b(?:last|at the end)\b|最后|末尾")
_PART = re.compile(r"[.!?;,](?=\s|$)|[。；！？，\n]")


def find_other_branch(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A deed of one side of a limit that the claim puts on the other side."""
    body = lowered(claim)
    if not _ABOVE.search(body) and not _BELOW.search(body):
        return None
    for text in evidence:
        branches = _branches(lowered(text))
        if {0, 1} - branches.keys():
            continue
        for sentence in _sided(body):
            side = _side(sentence)
            if side is None:
                continue
            keys = content_of(_deed(sentence)) - _outside(lowered(text))
            own, other = branches[side], branches[1 - side]
            if len(keys & (other - own)) > len(keys & (own - other)) or _is_joined(
                sentence, keys, side, text, evidence
            ):
                word = _ABOVE.search(sentence) or _BELOW.search(sentence)
                against = (_ABOVE if side else _BELOW).search(lowered(text))
                if word and against:
                    return Reason("opposite_in_quote", (("word", word[0]), ("opposite", against[0])))
    return None


def _is_joined(sentence: str, keys: frozenset[str], side: int, text: str, evidence: Sequence[str]) -> bool:
    """Whether the limit of one text gets the deed that another text prints on the same side of its own."""
    numbers = {n for n in _NUMBER.findall(sentence) if n in text}
    own = _branches(lowered(text))[side]
    for other in (lowered(o) for o in evidence if o != text and not any(n in o for n in numbers)):
        theirs = _branches(other).get(side, frozenset()) - own
        if numbers and keys & theirs and not keys & (own - _branches(other).get(side, frozenset())):
            return True
    return False


def _sided(text: str) -> list[str]:
    """The sentences of a text; after a Chinese condition what is done goes on behind its comma."""
    found: list[str] = []
    for part in (p for each in _SENTENCE.split(text) if each for p in _AND_SIDE.split(each)):
        last = found[-1] if found else ""
        goes_on = _ENDS_IN_LIMIT.search(last) and _side(part) is None and not part.isascii()
        found[-1:] = [f"{last}，{part}"] if goes_on else [last, part]
    return found


def _deed(sentence: str) -> str:
    """A sentence without the condition that tells its side."""
    on = _ON.search(sentence)
    if on is None or _side(on[0]) is None:
        return sentence
    return f"{sentence[: on.start()]} {sentence[on.end() :]}"


@lru_cache(maxsize=1024)
def _branches(text: str) -> dict[int, frozenset[str]]:
    """What is done above a limit (0), and below (1), where a text tells it behind a colon."""
    found: dict[int, frozenset[str]] = {}
    for part in _END.split(text):
        on, colon, then = part.partition("：" if "：" in part else ":")
        side = _side(on) if colon else None
        if side is not None:
            found[side] = found.get(side, frozenset()) | content_of(then)
    return found


@lru_cache(maxsize=1024)
def _outside(text: str) -> frozenset[str]:
    """The words of a text that stand on no side: "measure the charging current"."""
    return frozenset(
        word for part in _END.split(text) if part and _side(part) is None for word in content_of(part)
    )


def _side(text: str) -> int | None:
    """0 above a limit, 1 below it; None where it tells neither, or both."""
    above, below = _ABOVE.search(text), _BELOW.search(text)
    if bool(above) == bool(below):
        return None
    start = above.start() if above else below.start() if below else 0
    return int(above is None) ^ int(_NOT.search(text[:start]) is not None)


_CASES = re.compile(
    r"\b(?:if|when) (?P<on>[^,;:.]+(?:\.\d[^,;:.]*)*)[,:](?P<yes>[^;]*?)[.;,] (?:and )?if not (?P=on)\b"
    r"[,:]?(?P<no>[^.;]*)"
    r"|(?:如果|如|若|当)(?P<zhon>[^，。；：,;:若如]+?)(?:时|的话)?[，：则,:](?P<zhyes>[^；。;]*?)[；。，,;]\s*"
    r"如果没有(?P=zhon)[，：则,:]?(?P<zhno>[^。；;]*)"
)
_PRESENT = re.compile(  # "with a picture: A; no picture: B", 有图像则A；没有图像则B
    r"(?:^|(?<=[.;,] ))(?:if |when |with )?(?:there is |you (?:see|get|have|hear) )?(?:an? |the )?"
    r"(?P<on>[a-z][^,.;:]{2,24}?)[,:] (?P<yes>[^;.]*?)[;.,] (?:and |but )?(?:if |when |with )?"
    r"(?:there is |you (?:see|get|have|hear) )?(?:no|without)(?: an?| the| any)? (?P=on)[,:] (?P<no>[^.;]*)"
    r"|(?:^|(?<=[。；，：]))(?:如果|若|当)?(?:有|能够?|可以|是)?(?P<zhon>[^，。；：若如有能是]{1,10}?)"
    r"(?:时|的话)?[，：]?(?:则|就|[，：])(?P<zhyes>[^；。;]*?)[；。;，]\s*"
    r"(?:如果|如|若|当)?(?:没有|不能|不是|无法|[无不未没])(?P=zhon)(?:时|的话)?[，则就：]+(?P<zhno>[^。；;]*)"
)
_MAY_BE_PRESENT = re.compile(r"\b(?:no|without)\b|[没无不未]")
_CASE = re.compile(r"[.!?;](?=\s|$)|[;。；！？\n]|,\s+(?:and|but|or)\s+|[，,](?=如果|若|否则|反之)")
_ON = re.compile(
    r"\b(?P<if>if|when|where|whenever|unless|in case)\b(?P<on>[^,;]*)"
    r"|^\s*(?:如果|若|如|当)?(?P<zhon>[^，,]+?)(?:时(?=[^间候])|的话|[，则就,])"
)
_AND = re.compile(r",|\band\b|，")
_LACKS = re.compile("没有|无(?![论线])")
_AS_TOLD = re.compile(r"\s*(?:it|they|this|that|not|so)\b(?: \w+)?(?: not|n't)?\s*")


def find_other_case(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A deed of where something is so that the claim tells of where it is not: "if it rings, replace the
    board" for "if it rings, the board works; if not, replace it". Texts are spelled out (ellipses.py)."""
    for on, *deeds in (case for text in evidence for case in _cases(text)):
        for case in filter(None, _CASE.split(lowered(claim))):
            told = next((t for t in _ON.finditer(case) if _is_about(t, on)), None)
            if told is None:
                continue
            said = told["on"] or told["zhon"] or ""
            side = (_denials(said) + (told["if"] == "unless")) % 2
            ahead, behind = _AND.split(case[: told.start()])[-1], case[told.end() :].lstrip(" ,，")
            keys = content_of(ahead if ahead.strip() else _AND.split(behind)[0]) - on
            own, other = deeds[side], deeds[1 - side]
            strange = keys & (other - own)
            if on and len(strange) > len(keys & (own - other)):
                values = (("word", min(on)), ("to", min(strange)), ("printed", min(own, default="")))
                return Reason("tied_otherwise", values)
    return None


@lru_cache(maxsize=1024)
def _cases(text: str) -> tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...]:
    """What a text asks for where something is so, and where it is not."""
    body = lowered(text)
    found = [*_CASES.finditer(body)] if "if not" in body or "如果没有" in body else []
    if " | " not in body and _MAY_BE_PRESENT.search(body):
        found += _PRESENT.finditer(body)
    cases = ([content_of(m[n] or m[f"zh{n}"] or "") for n in ("on", "yes", "no")] for m in found)
    return tuple((on, yes, no) for on, yes, no in cases)


_LABELLED = re.compile(
    r"(?:^|(?<=[.;,。；，、] )|(?<=[.;,。；，、]))"
    r"(?P<label>[^.:;,。：；，、|()\d]{1,24})[:：]\s?(?P<what>[^.:;。：；|]+)"
)
_SAID = re.compile(r"[.!?;,](?=\s|$)|[。；！？，,、\n]|\b(?:and|but|while|whereas)\b|而")


def find_other_label(claim: str, evidence: Sequence[str]) -> Reason | None:
    """What one label stands for told of the next: "red means dry" for "white: dry. Red: liquid"."""
    for text in evidence:
        labels = _labels(lowered(text)) if (":" in text or "：" in text) and " | " not in text else ()
        if len(labels) < 2:
            continue
        for part in filter(None, _SAID.split(lowered(claim))):
            said = content_of(part)
            mine = [(label, what) for label, what in labels if label <= said]
            if len(mine) != 1:
                continue
            label, what = mine[0]
            for other, theirs in labels:
                keys = said - label - other
                strange = keys & (theirs - what)
                if other != label and strange and not keys & (what - theirs):
                    values = (("word", min(label)), ("to", min(strange)), ("printed", min(what)))
                    return Reason("tied_otherwise", values)
    return None


@lru_cache(maxsize=1024)
def _labels(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The short labels of a text, each with what stands behind its colon."""
    found = ((content_of(m["label"]), content_of(m["what"])) for m in _LABELLED.finditer(text))
    return tuple((label, what) for label, what in found if label and what)


def _is_about(told: re.Match[str], on: frozenset[str]) -> bool:
    """Whether a condition is the printed one, or says no more than "if it does"."""
    said = told["on"] or told["zhon"] or ""
    return 2 * len(content_of(said) & on) >= len(on) or _AS_TOLD.fullmatch(said) is not None


def _denials(text: str) -> int:
    told = sum(n.polarity == "no" for n in negations_of(text))
    return told or int(_LACKS.search(text) is not None)  # 没有图像 is a word of an opposite


def find_first_for_last(claim: str, evidence: Sequence[str]) -> Reason | None:
    """What comes first in the claim and last in print, where nothing comes first; and the other way round."""
    said = lowered(claim)
    if not _FIRST.search(said) and not _LAST.search(said):
        return None
    printed = "\n".join(map(lowered, evidence))
    for mine, theirs in ((_FIRST, _LAST), (_LAST, _FIRST)):
        if mine.search(printed) or theirs.search(said) or not theirs.search(printed):
            continue
        told = [content_of(part) for part in _PART.split(said) if part and mine.search(part)]
        held = [content_of(part) for part in _PART.split(printed) if part and theirs.search(part)]
        if any(one & other for one in told for other in held):
            word, other = mine.search(said), theirs.search(printed)
            if word and other:
                return Reason("opposite_in_quote", (("word", word[0]), ("opposite", other[0])))
    return None
