"""Tells whether two passages that share few words, a row and a sentence or two languages, give one thing two
figures: what one reading prints of a part, another prints otherwise.

It is strict: whatever it cannot read whole it does not compare, for a conflict that is none costs more trust
than one that is not shown. What things are called in both languages it is told (`Namer`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vlm.answer import Located, Shown
from vlm.disputes import same_figure
from vlm.folding import folded_text
from vlm.measures import Figure, read_figures
from vlm.polarity import negations_of, terms_of
from vlm.sentences import sentences
from vlm.units import load_units
from vlm.words import words_of

Namer = Callable[[str], tuple[tuple[frozenset[str], ...], str]]  # → concepts of each name, what is left
_UNIT = re.compile(r"[(（\[]\s*([^()（）\[\]|]+?)\s*[)）\]]\s*$")
# Headings that say no more than that there is a value, or no more than its unit does.
_PLAIN_HEADINGS = frozenset({
    "value", "values", "data", "rating", "nominal", "specification", "resistance", "torque", "voltage",
    "current", "temperature", "pressure", "mass", "weight", "power", "speed", "length",
    "数值", "值", "参数", "数据", "规格", "标称值", "额定值", "电阻", "阻值", "力矩", "扭矩", "电压", "电流",
    "温度", "压力", "质量", "重量", "功率", "转速", "长度",
})  # fmt: skip
_OF_VALUES = frozenset({("present", 0), ("tighten", 0)})  # it has …; tighten it to …
_FREE = 2  # words of a sentence that may stand beside what a row names: tighten, has, measures
_CONDITION = re.compile(
    r"(?<![a-z])(?:if|when|while|after|before|until|unless|once|during|with|without|except|each|every)(?![a-z])"
    r"|如果|若|当|时|之?后|之?前|期间|除|每",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Stated:
    """One measured value of one thing, and the stretch of the passage that says so."""

    shown: Shown
    start: int
    end: int
    subject: str  # the first cell, or the sentence
    heading: str  # above the value, without its unit; "" in a sentence
    figure: Figure

    @property
    def in_row(self) -> bool:
        return self.shown.passage.kind == "row"

    @property
    def of(self) -> str:
        """What the unit is a measure of."""
        return load_units().by_name[self.figure.unit].of


def counterpart(
    place: Located, there: Sequence[Shown], home: Sequence[Shown], name: Namer
) -> tuple[Shown, int, int] | None:
    """The one passage of another reading that gives what a place speaks of another figure, and the stretch of
    it; None where none does, or several do, or one of either reading gives the figure of the other.

    `there` and `home`: passages like the place's of the other reading and of its own.
    """
    for stated in _stated(place.shown):
        if not (stated.start < place.end and place.start < stated.end):
            continue
        others = [s for shown in there for s in _stated(shown) if _same_thing(stated, s, name)]
        if len(others) != 1 or same_figure(stated.figure, others[0].figure):
            continue
        (other,) = others
        own = [s for shown in home for s in _stated(shown) if s.shown.passage.id != place.shown.passage.id]
        if not any(_same_thing(s, other, name) and same_figure(s.figure, other.figure) for s in own):
            return other.shown, other.start, other.end
    return None


def _stated(shown: Shown) -> Iterator[_Stated]:
    text = shown.passage.text
    if shown.passage.kind == "row":
        cells = [cell.partition(": ") for cell in text.split(" | ")]
        for heading, _, content in cells[1:]:
            unit = _UNIT.search(heading)
            figure = _lone(content, unit[1] if unit else "")
            if figure is not None:
                yield _Stated(shown, 0, len(text), cells[0][2], _UNIT.sub("", heading).strip(), figure)
    elif shown.passage.kind in ("text", "step", "warning"):
        for start, end in sentences(text, shown.edition.language):
            said = text[start:end]
            figure = None if _CONDITION.search(said) or negations_of(said) else _lone(said, "")
            if figure is not None:
                yield _Stated(shown, start, end, said, "", figure)


def _lone(text: str, unit: str) -> Figure | None:
    """The only measured figure of a text; a heading's unit is that of the bare one."""
    figures = [f for f in read_figures(f"{text} {unit}".strip()) if not f.code and not f.ordinal]
    return figures[0] if len(figures) == 1 and figures[0].unit and _measures(figures[0].unit) else None


def _measures(unit: str) -> bool:
    known = load_units().by_name.get(unit)
    return known is not None and bool(known.of)


def _same_thing(one: _Stated, other: _Stated, name: Namer) -> bool:
    comparable = (one.of, one.figure.bound, one.figure.tolerance) == (
        other.of,
        other.figure.bound,
        other.figure.tolerance,
    )
    if not comparable or one.shown.passage.reading == other.shown.passage.reading:
        return False
    spoken = one.shown.edition.language == other.shown.edition.language
    if one.in_row and other.in_row:
        return not spoken and _rows_alike(one, other, name)
    if one.in_row != other.in_row and spoken:
        return _tells_of(other, one) if one.in_row else _tells_of(one, other)
    return False


def _rows_alike(one: _Stated, other: _Stated, name: Namer) -> bool:
    """Rows of two languages: their first cells and headings have the same names, and nothing else."""
    if _codes(one.subject) != _codes(other.subject) or _sides(one.subject) != _sides(other.subject):
        return False
    mine, theirs = name(one.subject), name(other.subject)
    if not (mine[0] or _codes(one.subject)) or not _named_alike(mine, theirs):
        return False
    limit, its = _limits(one.heading), _limits(other.heading)
    if limit or its:
        return limit == its
    headings = [folded_text(s.heading) for s in (one, other)]
    if all(heading in _PLAIN_HEADINGS for heading in headings):
        return True
    above = [name(heading) for heading in headings]
    return bool(above[0][0]) and _named_alike(*above)


def _named_alike(
    one: tuple[tuple[frozenset[str], ...], str], other: tuple[tuple[frozenset[str], ...], str]
) -> bool:
    for (names, rest), (others, _) in ((one, other), (other, one)):
        sided = {word for term in terms_of(rest) for word in words_of(term.text)}
        if words_of(rest) - sided - {folded_text(code) for code in _codes(rest)}:
            return False  # a word that the glossary does not know may tell one part from another
        if not all(any(concepts & theirs for theirs in others) for concepts in names):
            return False
    return True


def _tells_of(sentence: _Stated, row: _Stated) -> bool:
    """A sentence of a row's language that names its first cell and its heading, and little else."""
    words, subject, heading = (words_of(t) for t in (sentence.subject, row.subject, row.heading))
    if not subject or not subject <= words:
        return False
    if _sides(sentence.subject) != _sides(f"{row.subject}\n{row.heading}"):
        return False
    if not (heading & words or sentence.of == "torque"):
        return False
    if _codes(sentence.subject) != _codes(row.subject):
        return False
    figures = words_of(sentence.figure.text)
    return len(words - subject - heading - figures) <= _FREE


def _codes(text: str) -> frozenset[str]:
    return frozenset(folded_text(f.code) for f in read_figures(text) if f.code)


def _limits(heading: str) -> frozenset[tuple[str, int]]:
    """Whether it is the least or the most."""
    return frozenset(side for side in _sides(heading) if side[0] == "extreme")


def _sides(text: str) -> frozenset[tuple[str, int]]:
    return frozenset(side for term in terms_of(text) for side in term.sides) - _OF_VALUES
