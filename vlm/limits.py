"""What a claim makes of a limit besides its figure: it leaves the limit out, or says that a value is not
reached; and which way a limit opens.

It does not compare the figures; vlm/checks/figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vlm.answer import Reason
from vlm.bounds import Bound
from vlm.content import content_of
from vlm.folding import plain_text
from vlm.measures import Figure, read_figures
from vlm.polarity import lowered, negations_of
from vlm.units import equal

_SAFETY = re.compile(r"\b(?:before|until|only|never)\b|之前|以前|方可|才能|后才|直到|直至|为止")
_SHARED = 2  # words that claim and sentence have in common where they speak of the same

OPENINGS: dict[str, str] = {"<": "<", "<=": "<", ">": ">", ">=": ">"}
_PLAINLY = ("not", "n't", "never", "no means", "no way", "不", "不是", "不会", "绝不", "从不")
_REACH = 9  # words or ideographs up to which a denial reaches a limit: "do not tilt it by more than 45°"
_CONDITION = re.compile(
    r"\b(?:if|when|while|until|before|after|whose|which|that|unless|with|because|since|as)\b|如果|若|时"
    r"|则|后|前|因为|所以"
)
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]")
_MARK = re.compile(r"[;\n，；：。|]|[,.:](?!\d)")
_DIGIT = re.compile(r"\d")
_ALTERNATIVE = re.compile(r"\b(?:or|nor)\b(?: [a-z]+)?\s?$|[或]者?$")
_BANNING = ("not ", "must not", "should not", "may not", "do not", "不得", "不能", "不可", "不要", "不应")
_FORBIDDEN = re.compile(
    r"\W*(?:\w+ ){0,2}(?:is|are) (?:forbidden|prohibited|not allowed|not permitted|too much)"
    r"|就?(?:禁止|不行|不允许)"
)
_BORNE = re.compile(r"\s*(?:load|weight)\b")


def find_left_out(claim: str, sentences: Sequence[str]) -> Reason | None:
    """The limit of the sentence that a claim without any figure restates, where something waits for it or is
    forbidden beyond it."""
    if read_figures(claim):
        return None
    limits = [_limit(sentence) for sentence in sentences]
    if not any(limits):
        return None
    said = content_of(claim)
    shared = [len(said & content_of(sentence)) for sentence in sentences]
    best = max(shared)
    if best < _SHARED:
        return None
    for sentence, share, limit in zip(sentences, shared, limits, strict=True):
        if share == best and limit is not None and not _is_other_case(said, sentence[: limit.start]):
            return Reason("limit_left_out", (("figure", sentence[limit.start : limit.end].strip()),))
    return None


def _is_other_case(said: frozenset[str], ahead: str) -> bool:
    """Whether a claim tells another of the cases of which the limit is the last: "swollen, wet or warmer
    than 45 °C"."""
    clause = _CLAUSE_END.split(ahead)[-1]
    cases, last, _ = clause.rpartition("或") if "或" in clause else clause.rpartition(" or ")
    if not last or len(clause) - len(cases) > _LAST_CASE:
        return False
    told = [content_of(case) for case in _CASE.split(cases)]
    return any(case and case <= said for case in told)


def _limit(sentence: str) -> Figure | None:
    """The only figure of a sentence, where it is a limit with a unit that something depends on."""
    figures = read_figures(sentence)
    if len(figures) != 1 or not figures[0].bound or not figures[0].unit:
        return None
    body = lowered(sentence)
    forbids = any(n.forbids for n in negations_of(body))
    return figures[0] if forbids or _SAFETY.search(body) else None


_CLAUSE_END = re.compile(r"[.;:。；：]")
_CASE = re.compile(r"[,，、]| or |或")
_LAST_CASE = 40  # characters of the last case up to its limit
_UNREACHED = re.compile(r"(?:达不到|未达到|没达到|没有达到|到不了|不到)\s?$")
_MISSES = re.compile("不到|[没未].*?达到")  # in every _UNREACHED
_REACHED = re.compile(r"(?<![不未没])(?:可达|可以达到|才达到|达到|高达|可达到)\s?$")


def find_unreached(claim: str, sentences: Sequence[str]) -> Reason | None:
    """达不到 300 °C where 可达 300 °C is printed; a code is reached or not, too."""
    body = lowered(claim)
    if not _MISSES.search(body):
        return None
    missed = [f for f in read_figures(body) if _UNREACHED.search(body[: f.start])]
    if not missed:
        return None
    for sentence in map(lowered, sentences):
        for other in read_figures(sentence):
            if not _REACHED.search(sentence[: other.start]):
                continue
            for figure in missed:
                same = figure.code == other.code and (
                    bool(figure.code)
                    or equal(figure.low, figure.printed[0], figure.unit, other.low, other.unit)
                )
                if same:
                    return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", other.text)))
    return None


_NOT_THIS = re.compile(
    r"(?:\b(?:not|never)|n't|不是|并非|不为|不等于|不应[为是]?|不会是|不该是)"
    r"(?: (?:nominally|normally|exactly|really|usually|always|set to|be|of|at|about))*"
    r"(?:标称|大?约|正好)?\s?$"
)
_NOT = re.compile(r"\b(?:not|never)|n't|不|并非")
_INSTEAD = re.compile(
    r"\b(?:if|when|where|unless|instead|from|no longer|not|but|otherwise|until)\b|如果|若|时|否则|改|而|由|从"
)


