"""Every number with its unit, date, code, part number and screw size of a claim stands in its quotes.

It does not judge words; a table's row counts as a whole, and one row's figures may not borrow from another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vlm.answer import Finding, Located, Reason
from vlm.backing import gather, names_of, unbacked
from vlm.bounds import Bound
from vlm.checking import Check, Examined, GateSettings
from vlm.columns import has_limits, is_switched
from vlm.conversions import conversion
from vlm.copies import is_copy
from vlm.counting import is_counted
from vlm.ellipses import spelled_out, told_apart
from vlm.enumerations import is_backwards
from vlm.figure_rules import find_told_wrong
from vlm.folding import folded_text, plain_text
from vlm.headings import prefix_of, unit_of_heading
from vlm.limits import OPENINGS, both_ban, extreme_of, find_left_out, opening_of, other_sides, tolerated
from vlm.measures import CLASSIFIERS, Figure, code_pattern, mentions, read_figures
from vlm.partners import find_crossed, find_repeated, nearest, neighbours
from vlm.polarity import denies
from vlm.quoting import pieces_of
from vlm.rows import find_mixed, find_stray_column, find_stray_row, is_written_as_row, tell_of_one_part
from vlm.sides import tells_harm
from vlm.units import equal, load_units

_CLAUSE = re.compile(r"[;；。\n]|[.!?！？](?=\s|$)(?<!max.)(?<!min.)(?<!No.)(?<!approx.)")
_LEADING_NUMBER = re.compile(
    r"\s*(?:(?:[Ss]tep\s+|步骤\s*|第\s*)[(（]?(\d+(?:\.\d+)*)|[(（]?(\d+(?:\.\d+)*)"
    rf"(?![\d.]*\s?[a-z{CLASSIFIERS}]))[)）.、:：]*\s?"
)  # "5 screws" is no step
STEP_WORD = re.compile(r"(?:steps?|步骤|第)\s*$", re.IGNORECASE)
_OTHER_STEP = re.compile(r"\bsteps?\s+\d|步骤\s*\d|第\s*\d+\s*步", re.IGNORECASE)
_AHEAD = 24  # characters in which a number's unit may follow
_BRACKETED = re.compile(r"[(（\[/]\s*([^()（）\[\]|]+?)\s*[)）\]:：]")
_DIGITS = re.compile(r"[0-9]+")
_FIRST = re.compile(r"\b(?:first|initial)|首|初|先", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one quote offers: its figures, those among them that are unsure, and words around them."""

    located: Located
    text: str
    figures: tuple[Figure, ...]
    unsure: tuple[Figure, ...]
    names: str  # products and title of the manual: codes in them may be named
    steps: frozenset[str]


def build(settings: GateSettings) -> Check:
    read_figures("1 V")  # compiles its patterns now, not with the first question
    return check


def check(examined: Examined) -> Finding:
    """Fails on the first figure that no quote holds, and when one sentence takes figures from two rows.

    A figure in another unit passes and is marked as converted.
    """
    evidence = [offer(place) for place in examined.located]
    sentences = [
        part.strip() for e in evidence for part in _CLAUSE.split(spelled_out(e.text)) if part.strip()
    ]
    in_rows = any(e.located.shown.passage.kind == "row" for e in evidence)
    claimed: list[Figure] = []
    for clause in clauses(examined):
        claimed += (figures := _read(clause))
        for figure in figures:
            if not any(_holds(e, figure, clause) for e in evidence):
                stray = find_stray_column(examined) if in_rows else None
                return Finding("figures", False, 0.0, stray or _missing(figure, clause, evidence))
            if not figure.code and (near := _misplaced(figure, clause, evidence)):
                values = (("figure", figure.text), ("near", near))
                return Finding("figures", False, 0.0, Reason("figure_elsewhere", values))
        reason = find_repeated(figures, [f for e in evidence for f in e.figures])
        reason = reason or (None if in_rows else find_crossed(figures, clause, sentences))
        if reason is not None:
            return Finding("figures", False, 0.0, reason)
    if is_copy(examined.claim.text, examined.located):
        return Finding("figures", True, 1.0, None)
    stray = (find_stray_row(examined) or find_stray_column(examined)) if in_rows else None
    mixed = _find_mixed([*map(told_apart, clauses(examined))], evidence) if stray is None and in_rows else ""
    if mixed:
        listed = ", ".join(f.text for f in _read(mixed)) or mixed.strip()
        return Finding("figures", False, 0.0, Reason("figures_of_different_rows", (("figures", listed),)))
    rows = [e.text for e in evidence if e.located.shown.passage.kind == "row"]
    wrong = stray or find_told_wrong(examined.claim.text, rows, [e.text for e in evidence])
    wrong = wrong or find_left_out(examined.claim.text, sentences)
    if wrong is not None:
        return Finding("figures", False, 0.0, wrong)
    return Finding("figures", True, 1.0, conversion(claimed, [f for e in evidence for f in e.figures]))


