"""Tells whether two editions, or two manuals, say the same thing otherwise: another value, side, or step.

It finds no passages: retrieval brings what may say it otherwise. It does not know which of the two is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Located, Shown
from vlm.folding import folded_text
from vlm.measures import Figure, read_figures
from vlm.polarity import negations_of, terms_of
from vlm.sentences import sentences
from vlm.units import equal, load_units
from vlm.words import words_of

_ALIKE = 0.6  # Dice coefficient of the words beside the figures, from which two texts speak of one thing
_ALIKE_ELSEWHERE = 0.75  # … in two manuals, which share neither headings nor numbering
_COPIED = 0.8  # … up to which a step of the same number was rewritten; from which one word may turn a text
_FEWEST = 2  # words besides figures: "1.8 N·m" alone speaks of nothing
_HEADED = 0.5  # Dice coefficient of the headings in two manuals
_WHOLE = ("row", "step", "warning")
_NUMBERING = re.compile(r"^\s*[(（]?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)）、:：](?![0-9])\s*")  # of a step
_HEADING = re.compile(
    r"^\s*(?:[0-9]+(?:[.\-][0-9]+)*|[一二三四五六七八九十]+)[.)）、:：]?\s*|^第[^ ]{1,4}[章节]\s*"
)
# What another edition may number otherwise without saying anything else.
_POINTER = re.compile(
    r"(?:sections?|chapters?|tables?|figures?|fig\.|pages?|steps?|见|第|表|图|步骤)\s*[0-9]+(?:[.\-][0-9]+)*"
    r"(?:\s*(?:to|and|至|到|和|-)\s*[0-9]+)?\s*[章节页步]?",
    re.IGNORECASE,
)


def otherwise(place: Located, other: Shown) -> tuple[int, int] | None:
    """The stretch of another passage that says otherwise what a place says; None where none does.

    Passages of one reading never do, nor do those of two languages: their words cannot be compared.
    """
    shown = place.shown
    apart = shown.passage.reading != other.passage.reading
    if "figure" in (shown.passage.kind, other.passage.kind):  # labels in no order say nothing
        return None
    if not apart or shown.edition.language != other.edition.language or _kind(shown) != _kind(other):
        return None
    if shown.passage.kind == "row":
        return (0, len(other.passage.text)) if _rows_differ(shown, other) else None
    if not _headed_alike(shown, other):
        return None
    text = other.passage.text
    if shown.passage.kind in _WHOLE:
        return (0, len(text)) if _texts_differ(shown, shown.passage.text, other, text) else None
    spans = sentences(text, other.edition.language)
    own = sentences(shown.passage.text, shown.edition.language)
    for a, b in (s for s in own if s[0] < place.end and s[1] > place.start):
        said = shown.passage.text[a:b]
        if any(_bare(said) == _bare(text[c:d]) for c, d in spans):
            continue
        span = max(spans, key=lambda s: _likeness(said, text[s[0] : s[1]]), default=None)
        if span is not None and _texts_differ(shown, said, other, text[span[0] : span[1]]):
            return span
    return None


def bare(shown: Shown) -> str:
    """A passage's text as it is compared: folded, without the number of a step."""
    return _bare(shown.passage.text)


def _kind(shown: Shown) -> str:
    return shown.passage.kind if shown.passage.kind in _WHOLE else "text"


def _bare(text: str) -> str:
    return folded_text(_POINTER.sub(" ", _NUMBERING.sub("", text)))


def _headed_alike(one: Shown, other: Shown) -> bool:
    a, b = (s.passage.section[-1:] and _HEADING.sub("", s.passage.section[-1]) for s in (one, other))
    if not a or not b:
        return not a and not b
    if one.manual.id == other.manual.id:
        return folded_text(a) == folded_text(b)
    return _dice(words_of(a), words_of(b)) >= _HEADED


