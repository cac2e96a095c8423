"""What vlm/joints.py does, in English: a claim is cut at its marks, and each stretch read for joints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.joining_words import Kind, goes_on, is_led, joining_words, joint_of, kind_of, refers

_STEP = r"(?:steps?|stages?|parts?|bits?|tasks?|jobs?|operations?|actions?|phases?|procedures?|moves?)"
_THAT = (
    rf"(?:(?:all )?(?:that|this|it|these|those|which)(?: (?:first |last )?{_STEP})?"
    rf"|the (?:above|previous|preceding|former|first|last|earlier) {_STEP}|the (?:above|former))"
)
_OVER = (
    r"(?:done|over|finished|completed?|through|accomplished|settled|sorted(?: out)?|carried out|performed"
    r"|achieved|dealt with|taken care of|seen to|attended to|out of the way|behind you|at an end)"
)
_ONCE = r"(?:when|once|as soon as|after|now that|the moment)"
_YOU_ARE = r"you(?:['’](?:re|ve)| are| have| get)?(?: being)?(?: all| now)?"
_IT_IS = rf"(?!it(?: is|['’]s) (?:over|through)){_THAT}(?:['’]s| is| are| has been| have been)(?: all| now)?"
DONE = (  # ends itself
    rf"(?:(?:with |having )?{_THAT} (?:(?:being|having been|all|now|once) )*{_OVER}|{_ONCE} {_IT_IS} {_OVER}"
    rf"|{_ONCE} {_YOU_ARE} (?:done|did|finished?|completed?|through|got|dealt)(?: (?:with|doing))* {_THAT}"
    rf"(?: {_OVER})?|having (?:done|finished|completed|dealt with|taken care of) (?:so|{_THAT})"
    rf"|(?:on|upon|after) (?:doing|completing|finishing|(?:the )?completion of) (?:so|{_THAT}))"
    r"(?! (?:of|by|to|in|from|with|on|at)\b)"
)

_RANK: tuple[Kind, ...] = ("", "lead", "also", "first", "before", "then")
_PLAIN: dict[Kind, str] = {"then": "then", "first": "first", "before": "before that,"}
_MARKS = r"(?:[.!?;:,]+(?=[\s\"”’)]|$)|[…—→\"“”()]|(?<=\s)[-–/>]+(?=\s)|[-=]>)\s*"
_MARK = re.compile(  # what a mark may begin with is looked for first, which is quick
    rf"(?=[.!?;:,…—→\"“”()–/>=-])(?:{_MARKS})+"
    r"|\s(?=and (?:then|next|only|with|once|when|after(?:wards?)?|in|as|at|on|upon|having|proceed|finally"
    r"|lastly|thereafter|subsequently|later|directly|immediately|straight|right|soon|shortly|now|that|this|also)\b)"
)
_WORD = re.compile(r"[a-z][a-z'-]*|[-=]>|→")
_BEGINS = re.compile(r"[.!?…]")
_BACK = re.compile(r"[.!;]")
_ARROW = re.compile(r"→|[-=]>")
_QUOTE = re.compile(r"[\"“”]")
_IN_ORDER = re.compile(r"\b(?:order|sequence)\b")
_AT_LAST = frozenset({"last", "lastly", "final", "finally"})
_ORDINAL = "(?:next|second|third|following|further|subsequent|final|last)"
_TAIL = re.compile(
    r",? (?:(?:is |comes? |goes )?(?:what (?:follows|comes (?:next|after))"
    r"|next(?: in (?:line|turn|order|sequence))?"
    r"|after(?:wards)? (?:that|this)|(?P<later>afterwards?|thereafter|subsequently))"
    r"|(?:comes? |goes )(?:second|last|later|after(?: it| that)?)|(?<!that )(?<!which )(?<!as )follows"
    rf"|(?:as|in) (?:the|a|your) (?:very )?{_ORDINAL} (?:{_STEP}|thing)"
    r"|(?P<pair>(?<!the )(?<!very )(?:second|last|last of all|later)))$",
    re.IGNORECASE,
)
_FIRST_TAIL = re.compile(
    r",? (?:comes? |goes |is )?(?<!the )(?<!very )first(?: thing| of all)?$", re.IGNORECASE
)
_ONLY_AFTER = re.compile(r"\b[Oo]nly (?=(?:after|once|when) (?:you\b|\w+ing\b))")
_ONLY_THEN = re.compile(
    r"\b[Oo]nly ((?:after|once|when) (?:you\b|\w+ing\b))([^.;]*?),? (should|may|can|must|do) you "
)
_STEP_IS = re.compile(r" (?:step|thing|task|job|action) (?:to do )?is to\b")
_SECOND_IS = re.compile(r"\b((?:the|your) (?:second|next|third|last|other))(?: is)? to ")
_COMES = re.compile(  # "closing it comes after opening it"
    r"\b(\w+ing\b[^,;.]*?) (?:(?P<before>precedes|(?:comes|goes) before)"
    r"|follows|(?:comes|goes) (?:only )?after) (?=\w+ing\b)"
)
_FIRST_ENDS = (" first", " first thing", " first of all")
_PAIR = 2


class _Stretch(NamedTuple):
    """What stands between two marks, the joint that it is or begins with taken off, and the mark behind."""

    kind: Kind
    joint: Sequence[str]
    told: str
    mark: str


def told_plainly_en(claim: str, printed: Sequence[str]) -> str:
    """The claim with each joint that no passage prints told plainly or left out."""
    if joining_words()["cues"].isdisjoint(_WORD.findall(claim.lower())):
        return claim
    claim = _spelled_out(claim, printed)
    return _joined([*_stretches(claim, printed)], printed) or claim


def _spelled_out(claim: str, printed: Sequence[str]) -> str:
    """What other words say, with "after", "before", "is to": "only after opening it may you close it",
    "closing it follows opening it", "the first step is to open it, the second to close it".
    """
    if " to " in claim and _STEP_IS.search(claim):
        claim = _SECOND_IS.sub(r"\1 step is to ", claim)
    if "ing " in claim:
        claim = _COMES.sub(lambda m: f"{m[1]} {'before' if m['before'] else 'after'} ", claim)
    if "nly " not in claim or _holds("only", printed):
        return claim
    return _ONLY_AFTER.sub("", _ONLY_THEN.sub(r"\1\2, you \3 ", claim))


def _stretches(claim: str, printed: Sequence[str]) -> Iterator[_Stretch]:
    at, ahead = 0, ""
    for end, behind in (*(match.span() for match in _MARK.finditer(claim)), (len(claim), len(claim))):
        told = claim[at:end].rstrip()
        if told:
            yield _read(told, ahead, claim[at + len(told) : behind], printed)
            ahead = claim[at + len(told) : behind]
        at = behind


def _read(told: str, ahead: str, mark: str, printed: Sequence[str]) -> _Stretch:
    """A stretch with the joint that it is, or that stands at its beginning or end."""
    lists, words = joining_words(), told.lower().replace("’", "'").split()
    if lists["cues"].isdisjoint(words) or (
        words[0] not in lists["begins"] and words[-1] not in lists["tail"]
    ):
        return _Stretch("", (), told, mark)
    own = " ".join(words)
    if (
        own.removeprefix("and ") in lists["more"]
        and (":" in mark or words[0] not in lists["thing"])
        and not _stands(own, printed)
    ):
        return _Stretch("also", (), "", mark)
    joint, count = joint_of(words)
    own = " ".join(words[:count])
    whole = count == len(words) and is_led(joint, ahead, mark)
    if whole or (0 < count < len(words) and goes_on(joint, words[count:])):
        kind = kind_of(joint)
        if kind and not _stands(own, printed) and not _turns(joint, printed):
            return _Stretch(kind, joint, " ".join(told.split()[count:]), mark)
    tail = _TAIL.search(told) if words[-1] in lists["tail"] else None
    if tail is not None and not tail["pair"] and not _holds(tail[0], printed):
        both = tail["later"] and " and " in told  # "open it and close it afterwards"
        if not both and not lists["every"].issuperset(told[: tail.start()].lower().split()):
            return _Stretch("then", (), told[: tail.start()], mark)
    return _Stretch("", (), told, mark)


def _turns(joint: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether "finally" is told of what may be printed as "first", or the reverse: that is no plain joint."""
    here = frozenset(joint)
    if not here.isdisjoint(_AT_LAST):
        return _holds("first", printed)
    return "first" in here and (_holds("last", printed) or _holds("finally", printed))