def _read(clause: str) -> tuple[Figure, ...]:
    """The figures of a clause. A unit in a heading goes for the value; a conversion in brackets is bounded as
    what it converts."""
    figures: list[Figure] = []
    for figure in read_figures(clause):
        unit = "" if figure.code or figure.unit else unit_of_heading(clause, figure)
        bound = _bound_of_converted(clause, figures[-1], figure) if figures else figure.bound
        same = not unit and bound == figure.bound
        figures.append(figure if same else figure._replace(unit=unit or figure.unit, bound=bound))
    return tuple(figures)


def _bound_of_converted(clause: str, last: Figure, figure: Figure) -> Bound:
    if figure.code or last.code or figure.bound or figure.unit == last.unit:
        return figure.bound
    bracketed = plain_text(clause[last.end : figure.start]).strip() == "("
    converts = equal(figure.low, figure.printed[0], figure.unit, last.low, last.unit)
    converts = converts or equal(last.low, last.printed[0], last.unit, figure.low, figure.unit)
    return last.bound if bracketed and converts else figure.bound


def _find_mixed(clauses: Sequence[str], evidence: Sequence[Evidence]) -> str:
    rows = [e.located for e in evidence if e.located.shown.passage.kind == "row"]
    prose = [e for e in evidence if e.located.shown.passage.kind != "row"]
    offered = {id(e.located): e for e in evidence}
    beside = "\n".join(e.text for e in prose)
    everything = gather("\n".join(e.text for e in evidence))

    def carries(row: Located, text: str) -> bool:
        own = [offered[id(row)], *(offered[id(other)] for other in rows if tell_of_one_part(row, other))]
        if not all(any(_holds(e, f, text) for e in (*own, *prose)) for f in read_figures(text)):
            return False
        told = "\n".join(e.text for e in own)
        strange = unbacked(text, gather(f"{told}\n{beside}"), names_of((row,)))
        return not strange or strange == unbacked(text, everything, names_of(rows))  # no row's word

    def in_prose(text: str) -> bool:
        return any(all(_holds(e, f, text) for f in _read(text)) for e in prose)

    of_rows = [clause for clause in clauses if is_written_as_row(clause) or not in_prose(clause)]
    return find_mixed(of_rows, rows, carries)


def _misplaced(figure: Figure, clause: str, evidence: Sequence[Evidence]) -> str:
    """The word beside a figure that the quotes put beside another figure only; "" where there is none."""
    mine = neighbours(clause, figure)
    if not mine:
        return ""
    own: set[str] = set()
    others: set[str] = set()
    for offered in evidence:
        for printed in (f for f in offered.figures if not f.code):
            same = _same_number(figure, clause, printed, offered)
            (own if same else others).update(neighbours(offered.located.shown.passage.text, printed))
    return "" if mine & own else min(mine & others, default="")


def clauses(examined: Examined) -> list[str]:
    """The sentences of a claim, without the step number it begins with."""
    text = examined.claim.text
    steps = {place.shown.passage.step for place in examined.located} | {examined.claim.step}
    numbered = _LEADING_NUMBER.match(text)
    if numbered and (numbered[1] or numbered[2]) in steps and not _is_quoted(examined, text):
        first = next(iter(read_figures(text[: numbered.end() + _AHEAD])), None)
        text = text if first and first.unit else text[numbered.end() :]
    whole = pieces_of(text, examined.located)
    if whole:
        return [c for quote in whole for c in _split(quote)]
    return _split(text)


