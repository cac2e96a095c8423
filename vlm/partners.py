"""What a figure stands beside: its noun, its partner in the sentence, the code it is told apart from.

It does not ask whether a figure is printed at all; vlm/checks/figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from itertools import pairwise
from operator import itemgetter

from vlm.answer import Reason
from vlm.content import content_of
from vlm.folding import plain_text
from vlm.headings import unit_of_heading
from vlm.measures import CLASSIFIERS, Figure, mentions, read_figures
from vlm.units import equal, load_units

_TOLD = 3  # figures that a reason names at most
_PAIR = 2
_WORD_BEFORE = re.compile(r"([A-Za-z]{3,}|[\u4e00-\u9fff]{2})\s*$")
_NOUN_BEFORE = re.compile(r"([A-Za-z]{3,})[\s(]*$|([\u4e00-\u9fff]{2})\s*$")
_COUNTING = re.compile(
    rf" ?(?:[{CLASSIFIERS.replace('号', '').replace('位', '').replace('处', '')}]|[A-Za-z-]+s\b)"
)
_LISTED_BEFORE = re.compile(
    r"(?:(?<![\d.])\d{1,3} ?号? ?(?:[、/&~～–-]|\band\b|\bor\b|\bto\b|[和与或及至到]) ?)+$"
)
_FACTOR = re.compile(r"\d\s?[x×*]\s?$")  # the 16 of 4.2x16
_NOUN = re.compile(rf"[\s{CLASSIFIERS}]*([A-Za-z]{{3,}}|[\u4e00-\u9fff]{{2}})")


def find_crossed(figures: Sequence[Figure], clause: str, sentences: Sequence[str]) -> Reason | None:
    """Two figures of one clause of which each stands beside another partner in the printed sentences."""
    pairs = [*_pairs(figures, clause)]
    printed = [(sentence, read_figures(sentence)) for sentence in sentences] if pairs else []
    for one, two in pairs:
        beside = [pair for pair in printed if any(alike(one, f) for f in pair[1])]
        own = [pair for pair in printed if any(alike(two, f) for f in pair[1])]
        if not beside or not own or any(pair in own for pair in beside):
            continue
        if _hold(beside, _kind(two, clause)) and _hold(own, _kind(one, clause)):
            return Reason("figure_elsewhere", (("figure", two.text), ("near", one.text)))
    return None


def _hold(printed: Sequence[tuple[str, tuple[Figure, ...]]], kind: str) -> bool:
    return any(_kind(figure, sentence) == kind for sentence, figures in printed for figure in figures)


def _pairs(figures: Sequence[Figure], clause: str) -> Iterator[tuple[Figure, Figure]]:
    """Figures of two kinds that follow each other, each in one pair."""
    waiting: Figure | None = None
    for figure in figures:
        kind = _kind(figure, clause)
        if kind and waiting is not None and _kind(waiting, clause) != kind:
            yield waiting, figure
            waiting = None
        elif kind:
            waiting = figure


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are equal, limits aside."""
    if one.code or other.code:
        return one.code == other.code
    ends = ((one.low, 0, other.low), (one.high, 1, other.high))
    return all(equal(a, one.printed[n], one.unit, b, other.unit) for a, n, b in ends)


def _kind(figure: Figure, text: str) -> str:
    """What a figure is one of: its measure, or the word before it (step 4); "" for a code."""
    if figure.code:
        return ""
    if figure.unit:
        unit = load_units().by_name.get(figure.unit)
        return (unit.of if unit else "") or figure.unit
    word = _WORD_BEFORE.search(text[: figure.start])
    return word[1].lower() if word else ""


def find_repeated(figures: Sequence[Figure], printed: Sequence[Figure]) -> Reason | None:
    """A code told twice where the quotes tell it once, beside one of its kind that the claim leaves out."""
    codes, held = [f.code for f in figures if f.code], [f.code for f in printed if f.code]
    for code in dict.fromkeys(codes):
        kin = re.match(r"[A-Z]+", code)
        siblings = {c for c in held if kin and c.startswith(kin[0])} - {*codes}
        if codes.count(code) > max(held.count(code), 1) and siblings:
            return Reason("figure_not_in_quote", (("figure", code), ("printed", ", ".join(sorted(siblings)))))
    return _find_repeated_number(figures, printed)


def _find_repeated_number(figures: Sequence[Figure], printed: Sequence[Figure]) -> Reason | None:
    """A number told twice running where the quotes list it once, next to another: "7 and 7" of "7 and 8"."""
    plain = [f for f in printed if not f.code and not f.is_range]
    for one, two in pairwise(figures):
        if one.code or two.code or one.is_range or two.is_range or one.unit != two.unit:
            continue
        if not alike(one, two):
            continue
        held = [n for n, f in enumerate(plain) if alike(one, f)]
        beside = [f for n in held for f in plain[max(n - 1, 0) : n + 2] if not alike(one, f)]
        if len(held) == 1 and any(f.unit == plain[held[0]].unit for f in beside):
            told = ", ".join(f.text for f in beside)
            return Reason("figure_not_in_quote", (("figure", two.text), ("printed", told)))
    return None


