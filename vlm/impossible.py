"""Figures that contradict themselves, or what the quotes say of all such values: a limit open to both sides,
a range with one end, half of a printed value, a resistance in amperes, a value in the printed range that is
called faulty.

It does not ask whether a figure is printed; vlm/checks/figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.bounds import bound_before
from vlm.folding import plain_text
from vlm.limits import OPENINGS, opening_of
from vlm.measures import Figure, read_figures
from vlm.partners import measure_of
from vlm.polarity import negations_of
from vlm.units import load_units

_SENTENCE = re.compile(r"[.!?](?=\s|$)(?<!max.)(?<!min.)|[;。！？；\n]| \| ")
_CLAUSE = re.compile(r",(?!\d)|[，、:：]|\b(?:and|but|while|whereas)\b|而(?!且)")
_DIGIT = re.compile(r"\d")


def find_impossible(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first figure of a claim that no reading makes true, unless print tells it so."""
    if not _DIGIT.search(claim) or " | " in claim:
        return None
    figures = [f for f in read_figures(claim) if not f.code]
    for is_so in _ODDITIES:
        odd = next((f for f in figures if is_so(f, claim)), None)
        if odd is not None and not any(_is_odd(is_so, text) for text in evidence):
            return Reason("figure_not_in_quote", (("figure", odd.text), ("printed", _printed(odd, evidence))))
    return _find_mismeasured(figures, claim, evidence) or _find_sound(figures, claim, evidence)


def _is_odd(is_so: Callable[[Figure, str], bool], text: str) -> bool:
    return any(is_so(f, text) for f in read_figures(text) if not f.code)


def _printed(figure: Figure, evidence: Sequence[str]) -> str:
    kin = (f for text in evidence for f in read_figures(text) if not f.code)
    return next((f.text for f in kin if measure_of(f) == measure_of(figure)), "")


_LEAST = r"at (?:the )?(?:very )?least|no(?:t)? (?:less|fewer|lower) than"
_MOST = r"at (?:the )?(?:very )?most|no(?:t)? (?:more|higher|longer) than|up to"
_LEAST_HAN, _MOST_HAN = "至少|起码|不[低小少]于|最[低少短小]", "至多|顶多|不[高大多]于|不超过|最[高多长大]"
_GARBLED = re.compile(
    rf"\b(?:(?:{_LEAST}) (?:{_MOST})|(?:{_MOST}) (?:{_LEAST})"
    r"|(?:at (?:the )?(?:most|least)|maximum|minimum) than)\s?$"
    rf"|(?:(?:{_LEAST_HAN})(?:{_MOST_HAN})|(?:{_MOST_HAN})(?:{_LEAST_HAN}))\s?$",
    re.IGNORECASE,
)


def _is_two_sided(figure: Figure, body: str) -> bool:
    """ "At least 30° at maximum", 至少 3 秒以内, "at most no less than 3 s": limited by words that open
    differently."""
    if _GARBLED.search(body, max(0, figure.start - 32), figure.start):
        return True
    if not figure.bound or figure.bound_at >= 0 or figure.is_range:
        return False
    bound, begins = bound_before(body.lower(), figure.start)
    other = figure._replace(bound=bound, bound_at=begins)
    return bool(bound) and opening_of(other, body) != OPENINGS[figure.bound]


_TWO_ENDS = re.compile(
    r"\d[^-~–～]*?(?:[-~–～至到与和]|\bto\b|\bthrough\b|\band\b)\D*\d[\d.,]*\D*", re.IGNORECASE
)


def _has_one_end(figure: Figure, body: str) -> bool:
    """ "From 5.60 V through 5.60 V"."""
    same = figure.low == figure.high and not figure.tolerance
    return same and len(figure.text) > 2 and _TWO_ENDS.fullmatch(figure.text) is not None


_TIMES_BEFORE = re.compile(
    r"(?:\b(?:half|halve|a third|two thirds|a quarter|a fifth|a tenth|twice|double|triple|treble|quadruple"
    r"|thrice|a fraction|a multiple|many times|several times)(?: (?:of|that of))?(?: the| its)?"
    r"|一半的|[双数几]倍的?)\s?$",
    re.IGNORECASE,
)
_TIMES_BEHIND = re.compile(r"\s?的?(?:一半|[两双数几二三四五十百]+倍|[二三四五六十百]+分之[一二三四五])")


def _is_multiplied(figure: Figure, body: str) -> bool:
    """ "Half of 6.0 N·m", 6.0 N·m 的一半: another value than the one told."""
    if not figure.unit:
        return False
    ahead = _TIMES_BEFORE.search(body, max(0, figure.start - 24), figure.start)
    return ahead is not None or _TIMES_BEHIND.match(body, figure.end) is not None