def find_unlike(claim: str, sentences: Sequence[str]) -> Reason | None:
    """A printed value that a claim says something is not: "is not nominally 5.5 V"."""
    text = plain_text(claim)
    body = text.lower()
    if not _NOT.search(body):
        return None
    said = [f for f in read_figures(text) if not f.code]
    for figure in said:
        denied = _NOT_THIS.search(body, 0, figure.start) if figure.unit and not figure.bound else None
        if denied is None or sum(f.unit == figure.unit for f in said) > 1:
            continue
        begin = max(body.rfind(mark, 0, figure.start) for mark in ",;.。，；") + 1
        behind = re.split(r"[,;。，；]|\.(?!\d)", body[figure.end :])[0]
        if _INSTEAD.search(body, begin, denied.start()) or _INSTEAD.search(behind):
            continue
        printed = [(text, f) for text in map(plain_text, sentences) for f in read_figures(text)]
        same = [
            (t, f) for t, f in printed if equal(figure.low, figure.printed[0], figure.unit, f.low, f.unit)
        ]
        if same and not any(
            _INSTEAD.search(t.lower()) or _NOT_THIS.search(t[: f.start].lower()) for t, f in same
        ):
            return Reason("negation_added", (("word", denied[0].strip()),))
    return None


def both_ban(claimed: Figure, clause: str, printed: Figure, text: str) -> bool:
    """Whether two texts ban the same side of a limit, wherever the words of the ban stand."""
    same = OPENINGS.get(claimed.bound) == OPENINGS.get(printed.bound)
    return same and all(any(n.forbids for n in negations_of(each)) for each in (clause, text))


_OTHER_SIDE = re.compile(
    r"(?:(?<=[.;,] )|(?<=[。；，]))(?:if )?(?:若|如果)?(?:(?P<below>below|under|less|lower|低于|小于)"
    r"|above|over|more|higher|高于|大于|超过)时?(?:[:：,，]|则)",
    re.IGNORECASE,
)


def other_sides(figures: Sequence[Figure], text: str) -> list[Figure]:
    """The limit of "above 0.15 A: …. Below: …" once more, as what lies on its other side."""
    found: list[Figure] = []
    if not any(f.bound in ("<", ">") for f in figures):
        return found
    for match in _OTHER_SIDE.finditer(text):
        ahead = [f for f in figures if f.end <= match.start() and f.bound in ("<", ">")]
        bound: Bound = "<" if match["below"] else ">"
        if ahead and ahead[-1].bound != bound:
            found.append(ahead[-1]._replace(bound=bound))
    return found


def tolerated(figures: Sequence[Figure]) -> list[Figure]:
    """The range of each value that is printed with its tolerance: 79 to 85 of 82 ± 3."""
    found: list[Figure] = []
    for value, spread in pairwise(figures):
        if spread.tolerance and not (value.code or value.is_range or value.tolerance):
            low, high = (round(value.low + sign * spread.low, 9) for sign in (-1, 1))
            found.append(
                value._replace(
                    low=low,
                    high=high,
                    printed=(f"{low:g}", f"{high:g}"),
                    end=spread.end,
                    unit=spread.unit or value.unit,
                    bound="",
                )
            )
    return found


def opening_of(figure: Figure, text: str) -> str:
    """Which way a limit opens, "<" or ">"; "not by more than 5" opens like "5 at most"."""
    opening = OPENINGS.get(figure.bound, "")
    if not opening or _BORNE.match(text, figure.end):
        return ""
    if _FORBIDDEN.match(text, figure.end):
        return {"<": ">", ">": "<"}[opening]
    begin = max((m.end() for m in _MARK.finditer(text, 0, figure.start)), default=0)
    stop = figure.bound_at if begin <= figure.bound_at < figure.start else figure.start
    before = _CONDITION.split(text[begin:stop].lower())[-1]
    told = negations_of(before)
    denials = [n for n in told if n.polarity == "no"]
    between = before[denials[-1].start + len(denials[-1].text) :] if denials else before
    if _DIGIT.search(between):  # "not under 8 V or over 9 V", not "do not exceed 8 V and stay above 5 V"
        banned = denials or [n for n in told if n.polarity == "bound" and n.text.startswith(_BANNING)]
        turns = bool(banned) and _ALTERNATIVE.search(between) is not None
        return {"<": ">", ">": "<"}[opening] if turns else opening
    if not denials:
        return opening
    words = len(_WORD.findall(between))
    far = denials[-1].forbids or denials[-1].text == "without"
    plainly = denials[-1].text.endswith(_PLAINLY)
    reaches = words <= (_REACH if far else 1 if plainly else -1)  # "do not tilt it by more than 45°"
    return {"<": ">", ">": "<"}[opening] if reaches else opening


_TOP = re.compile(r"最[大高多长]|上限|\b(?:max(?:imum)?|highest|top|upper limit)\b", re.IGNORECASE)
_BOTTOM = re.compile(r"最[小低少短]|下限|\b(?:min(?:imum)?|lowest|least|lower limit)\b", re.IGNORECASE)


def extreme_of(figure: Figure, text: str) -> str:
    """Which end of a range "the maximum speed is 1200" tells, "" for none or both."""
    ahead = text[: figure.start]
    highest, lowest = _TOP.search(ahead), _BOTTOM.search(ahead)
    return "" if bool(highest) == bool(lowest) else "<" if highest else ">"