def _holds(words: str, printed: Sequence[str]) -> bool:
    return any(words.lower().strip(" ,") in text.lower() for text in printed)


def _stands(joint: str, printed: Sequence[str]) -> bool:
    return any(joint in _pieces(text) for text in printed)


@lru_cache(maxsize=1024)
def _pieces(text: str) -> frozenset[str]:
    return frozenset(piece.strip().lower() for piece in _MARK.split(text))


def _joined(read: Sequence[_Stretch], printed: Sequence[str]) -> str:
    """The statements with what their joints tell put before each; "" where there is no joint."""
    told = list[_Stretch]()
    pending: Kind = ""
    in_order = False  # a lead says so: "in this order: …"
    if not any(s.kind or _ARROW.search(s.mark) or s.told.endswith(_FIRST_ENDS) for s in read):
        return ""
    for stretch in read:
        kind, last = stretch.kind, told[-1] if told else None
        if kind and not stretch.told:
            if last and "(" in last.mark and ")" in stretch.mark:  # "open it (first), close it (second)"
                told[-1] = last._replace(kind=kind, mark=stretch.mark.replace(")", ""))
            elif last and kind == "first" and _BACK.search(stretch.mark) and refers(stretch.joint):
                pending = "then"
            else:
                pending = max(pending, kind, key=_RANK.index)
            in_order |= kind == "lead" and _IN_ORDER.search(" ".join(stretch.joint)) is not None
            continue
        if last and _ARROW.search(last.mark) and not any(_ARROW.search(text) for text in printed):
            pending = "then"
        kind = max(pending, kind, key=_RANK.index)
        if in_order and last and _BACK.search(last.mark) and kind in ("", "lead", "also"):
            kind = "then"
        told.append(stretch._replace(kind=kind))
        pending = ""
    if in_order and len(told) == _PAIR and not told[1].kind:
        told[1] = told[1]._replace(kind="then")
    _pair(told)
    if not any(stretch.kind for stretch in (*read, *told)):
        return ""
    marks = ["", *(stretch.mark for stretch in told)]
    claim = "".join(map(_put, told, marks)) + marks[-1]
    quoted = any(s.kind and not s.told and _QUOTE.search(s.mark) for s in read)
    return _QUOTE.sub("", claim) if quoted else claim