_SPAN = re.compile(
    r"(?:\b(?:between|any(?:where|thing) from|(?:tolerated|allowed|permitted|accepted) from|limits (?:are|of)"
    r"|(?:allowed|permitted|permissible|tolerance|acceptable) range (?:is|of))"
    r"|(?:允许|容许|合格|公差)范围(?:是|为|在|[:：])?)\s?$",
    re.IGNORECASE,
)
_SPAN_BEHIND = re.compile(r"\s?(?:之间|的?范围内)")
_FIRST_END = re.compile(r"\d[^，,；;。]{0,6}[和与到至~～-]\s?$")
_SECOND = re.compile(r"\s?(?:[-~–～±/,，、;至到和与及或以]|and\b|to\b|up\b|or\b|through\b|plus\b)")
_NOMINAL = re.compile(
    r"(?:\b(?:nominal(?:ly)?|rated|target)(?: value| voltage| current)?(?: is| of| at)?"
    r"|(?:标称|额定)值?(?:是|为|[:：])?)\s?$",
    re.IGNORECASE,
)


def _is_half_told(figure: Figure, body: str) -> bool:
    """ "Between 27 Ω", 允许范围为 18 V: a range of one value; "nominally 3.5 to 4.4 V": a value of two."""
    if not figure.unit or figure.bound or figure.tolerance:
        return False
    if figure.is_range:
        return _NOMINAL.search(body, max(0, figure.start - 32), figure.start) is not None
    if _SPAN.search(body, max(0, figure.start - 32), figure.start):
        return not _SECOND.match(body, figure.end)
    lone = _SPAN_BEHIND.match(body, figure.end) is not None
    return lone and not _FIRST_END.search(body, max(0, figure.start - 12), figure.start)


_ODDITIES: Sequence[Callable[[Figure, str], bool]] = (
    _is_two_sided, _has_one_end, _is_multiplied, _is_half_told,
)  # fmt: skip

_QUANTITIES = {
    "resistance": r"resistances?|insulation|电阻值?|阻值|绝缘",
    "voltage": r"voltages?|电压值?",
    "current": r"currents?|电流值?",
    "temperature": r"temperatures?|温度",
    "torque": r"torques?|扭矩|力矩",
    "power": r"wattage|功率",
    "frequency": r"frequency|频率",
    "capacitance": r"capacitance|电容值|电容量",
    "pressure": r"(?:water|air|oil|gas|inlet) pressure|[水气油]压",
}
_NOUN = "|".join(rf"(?P<{of}>{words})" for of, words in _QUANTITIES.items())
_IS = (
    r"(?: ?(?:must|should|shall|may|can|has to|needs to|not|never|be|is|are|was|of|reads?|measures?|shows?"
    r"|stays?|lies?|remains?|equals?|to|about|around|approximately|nominally|typically|exactly|only"
    r"|between|from|below|above|under|over|less|more|lower|higher|greater|smaller|than|at least|at most"
    r"|up to|no|exceeds?|falls?|drops?|rises?|the|a|or|value|in)\b)*[ :=<>≤≥~]*"
)
_IS_HAN = (
    r"(?:[应须需要能可会必不得是为在于至约仅只低高大小少多超过到达等值\s:=<>≤≥]|标称|额定|典型|正常|保持|之间"
    r"|最[大小高低]|至[少多]|上限|下限)*"
)
_MEASURED = re.compile(
    rf"(?:\b(?:{_NOUN})(?<=[a-z])\b{_IS}|(?:{_NOUN.replace('?P<', '?P<zh_')}){_IS_HAN})$", re.IGNORECASE
)
_MAY_MEASURE = re.compile("|".join(_QUANTITIES.values()), re.IGNORECASE)


def _find_mismeasured(figures: Sequence[Figure], body: str, evidence: Sequence[str]) -> Reason | None:
    """ "The resistance must be below 5 mA": what is measured in another unit, unless print says so, too."""
    if not _MAY_MEASURE.search(body):
        return None
    for figure, of in _measured(figures, body):
        measure = measure_of(figure)
        if measure in (of, figure.unit) or measure not in _QUANTITIES:
            continue
        if not any((measure_of(f), other) == (measure, of) for text in evidence for f, other in _told(text)):
            return Reason("figure_elsewhere", (("figure", figure.text), ("near", of)))
    return None


@lru_cache(maxsize=1024)
def _told(text: str) -> tuple[tuple[Figure, str], ...]:
    return tuple(_measured([f for f in read_figures(text) if not f.code], text))