def _split(text: str) -> list[str]:
    return [text] if is_written_as_row(text) else [c.strip() for c in _CLAUSE.split(text) if c.strip()]


def _is_quoted(examined: Examined, text: str) -> bool:
    return any(folded_text(text) in folded_text(p.quote) for p in examined.located)


def offer(located: Located) -> Evidence:
    passage, manual = located.shown.passage, located.shown.manual
    start, end = (0, len(passage.text)) if passage.kind == "row" else (located.start, located.end)
    inside = [f for f in read_figures(passage.text) if start <= f.start and f.end <= end]
    unsure = tuple(f for f in inside if any(f.start < b and a < f.end for a, b in passage.unsure))
    names = " ".join((*manual.products, manual.title))
    inside += other_sides(inside, passage.text[:end])
    inside += tolerated(inside)
    return Evidence(
        located,
        passage.text[start:end],
        tuple(f for f in inside if f not in unsure),
        unsure,
        names,
        frozenset({passage.step} - {""}),
    )


def _holds(evidence: Evidence, figure: Figure, clause: str) -> bool:
    if figure.code:
        return any(_same_code(figure, f) for f in evidence.figures) or _spelled(figure.code, evidence)
    if any(_same_number(figure, clause, f, evidence) for f in evidence.figures) or _from_two(
        figure, clause, evidence
    ):
        return True
    own = figure.ordinal or STEP_WORD.search(clause[: figure.start]) is not None
    if own and not figure.is_range and figure.printed[0] in evidence.steps:
        return _OTHER_STEP.search(plain_text(evidence.text)) is None  # "go to step 5" tells of another
    if figure.ordinal and figure.printed == ("1", "1") and _FIRST.search(evidence.text):
        return True
    return is_counted(figure, clause, evidence.text)


def _same_code(claimed: Figure, printed: Figure) -> bool:
    if not printed.code:
        return False
    if claimed.code == printed.code:
        return True
    if claimed.code.startswith("date:"):
        return printed.code.startswith(claimed.code + "-")  # month and year of a full date
    if not all(number in printed.code for number in _DIGITS.findall(claimed.code)):
        return False  # no pattern is made for what cannot match
    return bool(code_pattern(claimed.code).fullmatch(printed.code))


def _spelled(code: str, evidence: Evidence) -> bool:
    """A code printed with gaps (`E 21`), as a part of a longer run (`EXP1-EXP2`), or in the manual's name."""
    return mentions(code, evidence.names) or mentions(code, _without(evidence))


def _without(evidence: Evidence) -> str:
    text = evidence.text
    for figure in evidence.unsure:
        text = text.replace(figure.text, " ")
    return text


def _same_number(claimed: Figure, clause: str, printed: Figure, evidence: Evidence) -> bool:
    if printed.code or claimed.tolerance != printed.tolerance:
        return False
    if claimed.ordinal != printed.ordinal and (printed.unit or claimed.unit):
        return False
    unit = printed.unit or _unit_beside(printed, claimed.unit, evidence)
    if claimed.is_range == printed.is_range:
        return (
            _equal(claimed, 0, printed, 0, unit)
            and _equal(claimed, 1, printed, 1, unit)
            and _bounds_agree(claimed, clause, printed, evidence)
        )
    if claimed.is_range:
        return False
    if _both_ends(claimed, clause, printed, unit, evidence):
        return True
    # a point taken from a range must say which end it is: "at most 4.2 V" of 3.7-4.2 V
    opening = opening_of(claimed, clause) or extreme_of(claimed, clause)
    outside = _OUTSIDE.search(evidence.text) is not None
    ends = {"<": 0, ">": 1} if outside else {"<": 1, ">": 0}
    rises = printed.low < printed.high  # 表 8-1 is a name
    return rises and opening in ends and _equal(claimed, 0, printed, ends[opening], unit)