def nearest(figure: Figure, quotes: Sequence[tuple[str, Sequence[Figure]]]) -> str:
    """The printed figures that one can be taken for, of its measure or codes, the closest first, else of no
    measure; the first quote's words where there is none. A unit in a heading goes for the value.

    `quotes`: each with its figures.
    """
    offered = [(f, f.unit or unit_of_heading(text, f)) for text, figures in quotes for f in figures]
    kind = [(f, unit) for f, unit in offered if bool(f.code) == bool(figure.code)]
    told = [_as_told(f, unit, figure) for f, unit in kind if _measure(unit) == measure_of(figure)]
    told = told or [_as_told(f, unit, figure) for f, unit in kind if not unit]
    told = told or [_as_told(f, unit, figure) for f, unit in offered]
    named = dict.fromkeys(text for _, text in sorted(told, key=itemgetter(0))[:_TOLD])
    return ", ".join(named) or (quotes[0][0].strip() if quotes else "")


def _as_told(printed: Figure, unit: str, figure: Figure) -> tuple[float, str]:
    """How far a printed figure is from another, and its words, with the unit that its heading gives."""
    if figure.code:
        return -SequenceMatcher(None, printed.code, figure.code).ratio(), printed.text
    behind = figure.text.rpartition(figure.printed[1])[2] if unit == figure.unit and not printed.unit else ""
    return abs(printed.low - figure.low), f"{printed.text}{behind}"


def measure_of(figure: Figure) -> str:
    return _measure(figure.unit)


def _measure(name: str) -> str:
    unit = load_units().by_name.get(name)
    return (unit.of if unit else "") or name


def neighbours(text: str, figure: Figure) -> frozenset[str]:
    """The words next to a figure that has no unit of its own: "position 3", "three dashes"."""
    if figure.unit or figure.is_range or _FACTOR.search(text, max(figure.start - 3, 0), figure.start):
        return frozenset()
    ahead = text[: figure.start]
    if figure.text[0].isdigit() and not _COUNTING.match(text, figure.end):
        ahead = _LISTED_BEFORE.sub("", ahead)  # the 8 of "positions 7 and 8" is one, too
    before = _NOUN_BEFORE.search(ahead)
    after = _NOUN.match(text[figure.end :])
    beside = [m[0] for m in (before, after) if m is not None]
    return frozenset(key for word in beside for key in content_of(word))


_LETTERED = re.compile(r"(?<![A-Za-z0-9-])([A-Z]{2,})-([A-Z]{1,2})(?![A-Za-z0-9-])")