def _measured(figures: Sequence[Figure], body: str) -> Iterator[tuple[Figure, str]]:
    """The figures right behind the name of a quantity, and this."""
    for figure in figures:
        match = _MEASURED.search(body, max(0, figure.start - 60), figure.start) if figure.unit else None
        if match is not None:
            yield figure, next(k.removeprefix("zh_") for k, v in match.groupdict().items() if v)


_FAULTY = Bilingual(
    r"\b(?:fault(?:y|s)?|defect(?:ive|s)?|broken|damaged|bad|dead|out of order|not in order|has failed)\b",
    "损坏|故障|坏|不良|异常|不合格|不正常",
)
_SOUND = Bilingual(
    r"\b(?:in order|fine|ok|okay|good|correct|acceptable|accepted|normal|sound|healthy"
    r"|within tolerance|intact)\b",
    "正常|合格|良好|完好",
)
_OUTSIDE = Bilingual(r"\b(?:outside|beyond|out of|not (?:within|between|from))\b", "以外|之外|超出|不在")


def _find_sound(figures: Sequence[Figure], body: str, evidence: Sequence[str]) -> Reason | None:
    """ "1100 Ω is faulty" of "outside 700 to 1500 Ω it is faulty", or of "700 to 1500 Ω is in order"."""
    if not _FAULTY.search(body.lower()):
        return None
    sound = [span for text in evidence for span in _sound(text)]
    for sentence in _SENTENCE.split(body) if sound else ():
        here = sentence.lower()
        if not _FAULTY.search(here) or _calls_sound(here) or _denies(here):
            continue
        for figure in read_figures(sentence):
            if figure.code or figure.bound or figure.is_range or not figure.unit or _OUTSIDE.search(here):
                continue
            for low, high, printed in sound:
                if measure_of(printed) == measure_of(figure) and low <= _si(figure.low, figure) <= high:
                    return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", printed.text)))
    return None


def _calls_sound(sentence: str) -> bool:
    """Whether something is called in order, 不正常 left aside."""
    faulty = [m.span() for m in _FAULTY.finditer(sentence)]
    return any(not any(a <= m.start() < b for a, b in faulty) for m in _SOUND.finditer(sentence))


def _denies(text: str) -> bool:
    return any(n.polarity == "no" for n in negations_of(text))


def _si(value: float, figure: Figure) -> float:
    unit = load_units().by_name[figure.unit]
    return unit.si * value + unit.zero


@lru_cache(maxsize=1024)
def _sound(text: str) -> tuple[tuple[float, float, Figure], ...]:
    """The ranges of a text within which all is in order, in SI units."""
    found = list[tuple[float, float, Figure]]()
    body = plain_text(text)
    for sentence in (
        _SENTENCE.split(body) if _FAULTY.search(body.lower()) or _SOUND.search(body.lower()) else ()
    ):
        here = sentence.lower()
        faulty, outside = _FAULTY.search(here) is not None, _OUTSIDE.search(here) is not None
        if faulty != outside or not (faulty or _calls_sound(here)) or _denies(here):
            continue
        for figure in read_figures(sentence):
            if figure.is_range and figure.unit:
                found.append((_si(figure.low, figure), _si(figure.high, figure), figure))
    return tuple(found)


_CODED_CLAUSE = re.compile(
    r"[,;，；。:：](?!\d)|\b(?:while|with|if|when|but)\b|[且而]|并且|如果|若|(?<!小)时(?=[^间候])"
    r"|\band (?=(?:the|less|more|below|above|at|no|an?)\b)"
)


def find_other_sound(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "With TP3 in order" of "if TP1 is in order": said of a code of its kind of which print does not."""
    if " | " in claim or not _SOUND.search(claim.lower()):
        return None
    said = _sound_codes(claim)
    printed = frozenset(code for text in evidence for code in _sound_codes(text)) if said else frozenset()
    told = frozenset(f.code for f in read_figures(claim) if f.code)
    for code in sorted(said - printed):
        kin = [other for other in sorted(printed - told) if _prefix(other) == _prefix(code)]
        if kin:
            return Reason("figure_elsewhere", (("figure", code), ("near", kin[0])))
    return None


def _prefix(code: str) -> str:
    return code.rstrip("0123456789-.")


@lru_cache(maxsize=1024)
def _sound_codes(text: str) -> frozenset[str]:
    """The codes of the clauses that call something in order, where they hold nothing but codes besides."""
    found = set[str]()
    body = plain_text(text)
    for clause in _CODED_CLAUSE.split(body) if _SOUND.search(body.lower()) else ():
        figures = read_figures(clause) if clause and _calls_sound(clause.lower()) else ()
        if figures and all(f.code for f in figures) and not _denies(clause):
            found.update(f.code for f in figures)
    return frozenset(found)
