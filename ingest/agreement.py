"""Compares two readings of the same place: do numbers, units, part numbers, negations and opposites agree?

It does not know who read, nor which reading is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from ingest.page import Line, Word
from vlm.polarity import negations_of, terms_of

# Letters that touch a number belong to it, but few: spaces do not tell, one reading drops what another keeps.
_VALUE = re.compile(
    r"(?:[A-Z]{1,4}-)?[A-Z]{0,4}-?[0-9]+(?:[-.,/×:~][0-9A-Z]+)*"  # E21, SM-P310, 90-1234-A, 3.7, 10-20
    r"[A-Za-z°%Ωμ]{0,3}(?:[./][A-Za-z]{1,3}(?![A-Za-z]))?"  # V, kΩ, N.m, km/h
)
_ALIKE = str.maketrans(
    {"℃": "°C", "℉": "°F", "µ": "μ", "Ω": "Ω", "–": "-", "—": "-", "−": "-", "·": ".", "*": "×"}
)


def folded(text: str) -> str:
    """Text for comparing readings: forms folded (NFKC), signs that look alike made one, no spaces."""
    plain = "".join(unicodedata.normalize("NFKC", text.translate(_ALIKE)).split())
    plain = plain.replace("°°", "°")  # "°℃", as OCR often has it
    return unicodedata.normalize("NFKC", plain)  # what stood apart may compose now


def values(text: str) -> tuple[str, ...]:
    """Numbers with their units, and part numbers, in order; spaces do not count, upper and lower case do."""
    return tuple(_VALUE.findall(folded(text)))


def differ(first: str, second: str) -> bool:
    """Whether two readings of one line say different things that matter: values, negations, opposites."""
    if folded(first) == folded(second):
        return False
    if values(first) != values(second) or len(negations_of(first)) != len(negations_of(second)):
        return True
    mine, theirs = _sides(first), _sides(second)
    return any((pair, 1 - side) in theirs and (pair, side) not in theirs for pair, side in mine)


def _sides(text: str) -> frozenset[tuple[str, int]]:
    """Which of left and right, open and close, … a text names."""
    return frozenset[tuple[str, int]]().union(*(term.sides for term in terms_of(text)))


def similarity(first: str, second: str) -> float:
    """How alike two readings are, 0..1 (normalised indel similarity); two empty ones are alike."""
    return ratio(folded(first), folded(second)) / 100


def words_at(line: Line, others: Sequence[Line]) -> str:
    """What another reading has where `line` stands: its words whose middle lies in the line's box."""
    found = [w for other in others if other.box.shared(line.box) > 0 for w in other.words if _inside(w, line)]
    return " ".join(w.text for w in found)


def mark_unsure(lines: Sequence[Line], others: Sequence[Line]) -> tuple[Line, ...]:
    """`lines`, those with values that the other reading gives differently at the same place marked unsure."""
    return tuple(
        replace(line, unsure=True) if values(line.text) != values(words_at(line, others)) else line
        for line in lines
    )


def overall(lines: Sequence[Line], others: Sequence[Line]) -> float:
    """Mean similarity of lines to what the other reading has at their places, by length; 0 without lines."""
    letters = sum(len(line.text) for line in lines)
    if not letters:
        return 0.0
    return sum(similarity(n.text, words_at(n, others)) * len(n.text) for n in lines) / letters


def _inside(word: Word, line: Line) -> bool:
    box = word.box
    return line.box.holds((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
