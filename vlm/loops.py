"""Tells when a model has begun to say the same thing for ever, or nothing but what a broken engine says.

It does not know what is to be done about it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

_LONGEST = 700  # characters of the period
_LEAST_TURNS = 4
_LEAST = 160  # characters of the repeated tail
_TAIL = _LONGEST * _LEAST_TURNS + _LONGEST
_FORM = 2000  # characters that the empty rows of a printed form may take
_LONG_TEXT = 8000  # characters from which repeated lines count …
_SAME_LINES = 0.6  # … and their share
_EXCLAIMED = 32  # token 0 of Qwen's vocabulary is "!": a run of them is an engine that computes NaN


@dataclass(frozen=True, slots=True)
class Loop:
    """The tail text[start:] says text[start : start + period] again and again."""

    start: int
    period: int  # characters; 0 where only whole lines repeat, in no fixed order


def find_loop(text: str, *, ended: bool = False) -> Loop | None:
    """The loop a text ends in, or None. Linear in the length of the text.

    A tail of one period (at most 700 characters, 4 times, 160 characters together), or more than 8,000
    characters of which at least 60 % are lines said before. `ended` says that the model stopped by itself:
    then 2,000 characters without any letter or digit are a printed rule, dot leaders or the empty rows of a
    form.
    """
    tail = text.rstrip()
    found = _periodic(tail)
    if found is not None:
        said = tail[found.start :]
        is_form = ended and len(said) <= _FORM and not any(char.isalnum() for char in said)
        return None if is_form else found
    return _repeated_lines(tail)


def exclaims(text: str) -> bool:
    """Whether a text is, or ends in, a run of exclamation marks: the engine is broken, not the page."""
    tail = text.rstrip()
    return len(tail) - len(tail.rstrip("!")) >= _EXCLAIMED


def _periodic(text: str) -> Loop | None:
    """The shortest period the text ends in."""
    reach = _prefix_reach(text[: -_TAIL - 1 : -1])
    for period in range(1, min(_LONGEST, len(reach) - 1) + 1):
        if period + reach[period] >= max(_LEAST_TURNS * period, _LEAST):
            start = len(text) - period - reach[period]
            while start > 0 and text[start - 1] == text[start - 1 + period]:
                start -= 1
            return Loop(start, period)
    return None


def _prefix_reach(text: str) -> list[int]:
    """For each index how many characters from there equal the beginning (the Z function, linear)."""
    reach = [0] * len(text)
    left = right = 0
    for i in range(1, len(text)):
        k = min(right - i, reach[i - left]) if i < right else 0
        while i + k < len(text) and text[k] == text[i + k]:
            k += 1
        if i + k > right:
            left, right = i, i + k
        reach[i] = k
    return reach


def _repeated_lines(text: str) -> Loop | None:
    """A loop too long or too uneven for a period: it starts where the first line comes back for good."""
    if len(text) <= _LONG_TEXT:
        return None
    lines = text.split("\n")
    said = [line.strip() for line in lines]
    speaking = [line for line in said if any(char.isalnum() for char in line)]
    again = sum(count - 1 for count in Counter(speaking).values())
    if len(speaking) < 20 or again < _SAME_LINES * len(speaking):
        return None
    seen: set[str] = set()
    start = at = 0
    for line, plain in zip(lines, said, strict=True):
        if plain not in seen:
            start = at + len(line)
        seen.add(plain)
        at += len(line) + 1
    return Loop(min(start, len(text)), 0)