def _both_ends(claimed: Figure, clause: str, printed: Figure, unit: str, evidence: Evidence) -> bool:
    """Both ends of a printed range told one by one: "pin 1 and pin 3" of "pins 1 to 3"."""
    if not any(_equal(claimed, 0, printed, end, unit) for end in (0, 1)):
        return False
    told = [f for f in _read(clause) if not f.code and not f.is_range]
    ends = [[f for f in told if _equal(f, 0, printed, end, unit)] for end in (0, 1)]
    if printed.low >= printed.high or not all(ends):
        return False
    if is_backwards(clause[ends[1][0].end : ends[0][0].start]):
        return False  # "from 8 down to 1" of "in the order 1 to 8"
    low, high = ({opening_of(f, clause) for f in end} for end in ends)
    if _OUTSIDE.search(evidence.text) is not None:
        low, high = high, low
    return "<" not in low and ">" not in high


def _from_two(claimed: Figure, clause: str, evidence: Evidence) -> bool:
    """A range printed as two bounds (not less than 3 V, not more than 5 V), or in two columns."""
    if not claimed.is_range:
        return False
    lows = [(f, f.unit) for f in evidence.figures if f.bound.startswith(">")]
    highs = [(f, f.unit) for f in evidence.figures if f.bound.startswith("<")]
    if evidence.located.shown.passage.kind == "row":
        if is_switched(claimed, clause, evidence.text):
            return True
        for figure in evidence.figures:
            header = _cell_around(evidence.text, figure).partition(":")[0]
            unit = figure.unit or _unit_beside(figure, claimed.unit, evidence)
            lows += [(figure, unit)] if _LOWEST.search(header) else []
            highs += [(figure, unit)] if _HIGHEST.search(header) else []
    return any(_equal(claimed, 0, f, 0, unit) for f, unit in lows) and any(
        _equal(claimed, 1, f, 1, unit) for f, unit in highs
    )


def _cell_around(text: str, figure: Figure) -> str:
    begin = text.rfind("|", 0, figure.start) + 1
    return text[begin : figure.end]


def _equal(claimed: Figure, of_claimed: int, printed: Figure, of_printed: int, unit: str) -> bool:
    value = (claimed.low, claimed.high)[of_claimed]
    other = (printed.low, printed.high)[of_printed]
    return equal(value, claimed.printed[of_claimed], claimed.unit, other, unit)


def _unit_beside(printed: Figure, unit: str, evidence: Evidence) -> str:
    """The unit that a row gives in brackets in the same cell, or alone in the next: `Torque (N·m): 0.25`."""
    if not unit or evidence.located.shown.passage.kind != "row":
        return ""
    text = evidence.located.shown.passage.text
    begin = text.rfind("|", 0, printed.start) + 1
    stop = text.find("|", printed.end)
    cell = text[begin : stop if stop >= 0 else len(text)]
    beside = text[stop + 1 :].partition("|")[0] if stop >= 0 else ""
    spellings = load_units().spelled
    for match in _BRACKETED.finditer(cell):
        spelled = f"{prefix_of(text, printed)}{plain_text(match[1])}"
        if spellings.fullmatch(spelled):
            return load_units().named(spelled)
    alone = plain_text(beside.strip())
    return load_units().named(alone) if alone and spellings.fullmatch(alone) else ""