def find_other_letter(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The USB-A socket for the USB-C socket: a name that a letter tells apart, and another letter printed."""
    said = _LETTERED.findall(plain_text(claim)) if "-" in plain_text(claim) else []
    printed = [name for text in evidence for name in _LETTERED.findall(plain_text(text))] if said else []
    for name in said:
        kin = [other for other in printed if other[0] == name[0]]
        if kin and name not in kin:
            values = (("figure", "-".join(name)), ("printed", "-".join(kin[0])))
            return Reason("figure_not_in_quote", values)
    return None


_BOTH = re.compile(r"\bboth (?:of )?(?:the )?([a-z]+(?: [a-z]+)?)")


def find_more_than_both(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "All four guide pins" for "both guide pins"."""
    pairs = [match for text in evidence if "both " in text for match in _BOTH.finditer(text)]
    for figure in read_figures(claim) if pairs else ():
        beside = _NOUN.match(claim, figure.end)
        if beside is None or figure.code or figure.unit or figure.low <= _PAIR:
            continue
        what = content_of(beside[1])
        own = (neighbours(text, f) for text in evidence for f in read_figures(text) if alike(f, figure))
        match = next((m for m in pairs if what & content_of(m[1])), None)
        if match is not None and not any(what & words for words in own):
            return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", match[0])))
    return None


_CODE_NOUN = re.compile(r"([A-Za-z]{3,}|[\u4e00-\u9fff]{2})(?: ?|: )$")  # "pump WM-2", "Connector: CN5"
_NOUN_BEHIND = re.compile(r" ?([A-Za-z]{3,}|[\u4e00-\u9fff]{2})")
_PINS_BEHIND = re.compile(
    r"[:：] ?\d{1,2}(?![\d.])|[,，]? ?[(（]?(?:on |at |between )?(?:the )?(?:pins?|terminals?|引脚|针脚|端子)"
    r"|[,，]? ?[(（]?的? ?第? ?\d[\d 、和与至到–-]*号? ?(?:[脚针]|端子)",
    re.IGNORECASE,
)
_PINS_OF = re.compile(
    r"\b(?:pins?|terminals?) [\d ,–-]+(?:(?:and|to|or) \d+ )?(?:of|on|at|in) "
    r"(?:the )?(?:(?:plug|connector) )?$",
    re.IGNORECASE,
)


def find_misnamed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A code with the noun of another: "pump CN5" where plug CN5 and pump WM-21405 are printed."""
    said = [pair for _, *pair in _named_codes(claim)]
    printed = [each for text in evidence for each in _named_codes(text)] if said else []
    for noun, code in said:
        own = {word for _, word, other in printed if other == code}
        rivals = [c for before, word, c in printed if before and word == noun and c != code]
        apart = any(_prefix(c) != _prefix(code) for c in rivals)
        swapped = apart or any(word in own and c in rivals for word, c in said)
        if own and rivals and noun not in own and swapped:
            return Reason("figure_elsewhere", (("figure", code), ("near", noun)))
    return _find_parted(claim, evidence)


def _named_codes(text: str) -> Iterator[tuple[bool, str, str]]:
    """The words right before (True) and behind each code, and that it has pins where these stand there."""
    for figure in (f for f in read_figures(text) if f.code):
        before = _CODE_NOUN.search(text, max(figure.start - 24, 0), figure.start)
        behind = _NOUN_BEHIND.match(text, figure.end)
        if before is not None and content_of(before[1]):  # "the" is no noun
            yield True, before[1].lower(), figure.code
        if behind is not None:
            yield False, behind[1].lower(), figure.code
        if _PINS_BEHIND.match(text, figure.end) or _PINS_OF.search(text, 0, figure.start):
            yield True, "pins", figure.code


_CELL = re.compile(r" \| |[;；。\n]|[.!?](?=\s|$)")


def _find_parted(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A code between a number and what it counts, "thirty P310 pages", where it is no such thing's name."""
    for count, code in _sized(claim):
        noun = _NOUN_BEHIND.match(claim, code.end)
        what = content_of(noun[1]) if noun else frozenset[str]()
        cells = [cell for text in evidence for cell in _CELL.split(text)] if what else []
        printed = [(cell, f) for cell in cells for f in read_figures(cell)]
        counted = [cell for cell, f in printed if alike(f, count) and what & neighbours(cell, f)]
        named = any(f.code == code.code != "" and what & neighbours(cell, f) for cell, f in printed)
        if not counted or named or any(mentions(code.text, cell) for cell in counted):
            continue
        if not any(_is_row_of(text, count, code, what, counted) for text in evidence):
            return Reason("figure_elsewhere", (("figure", code.text), ("near", count.text)))
    return None


def _sized(claim: str) -> Iterator[tuple[Figure, Figure]]:
    """Each bare number right before a code or a size: "14 M6x30 bolts", "three 4.2x16 screws"."""
    said = read_figures(claim)
    for at, (count, size) in enumerate(pairwise(said)):
        if count.code or count.unit or claim[count.end : size.start].strip():
            continue
        last = said[min(at + 2, len(said) - 1)]
        if size.code:
            yield count, size
        elif last is not size and _FACTOR.search(claim, size.end - 1, last.start):
            yield count, size._replace(text=claim[size.start : last.end], end=last.end)


_QUANTITY = re.compile(
    r"(?:^|\| )(?:quantity|qty\.?|pieces|count|number of|数量|件数|用量)[^|:]{0,8}: (\d+)(?= \||$)",
    re.IGNORECASE,
)


def _is_row_of(row: str, count: Figure, code: Figure, what: Set[str], counted: Sequence[str]) -> bool:
    """Whether a row lists a size with the number of things told, and what it is about is told with them:
    "14 M6x30 bolts" of "the 14 bolts of the tub halves" and `Tub half bolts | M6x30 | Quantity: 14`."""
    quantity = _QUANTITY.search(row)
    if quantity is None or float(quantity[1]) != count.low or not mentions(code.text, row):
        return False
    about = content_of(row.partition(" | ")[0].partition(": ")[2])
    return bool(what & about) and any((about - what) & content_of(cell) for cell in counted)


def _prefix(code: str) -> str:
    return code.rstrip("0123456789-")[:2]


def find_told_again(claim: str, evidence: Sequence[str]) -> Reason | None:
    """As `find_repeated`, of the codes of a whole claim: "measure TP3. … while TP3 is in order"."""
    codes = [f for f in read_figures(claim) if f.code]
    if len(codes) < _PAIR or " | " in claim:
        return None
    return find_repeated(codes, [f for text in evidence for f in read_figures(text) if f.code])
