"""Folds text so that two printings of the same words compare equal, and keeps the way back to the original.

It does not know what the words mean: numbers and opposites are the checks' business.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

# Characters that mean the same in print …
_SAME = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣~∼〜", "-"),
    **dict.fromkeys("×✕✖", "x"),
    **dict.fromkeys("•・⋅∙●", "·"),
    **dict.fromkeys("‘’‚‛`´", "'"),
    "′": "'",
    "º": "°",
    "˚": "°",
    **dict.fromkeys("“”„‟〝〞″", '"'),
    "⁄": "/",
    "µ": "μ",
}
# … and characters whose difference no quote depends on.
_ALIKE = {
    **_SAME,
    **dict.fromkeys("«»「」『』'", '"'),
    "*": "x",
    "。": ".",
    "、": ",",
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "|": " ",
}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_UNEVEN = "\ufdd0"  # stands for a character that does not become exactly one; no text prints it
_GAP = re.compile("(?<![a-z ]) +|(?<=[a-z]) (?: +|(?![a-z]))")  # one space between two letters stays


class Positions(Protocol):
    """Positions in a text, never falling."""

    def __len__(self) -> int: ...
    def __getitem__(self, at: int, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...


class _Runs:
    """Positions that rise by one but for jumps: at jumps[n] stands landings[n]. A text has few jumps."""

    __slots__ = ("_jumps", "_landings", "_length")

    def __init__(self, jumps: list[int], landings: list[int], length: int) -> None:
        self._jumps, self._landings, self._length = jumps, landings, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int, /) -> int:
        if not 0 <= at < self._length:
            raise IndexError(at)
        run = bisect_right(self._jumps, at) - 1
        return self._landings[run] + at - self._jumps[run]

    def __iter__(self) -> Iterator[int]:
        return map(self.__getitem__, range(self._length))


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded text; text[i] comes from the original's origin[i]:ends[i]."""

    text: str
    origin: Positions
    ends: Positions

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that text[start:end] (not empty) came from."""
        return self.origin[start], self.ends[end - 1]

    def at(self, position: int) -> int:
        """The first folded index that comes from `position` of the original or later."""
        return bisect_left(self.origin, position)


def is_cjk(char: str) -> bool:
    """Whether a character is a Chinese ideograph, or kana."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\u3040" <= char <= "\u30ff"


def is_word(char: str) -> bool:
    """Whether a character belongs to a word or number that is written without gaps: a letter that is
    no ideograph, or a digit."""
    return char.isalnum() and not is_cjk(char)


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str, alike: bool) -> str:
    kind = unicodedata.decomposition(cluster[0])
    folded = unicodedata.normalize("NFKC", _SAME.get(cluster, cluster))
    if alike:
        folded = unicodedata.normalize("NFKC", folded.casefold())
    folded = "".join(_ALIKE.get(c, c) if alike else _SAME.get(c, c) for c in folded)
    if kind.startswith("<super>") and folded.isdigit():
        return f"^{folded}"  # 10² is not 102
    if kind.startswith(("<fraction>", "<circle>")):
        return f" {folded} "  # 1½ is not 11/2, ①2 is not 12
    return folded


class _FoldTable(dict[str, str]):
    """What a character with its marks folds to, filled as such are met."""

    def __missing__(self, cluster: str) -> str:
        folded = "" if cluster[0] in _INVISIBLE else _fold_cluster(cluster, alike=True)
        if len(self) < _MOST_CLUSTERS:
            self[cluster] = folded
        return folded


_MOST_CLUSTERS = 100_000
_FOLDED = _FoldTable()


def fold(text: str) -> Folded:
    """Compatibility forms, case, dashes, quotation marks, multiplication signs and cell bars made alike;
    a gap is kept (as one space) only where it parts two letters or two digits of Latin script."""
    even = folded_evenly(text)
    return _fold_unevenly(text) if even is None else _fold_evenly(even)


@lru_cache(maxsize=8192)
def folded_text(text: str) -> str:
    """The text of `fold`, where nobody asks for the way back."""
    even = folded_evenly(text)
    if even is None:
        return _fold_unevenly(text).text
    words = even.split(" ")
    closed = ""
    for word in filter(None, words):
        closed += f" {word}" if closed and _parted(closed[-1], word[0]) else word
    return closed