def _bounds_agree(claimed: Figure, clause: str, printed: Figure, evidence: Evidence) -> bool:
    mine, theirs = opening_of(claimed, clause), opening_of(printed, evidence.located.shown.passage.text)
    if claimed.bound == "<" and _ATTAINED.search(_ahead(printed, evidence)) and not printed.is_range:
        return False  # what may reach 300 °C does not stay below
    if printed.bound == "<" and claimed.bound == "<=" and _ATTAINED.search(clause[: claimed.start]):
        return False  # … nor the other way round
    if mine and not theirs and evidence.located.shown.passage.kind == "row":
        header = _cell_around(evidence.located.shown.passage.text, printed).partition(":")[0]
        theirs = ">" if _LOWEST.search(header) else "<" if _HIGHEST.search(header) else ""
        if not theirs and has_limits(evidence.located.shown.passage.text):
            return False  # 280 is the least of "nominal 310, min. 280", not 310
    if claimed.is_range or (claimed.bound == printed.bound and mine == theirs):
        return True
    bounding = clause[claimed.bound_at : claimed.start].lower() if claimed.bound_at >= 0 else ""
    if not mine and not printed.bound and bounding.startswith("under"):
        return True  # "under a 3 kg load"
    if not mine:
        # "less than 8" is not 8, nor "no deeper than 3" 3; who waits 15 s waits at least so long
        told = _HIGHEST.search(clause) is not None or _POSSIBLY.search(clause.lower()) is not None
        told = told or _SETTING.search(evidence.located.shown.passage.text, 0, printed.start) is not None
        return printed.bound == ">=" or (printed.bound == "<=" and told)
    if theirs:
        same = mine == theirs or both_ban(claimed, clause, printed, evidence.text)
        return same or tells_harm(claimed, clause, evidence.text)
    others = {OPENINGS[f.bound] for f in evidence.figures if f.bound}
    ahead = evidence.located.shown.passage.text[: printed.start]
    if (
        claimed.bound == "<="
        and not others
        and (
            _REACHING.search(clause[: claimed.start])
            or (bounding.startswith("as ") and _REACHED.search(ahead))
        )
    ):
        return True  # "goes up to 210 °C" says 210, "as hot as 210 °C" that 210 °C are reached
    unreached = "reach" in bounding and not printed.bound and denies(evidence.text)  # 1.80 V does not appear
    return unreached or (_says(evidence.text, mine) and not others - {mine})


def _ahead(printed: Figure, evidence: Evidence) -> str:
    """The words before a printed number that make it a limit."""
    text = evidence.located.shown.passage.text
    return text[printed.bound_at : printed.start] if printed.bound_at >= 0 else ""


_POSSIBLY = re.compile(
    r"\b(?:may|might|can|could|possibl[ey])\b|可能|也许|有时|[可能会](?:热|升|达|高)?[到达至]"
)
_SETTING = re.compile(r"[以用按]最[大高][\u4e00-\u9fff]{2}\s?$|\b(?:at|with) max(?:imum)? [a-z]+ (?:of )?$")
_REACHING = re.compile(
    r"\b(?:go(?:es)?|works?|done|brings?|brought|reach\w*|ris\w+|rais\w+|charg\w+|heat\w*|warm\w*"
    r"|tighten\w*|torqu\w+|screw\w*)"
    r"(?: [a-z]+){0,4} up to\s*$",
    re.IGNORECASE,
)
_REACHED = re.compile(r"(?:\breach(?:es|ed)?|达到?|升[到至])\s?$")
_ATTAINED = re.compile(r"(?:可|可以)达|达到|as (?:hot|high|far|deep) as")
_OUTSIDE = re.compile(r"\b(?:outside|beyond|out of range)\b|以外|之外|超出", re.IGNORECASE)
_HIGHEST = re.compile(r"最[大多高长]|上限|以内|之内|\bmax|\blimit|\bwithin\b", re.IGNORECASE)
_LOWEST = re.compile(r"最[小少低短]|下限|\bmin(?:imum|\b)|\bleast", re.IGNORECASE)


def _says(text: str, bound: str) -> bool:
    """Whether a quote names a limit away from its number, as a heading cell does: `Max. current | 2.5 A`."""
    return bool((_HIGHEST if bound.startswith("<") else _LOWEST).search(text))


def _missing(figure: Figure, clause: str, evidence: Sequence[Evidence]) -> Reason:
    for offered in evidence:
        unsure = Evidence(offered.located, offered.text, offered.unsure, (), "", frozenset())
        if offered.unsure and _holds(unsure, figure, clause):
            return Reason("unsure_figure", (("figure", figure.text),))
    printed = nearest(figure, [(e.text, e.figures) for e in evidence])
    return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", printed)))