def _texts_differ(one: Shown, said: str, other: Shown, text: str) -> bool:
    if _bare(said) == _bare(text):
        return False
    same_manual = one.manual.id == other.manual.id
    likeness = _likeness(said, text)
    if likeness >= (_ALIKE if same_manual else _ALIKE_ELSEWHERE) and _values_differ(said, text):
        return True
    if likeness >= _COPIED:
        return _turned(said, text)
    step = one.passage.step
    return same_manual and one.passage.kind == "step" and bool(step) and step == other.passage.step


def _rows_differ(one: Shown, other: Shown) -> bool:
    """Rows of one key under the same headings, with another value in one of them."""
    mine, theirs = _cells(one.passage.text), _cells(other.passage.text)
    if not mine or not theirs or mine[0] != theirs[0]:
        return False
    told = dict(theirs[1:])
    shared = [(value, told[head]) for head, value in mine[1:] if head in told]
    if one.manual.id == other.manual.id and not _headed_alike(one, other):
        return False
    return any(_values_differ(a, b) or (_likeness(a, b) >= _COPIED and _turned(a, b)) for a, b in shared)


def _cells(row: str) -> list[tuple[str, str]]:
    """Heading and content of each cell, folded; pointers to sections say nothing of their own."""
    cells = (cell.partition(": ") for cell in row.split(" | "))
    return [
        (folded_text(head), content)
        for head, _, content in cells
        if content and not _POINTER.fullmatch(f"{head} {content}".strip())
    ]


def _values_differ(one: str, other: str) -> bool:
    """Each has a figure of one kind that the other has not."""
    mine, theirs = _figures(one), _figures(other)
    only_mine = [f for f in mine if not any(same_figure(f, g) for g in theirs)]
    only_theirs = [g for g in theirs if not any(same_figure(f, g) for f in mine)]
    return any(_comparable(f, g) for f in only_mine for g in only_theirs)


def _figures(text: str) -> tuple[Figure, ...]:
    return read_figures(_POINTER.sub(" ", _NUMBERING.sub("", text)))


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: value, limit and, converted, unit."""
    if one.code or other.code:
        return folded_text(one.code) == folded_text(other.code)
    same = equal(one.low, one.printed[0], one.unit, other.low, other.unit) and equal(
        one.high, one.printed[1], one.unit, other.high, other.unit
    )
    return same and one.bound == other.bound


def _comparable(one: Figure, other: Figure) -> bool:
    if bool(one.code) != bool(other.code) or one.ordinal != other.ordinal:
        return False
    units = load_units().by_name
    a, b = units.get(one.unit), units.get(other.unit)
    return one.unit == other.unit or bool(a and b and a.of and a.of == b.of)


def _turned(one: str, other: str) -> bool:
    """Whether one says the opposite of the other, or denies what the other says."""
    sides = [{side for term in terms_of(text) for side in term.sides} for text in (one, other)]
    for mine, theirs in (sides, sides[::-1]):
        if any((p, 1 - n) in theirs and (p, n) not in theirs and (p, 1 - n) not in mine for p, n in mine):
            return True
    denied = [sum(n.polarity in ("no", "need not", "unless") for n in negations_of(t)) for t in (one, other)]
    return denied[0] != denied[1]


def _likeness(one: str, other: str) -> float:
    a, b = _words(one), _words(other)
    return _dice(a, b) if min(len(a), len(b)) >= _FEWEST else 0.0


def _words(text: str) -> frozenset[str]:
    """The words beside the figures."""
    plain = _POINTER.sub(" ", _NUMBERING.sub("", text))
    for figure in reversed(read_figures(plain)):
        plain = f"{plain[: figure.start]} {plain[figure.end :]}"
    return words_of(plain)


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def among(places: Sequence[Located]) -> tuple[Located, Located] | None:
    """Two places of one claim that say the same thing otherwise: whoever cites both has blended them."""
    for at, place in enumerate(places):
        for other in places[at + 1 :]:
            if otherwise(place, other.shown) is not None or otherwise(other, place.shown) is not None:
                return place, other
    return None