def _pair(told: list[_Stretch]) -> None:
    """ "Open it first; close it second" as "first open it; then close it"."""
    ahead = None
    for number, stretch in enumerate(told):
        may = ahead is not None and not stretch.kind
        tail = _TAIL.search(stretch.told) if may else None
        if tail is not None:
            told[number] = stretch._replace(kind="then", told=stretch.told[: tail.start()])
        elif (
            not may
            and not stretch.kind
            and not stretch.told.startswith("and ")
            and _FIRST_TAIL.search(stretch.told)
        ):
            ahead = number
        if ahead is not None and told[number].kind == "then":
            begun = told[ahead]
            told[ahead] = begun._replace(kind="first", told=_FIRST_TAIL.sub("", begun.told))
            ahead = None


def _put(stretch: _Stretch, mark: str) -> str:
    """The mark before a statement, and the statement behind what its joint tells."""
    begins = not mark or _BEGINS.search(mark) is not None
    word, own = _PLAIN.get(stretch.kind, ""), stretch.told
    if not word:
        return mark + (own[:1].upper() + own[1:] if stretch.kind and begins else own)
    if not begins and (mark.strip() not in (",", ";", ":") or stretch.kind == "before"):
        mark = "; " if stretch.kind == "before" else ", "
    own = own.strip().removeprefix("and ")
    own = own if own[1:2].isupper() or own[1:2].isdigit() else own[:1].lower() + own[1:]
    told = own if own.startswith(f"{word} ") else f"{word} {own}"
    return mark + (told[:1].upper() + told[1:] if begins else told)