def folded_evenly(text: str) -> str | None:
    """What `fold` makes of each character, gaps kept; None where a character does not become just one."""
    out = text.translate(_ALIKE_CHARS)
    return None if _UNEVEN in out else out


def _fold_evenly(out: str) -> Folded:
    """Most texts: only gaps are left to close."""
    out = out.rstrip(" ")
    begin = len(out) - len(out.lstrip(" "))
    pieces: list[str] = []
    length = 0  # of the pieces
    jumps, origins, ends = [0], [begin], [begin + 1]
    for gap in _GAP.finditer(out, begin):
        start, end = gap.span()
        kept = _parted(out[start - 1], out[end])
        if kept and end - start == 1:
            continue  # it stands as it is
        pieces.append(out[begin:start])
        length += start - begin
        begin = end
        if kept:
            pieces.append(" ")
            jumps.append(length)
            origins.append(start)
            ends.append(end)
            length += 1
        jumps.append(length)
        origins.append(end)
        ends.append(end + 1)
    pieces.append(out[begin:])
    length += len(out) - begin
    return Folded("".join(pieces), _Runs(jumps, origins, length), _Runs(jumps, ends, length))


def _fold_unevenly(text: str) -> Folded:
    chars: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    gap = False
    at = 0
    marked = any(unicodedata.combining(c) for c in set(text) if not c.isascii())
    while at < len(text):
        end = at + 1
        while marked and end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for char in _FOLDED[text[at:end]]:
            if char.isspace():
                gap = True
                continue
            if gap and chars and _parted(chars[-1], char):
                chars.append(" ")
                origin.append(ends[-1])
                ends.append(at)
            gap = False
            chars.append(char)
            origin.append(at)
            ends.append(end)
        at = end
    return Folded("".join(chars), tuple(origin), tuple(ends))


class _CharTable(dict[int, str]):
    """What a character becomes where it becomes one, filled as characters are met. A mark belongs to the
    letter before it, so `alike` has no answer for it alone."""

    def __init__(self, *, alike: bool) -> None:
        super().__init__()
        self._alike = alike

    def __missing__(self, code: int) -> str:
        char = chr(code)
        out = "" if char in _INVISIBLE else _fold_cluster(char, self._alike)
        if out.isspace() and (self._alike or out != "\n"):
            out = " " * len(out)
        if len(out) != 1 or (self._alike and unicodedata.combining(char)):
            out = _UNEVEN
        self[code] = out
        return out


# Whatever is not surely plain already: most texts hold nothing of it.
_NOT_PLAIN = re.compile(r"[^ -_a-}\n\u4e00-\u9fff。、]")
_PLAIN_CHARS, _ALIKE_CHARS = _CharTable(alike=False), _CharTable(alike=True)


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """The text of `plain`, where nobody asks for the way back."""
    if not _NOT_PLAIN.search(text):
        return text
    out = text.translate(_PLAIN_CHARS)
    return plain(text).text if _UNEVEN in out else out


@lru_cache(maxsize=8192)
def plain(text: str) -> Folded:
    """Like `fold`, but case, gaps and punctuation stay: for reading numbers and units out of it."""
    out = text.translate(_PLAIN_CHARS)
    if _UNEVEN not in out:
        return Folded(out, range(len(text)), range(1, len(text) + 1))
    chars: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        for out in "" if char in _INVISIBLE else _fold_cluster(char, alike=False):
            chars.append(" " if out.isspace() and out != "\n" else out)
            origin.append(at)
    return Folded("".join(chars), tuple(origin), tuple(at + 1 for at in origin))


@lru_cache(maxsize=8192)
def fold_cached(text: str) -> Folded:
    """`fold` for passages, which several claims of one answer quote."""
    return fold(text)


@lru_cache(maxsize=16384)
def _parted(left: str, right: str) -> bool:
    """A gap between them is part of the spelling: `no torque` is not `notorque`, `1 2` is not `12`."""
    return is_word(left) and is_word(right) and left.isdigit() == right.isdigit()


def weight(text: str) -> int:
    """How much a quote says: letters and digits count 1, ideographs 2, the rest nothing."""
    return sum(2 if is_cjk(c) else 1 for c in text if c.isalnum())
