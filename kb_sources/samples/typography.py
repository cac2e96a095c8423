"""Which font draws a character, how wide a run is, and where a line of Chinese or English may break.

It does not know pages: it measures and wraps, it never places anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pymupdf as _pymupdf

pymupdf: Any = _pymupdf  # it ships no types
CLOSERS = frozenset("，。、；：？！）》」】”’%,.;:?!)]℃")
OPENERS = frozenset("（《「【“‘([")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one weight; the font of each character is chosen when it is drawn."""

    text: str
    bold: bool = False


Text = tuple[Run, ...]


@cache
def load_font(name: str) -> Any:
    """A font from the PyMuPDF wheel: Nimbus Sans, its Bold, Nimbus Mono, or Droid Sans Fallback for Han."""
    return pymupdf.Font({"Sans": "helv", "Bold": "hebo", "Mono": "cour", "Han": "cjk"}[name])


@cache
def choose_font(char: str, bold: bool) -> str:
    """The first font with a glyph for `char`; ValueError when none has it, for a box would be printed."""
    for name in ("Bold" if bold else "Sans", "Han"):
        if load_font(name).has_glyph(ord(char)):
            return name
    raise ValueError(f"no bundled font draws {char!r} (U+{ord(char):04X}); write it another way")


@cache
def measure_char(char: str, bold: bool) -> float:
    """Advance width of one character, in units of the font size."""
    return float(load_font(choose_font(char, bold)).glyph_advance(ord(char)))


def measure(text: Sequence[Run], size: float) -> float:
    """Width in points."""
    return size * sum(measure_char(char, run.bold) for run in text for char in run.text)


def read_inline(source: str, bold: bool = False) -> Text:
    """`**…**` marks bold; everything else stands for itself."""
    parts = source.split("**")
    if len(parts) % 2 == 0:
        raise ValueError(f"unbalanced ** in {source!r}")
    return tuple(Run(part, bold or i % 2 == 1) for i, part in enumerate(parts) if part)


def plain(text: Iterable[Run]) -> str:
    """The characters alone."""
    return "".join(run.text for run in text)


def is_han(char: str) -> bool:
    """Ideographs and full-width punctuation, which break anywhere and take no space between."""
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or "\u3000" <= char <= "\u303f"


def split_tokens(text: Sequence[Run]) -> list[Run]:
    """Pieces between which a line may break; a closing mark stays with what it closes, an opening one with
    what follows."""
    han = r"\u2e80-\u9fff\uff00-\uffef"
    pieces = re.compile(rf"\s+|[{han}]|[^\s{han}]+")
    raw = [Run(piece, run.bold) for run in text for piece in pieces.findall(run.text)]
    tokens: list[Run] = []
    for token in raw:
        last = tokens[-1] if tokens else None
        glued = last is not None and (token.text[0] in CLOSERS or last.text[-1] in OPENERS)
        if last is not None and glued and not last.text.isspace() and last.bold == token.bold:
            tokens[-1] = Run(last.text + token.text, last.bold)
        else:
            tokens.append(token)
    return tokens


def wrap(text: Sequence[Run], width: float, size: float) -> list[Text]:
    """Greedy lines no wider than `width` points; a single token wider than that is an error of the source."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for token in split_tokens(text):
        extent = measure([token], size)
        if token.text.isspace() and not lines[-1]:
            continue
        if used + extent > width + 0.01 and lines[-1] and not token.text.isspace():
            lines.append([])
            used = 0.0
        if extent > width + 0.01 and not token.text.isspace():
            raise ValueError(f"{token.text!r} is wider than its column ({extent:.0f} > {width:.0f} pt)")
        lines[-1].append(token)
        used += extent
    return [merge(line) for line in lines if line]


def merge(tokens: Sequence[Run]) -> Text:
    """Neighbouring runs of one weight become one; white space at the end goes."""
    kept = list(tokens)
    while kept and kept[-1].text.isspace():
        kept.pop()
    runs: list[Run] = []
    for token in kept:
        if runs and runs[-1].bold == token.bold:
            runs[-1] = Run(runs[-1].text + token.text, token.bold)
        else:
            runs.append(token)
    return tuple(runs)


def join_lines(lines: Sequence[str]) -> str:
    """Source lines to one paragraph: a space between Latin neighbours, none beside an ideograph."""
    joined = ""
    for line in lines:
        piece = line.strip()
        if joined and piece and not (is_han(joined[-1]) or is_han(piece[0])):
            joined += " "
        joined += piece
    return joined
