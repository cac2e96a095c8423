"""Denials that a claim tells without a negation, or tells of nothing, in the form of the quotes.

"Stops it from starting" is "not started", "check it for cracks" is "no cracks", 检查有无裂纹 is 无裂纹;
"so do not do it" is left out.

It judges nothing; it recasts only where the quotes have the other form.
"""

from __future__ import annotations

import re

from vlm.equivalents import stem_of

_DENIED = re.compile(
    r"(?:\b(?:not|never|nothing|nobody|no|none|cannot|neither)\b|n't\b)[^.,;:]*$", re.IGNORECASE
)
_PREVENTED = re.compile(
    r"\b(?:stop|prevent|keep|hinder|block)(?:s|p?ed|ing)? "
    r"(?P<who>(?:the |a |an |its |your )?[a-z][a-z -]{1,30}?) (?:from )?"
    r"(?P<deed>[a-z]{3,})ing(?P<what>(?: the| any| its| a)? [a-z]+)?(?=[.,;:]| (?:if|when|and|or)\b|$)"
)
_FAILS = re.compile(r"\bfail(?P<s>s|ed)? to (?P<deed>(?!reach\b)[a-z]+)\b")
_FREE_OF = re.compile(r"\b(?:stays? |remains? |be |is |are )?free (?:of|from) (?=[a-z])")
_LONG_AS = re.compile(
    r"\b(?:as|so) long as (?P<what>[^,.;]+?) (?P<be>is|are|has|have) not (?:yet )?(?P<rest>[^,.;]+)",
    re.IGNORECASE,
)
_NOT_KEPT = re.compile(
    r"\b(?:do not|don't|never) (?:keep|re-?use) (?P<what>(?:the |any )?old [a-z ]+?)"
    r"(?=[.,;:]|$| (?:and|when|at|but)\b)",
    re.IGNORECASE,
)
_THROWN = re.compile(r"\bthrow\b[^.;]*\baway\b|\bdiscard\b|\bdispose\b", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b|n't\b")
_UNREACHED = re.compile(
    r" (?:(?:still )?(?:(?:does|do|did|can|could) ?(?:not|n't)|cannot|can't) (?:even |yet )?"
    r"(?:reach|get to|come up to|attain)|never (?:reaches|gets to|comes up to|attains)|fails? to reach)"
    r" (?=(?:an? |about )?\d)"
)
_BELOW = re.compile(r"\b(?:below|under|less than|lower than)\b|<")
_NO = re.compile(r"\bno\b", re.IGNORECASE)
_CHECKS = re.compile(r"\b(?:check|inspect|look|examin)", re.IGNORECASE)
_FOR_FAULTS = re.compile(
    r"\b(?:check|inspect|look|examine)\b[^.;:]*?(?P<for> for (?:any )?(?P<what>[a-z]+))", re.IGNORECASE
)
_HAN_CHECKS = re.compile("检查|查看|目视|目测|观察|确认|看")
_WHETHER = re.compile(
    "(?:有没有|是否有|是否存在|有无)(?=(?P<what>[\u3400-\u9fff]{2}))|是否(?=(?P<how>[\u3400-\u9fff]{2}))"
)
_SO_DO_NOT = re.compile(
    r",? (?:and )?(?:so|therefore|hence|that is why|which is why)[, ]+(?:please )?"
    r"(?:you (?:must|should|may) )?"
    r"(?:(?:do not|don't|never|must not|not)(?: ever)?(?: do| try| attempt)?(?: (?:it|that|this|so))?"
    r"|avoid(?: doing)? (?:it|that|this))(?=[.!;]|$)",
    re.IGNORECASE,
)
_BANS = re.compile(r"\b(?:do not|don't|never|must not|may not|should not) (?P<deed>[a-z]+)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


def told_with_denial(claim: str, printed: str) -> str:
    """The claim in English with what it denies by a verb denied as the quotes do."""
    if " for " in claim and _CHECKS.search(printed):
        claim = _FOR_FAULTS.sub(lambda m: _without_fault(m, printed), claim)
    if "free " in claim and "free" not in printed and _NO.search(printed):
        claim = _FREE_OF.sub("have no ", claim)
    if " long as " in claim and "until" in printed:
        claim = _LONG_AS.sub(r"until \g<what> \g<be> \g<rest>", claim)
    if " old " in claim and _THROWN.search(printed):
        claim = _NOT_KEPT.sub(r"throw \g<what> away", claim)
    if _BELOW.search(printed):
        claim = _UNREACHED.sub(" stays below ", claim)
    if "ing" in claim:
        claim = _PREVENTED.sub(lambda m: _not_done(m, printed), claim)
    if "fail" in claim and "fail" not in printed and _NOT.search(printed):
        claim = _FAILS.sub(_not_able, claim)
    tail = _SO_DO_NOT.search(claim)
    if tail is not None and _is_banned(claim[: tail.start()], printed):
        claim = claim[: tail.start()] + claim[tail.end() :]
    return claim


def _not_able(match: re.Match[str]) -> str:
    """ "Does not start" for "fails to start"."""
    if _DENIED.search(match.string[: match.start()]):
        return match[0]
    return f"{'does' if match['s'] == 's' else 'do'} not {match['deed']}"


def _without_fault(match: re.Match[str], printed: str) -> str:
    """ "Check the panel, no cracks" for "check the panel for cracks", where no cracks are printed."""
    if _DENIED.search(match.string[: match.start()]) or not re.search(
        rf"\bno {match['what']}", printed, re.IGNORECASE
    ):
        return match[0]
    return match[0].removesuffix(match["for"]) + f", no {match['what']}"


def _not_done(match: re.Match[str], printed: str) -> str:
    """ "Fingerprint not recognised" for "stops the phone from recognising the fingerprint"."""
    done = re.search(rf"\bnot (?:be )?(?P<done>{match['deed']}e?d)\b", printed)
    if done is None or _DENIED.search(match.string[: match.start()]):
        return match[0]
    return f"so {match['who']}{match['what'] or ''} not {done['done']}"


def _is_banned(told: str, printed: str) -> bool:
    """Whether the quotes ban a deed that a claim tells the consequence of."""
    said = {stem_of(word) for word in _WORD.findall(told.lower())}
    return any(stem_of(ban["deed"].lower()) in said for ban in _BANS.finditer(printed))


def told_as_finding(claim: str, printed: str) -> str:
    """The claim in Chinese with what is looked for told as the quotes tell that it must not be."""
    if ("无" not in claim and "有" not in claim and "否" not in claim) or not _HAN_CHECKS.search(printed):
        return claim
    return _WHETHER.sub(lambda m: _finding(m, printed), claim)


def _finding(match: re.Match[str], printed: str) -> str:
    told = match[0] + (match["how"] or match["what"])
    if told in printed or not _HAN_CHECKS.search(match.string[: match.start()]):
        return match[0]
    if match["how"]:
        return "" if match["how"] in printed else match[0]
    return next((no for no in ("无", "没有") if no + match["what"] in printed), match[0])
