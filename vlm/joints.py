"""Words that only put one step behind another ("with that out of the way", 完事后), told as a plain "then".

It does not know which order is printed: sequence.py compares it. A word that turns an order is no joint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_BARE = (  # says this only where a mark ends it
    rf"(?:(?:right |straight |directly )?(?:after|following|subsequent to) {_THAT}"
    rf"|(?:when|once|after)(?: {_YOU_ARE})? (?:done|finished|completed?|through)"
    r"|(?:up)?on completion|after completion"
    r"|next(?: up| along| in (?:line|turn|order|the (?:order|sequence|line))| on the (?:list|agenda|plan))?"
    r"|(?:right |straight |directly )afterwards?|thereupon|later on|in turn|from there(?: on)?"
    r"|(?:moving|going|carrying|continuing) on|to (?:continue|go on)|(?:now )?on to the next(?: one)?"
    rf"|(?:step|stage) (?:two|three|four|five|six)|secondly|thirdly|fourthly"
    rf"|(?<=then )(?:do )?(?:this|the following)(?: {_STEP})?)"
)
# "… and only after that fit it", but not "only after that screw is out".
_ONLY_AFTER = r"(?<=only )after (?:that|this)(?= [a-z])(?![^,.;:]*\b(?:is|are|has|have|was|were)\b)"
_LATER = r"(?:next|second|third|fourth|fifth|following|further|subsequent|final|last|new|follow-up)"
_STAGE = rf"(?:as|for|in|at) (?:the|a|your|one) (?:very )?{_LATER} (?:{_STEP}|thing)"
_FIRST = (
    rf"(?:(?:as|for|in|at) (?:the|a|your) (?:very )?first {_STEP}|to (?:start|begin) with|first up"
    rf"|the first {_STEP} is to|first,? (?:do )?(?:this|the following)(?: {_STEP})?(?=:))"
)
_IS_TO = rf"(?:the|your) {_LATER} (?:{_STEP}|thing)(?: to do)?(?: is to(?= [a-z])|(?: is)?(?=[:,]))"
_AHEAD = r"(?P<ahead>^\s*|[.,;:!?]\s+|\band )(?P<only>only )?(?:then,? )?"
_JOINT = re.compile(
    rf"{_AHEAD}(?:(?P<first>{_FIRST})|{DONE}|{_STAGE}|{_IS_TO}|{_ONLY_AFTER}|{_BARE}(?=\s*[,:]))"
    r"(?:\s*[,:]|\b)(?P<gap>\s*)(?:(?:only )?then,? )?",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:done|did|over|finish|complet|through|accomplished|settled|sorted|carried out|performed|achieved"
    r"|dealt|taken care|seen to|attended|way\b|behind you|at an end|after|following|subsequent|next|second"
    r"|third|four|fi|further|final|last|new|follow|up|in turn|later|there|moving on|going on|carry|continu"
    r"|to (?:start|begin|go on|the n)|now on|then (?:do )?this"
    r"|(?:step|stage) (?:two|three|six)|first (?:up|s|p|b|t|j|o|a|m))",
)
# Where a stretch begins as a _JOINT does; in every _LATE.
_MAY_BEGIN = re.compile(
    r"(?:^\s*|[.,;:!?]\s+|\band )(?:only )?(?:then,? )?(?:with|having|all|that|this|it|these|those|which|the"
    r"|when|once|as|after|now|on|upon|in|to|for|at|a|your|right|straight|directly|following|subsequent|up|next"
    r"|first|thereupon|later|from|moving|going|carrying|continuing|step|stage|secondly|thirdly|fourthly)\b"
)
_MAY_END = re.compile(rf" {_STEP}|thing")
_LATE = re.compile(rf" {_STAGE}(?=\s*(?:[.,;!?]|$))", re.IGNORECASE)
_BEGINS = re.compile(r"[.;!?]\s+")
_GOES_ON = re.compile(r"^\s*|,\s*(?:and )?|\band ")

_HAN_STEP = (
    "(?:(?:这|此|该|那|上|上述|以上|前)(?:面)?(?:一|些|几|两)?"
    "(?:个步骤|步骤?|项(?:工作|操作)?|件事|道?工序|环节|操作|工作)|[这那][些个])"
)
_HAN_OVER = "(?:(?:做|弄|干|办|搞|忙|处理|操作|进行|执行|收拾)(?:完毕|停当|妥当|完|好|妥|成|毕|定)(?:了|成)?)"
_NO_PLACE = "(?![的盖面部侧端壳置备续方挡板])"  # 后盖 is no time
_HAN_AFTER = f"(?:以后|之后|过后|后){_NO_PLACE}"
_HAN_IS_OVER = f"{_HAN_STEP}都?(?:{_HAN_OVER}|完成|完毕|结束|完|好)了?"
HAN_DONE = f"(?:{_HAN_OVER}(?:{_HAN_STEP})?|{_HAN_IS_OVER})(?:以后|之后|过后|后)?"
HAN_NEXT = (
    "接下[来去]|紧接着|紧跟着|紧随其后|随即|随之|继而|尔后|(?<![因从反然继时])而后"
    f"|(?<![与及和尤])其后{_NO_PLACE}|而?(?:这|此|那)之?后(?:才|再|方才?)?{_NO_PLACE}"
)
_HAN_MARK = "(?=[，,：:]|再|才|就|便|则|接|然|随)"
_HAN_DONE = f"(?:待|等到?)?(?:{_HAN_OVER}了?{_HAN_STEP}(?:{_HAN_AFTER})?|{_HAN_IS_OVER}(?:{_HAN_AFTER})?)"
_HAN_ALONE = (  # says this only where a stretch begins
    f"(?:待|等到?)?(?:{_HAN_OVER}(?:{_HAN_AFTER}|{_HAN_MARK})|完(?:成|工|毕)(?:{_HAN_STEP})?{_HAN_AFTER}"
    f"|完成{_HAN_STEP}|完事(?:了|儿)?(?:{_HAN_AFTER}|{_HAN_MARK})|事毕(?:{_HAN_AFTER})?"
    f"|(?:此|其|这)(?:后|之后){_HAN_MARK})"
    f"|(?:然后|随后|接着|最后|之后)(?:才|再)?(?:是|轮到|做)(?:{_HAN_STEP}|下面)?(?=[：:])"
    f"|(?:再?下一(?:步骤?|项)|第[二三四五六七八九]步|再来|跟着|后续|再?往下|下面{_HAN_MARK})是?(?!骤)"
)
_HAN_BEGINS = r"(?:(?<=[，,。；;：:！？\s])|^)"
_HAN_JOINT = re.compile(
    rf"(?:{_HAN_DONE}|{_HAN_BEGINS}(?:{_HAN_ALONE})|{HAN_NEXT})[，,：:]?\s*(?:然后|接着|随后)?(?:[就便则]|才(?![能可]))?"
)
_HAN_FIRST = re.compile(
    rf"{_HAN_BEGINS}(?:(?:第一步|首要的?是|一开始)是?[，,：:]?先?"
    rf"|先(?:完成|做|办|进行)?(?:{_HAN_STEP}|下面)[：:])"
)


def told_plainly(claim: str, printed: Sequence[str]) -> str:
    """The claim with a joint that no passage prints as "then" or 然后, "as the first step" as "first"."""
    if not claim.isascii():
        held = " ".join(printed)
        claim = _HAN_JOINT.sub(lambda m: m[0] if m[0].strip(" ，,：:") in held else "然后", claim)
        claim = _HAN_FIRST.sub(lambda m: m[0] if m[0] in held else "先", claim)
    body = claim.lower()
    may_begin = _MAY_BEGIN.search(body) is not None
    if (may_begin or _MAY_END.search(body)) and _CUE.search(body):
        held = " ".join(printed).lower()
        claim = _JOINT.sub(lambda m: m[0] if _stands(m, held) else _plain(m), claim) if may_begin else claim
        late = _LATE.search(claim)
        if late is not None and late[0].strip().lower() not in held:
            claim = _led(claim[: late.start()]) + claim[late.end() :]
    return claim


def _stands(match: re.Match[str], held: str) -> bool:
    return match[0].strip(" .,;:!?").lower() in held


def _plain(match: re.Match[str]) -> str:
    word = "first" if match["first"] else "then"
    begins = not match["only"] and (not match["ahead"].strip() or match["ahead"].strip()[0] in ".!?")
    return f"{match['ahead']}{match['only'] or ''}{word.capitalize() if begins else word} "


def _led(told: str) -> str:
    """What is told before "as the next step", with "then" where its step begins."""
    begins = [*_BEGINS.finditer(told)] or [*_GOES_ON.finditer(told)]
    at = begins[-1].end()
    return f"{told[:at]}then {told[at : at + 1].lower()}{told[at + 1 :]}"
