"""Which printed sentence a sentence of a claim repeats most of, and where the two differ, token by token.

What a difference means is for vlm/substitution.py and vlm/fillers.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from vlm.measures import read_figures

_TOKEN = re.compile(r"[A-Za-z*#]*[A-Za-z_-]*\d[A-Za-z\d_.*#+×-]*|#+|[A-Za-z]+(?:['’][a-z]+)?|[^\W\d]|[^\w\s]")
_SENTENCE = re.compile(r"[.!?;|](?=\s|$)|[。！？；\n]|(?<=[A-Za-z\u3400-\u9fff）)]):\s|：")
_COMMA = re.compile(r",\s|，")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_MARK = re.compile(r"[^\w\s#*]")
_SHARED = 4  # tokens of a claim's sentence that a printed one holds in the same order, at least
_LIKE = 0.5  # … and share of them
_Token = tuple[str, tuple[int, int]]
Code = tuple[str, int, int, int, int]


class Read(NamedTuple):
    """A sentence as tokens: words, ideographs, marks; a figure is one token, whatever it measures."""

    text: str  # what it is a part of
    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    held: frozenset[str]

    def words(self, first: int, last: int) -> str:
        first, last = max(first, 0), min(last, len(self.spans))
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""


class Pair(NamedTuple):
    """A sentence of a claim, a printed one, and what differs between their tokens."""

    said: Read
    printed: Read
    codes: Sequence[Code]


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[tuple[Read, ...], tuple[Read, ...]]:
    """The sentences of a text, and its clauses."""
    body = text
    for figure in read_figures(text):
        if not figure.code:
            body = body[: figure.start] + "#" * (figure.end - figure.start) + body[figure.end :]
    if "(" in body or "（" in body:
        body = _ASIDE.sub(lambda m: " " * len(m[0]), body)
    found = [(m[0].lower(), m.span()) for m in _TOKEN.finditer(body)]
    ends = [m.end() for m in _SENTENCE.finditer(body)]
    stops = [m.end() for m in _COMMA.finditer(body)]
    sentences = _parts(text, found, [*ends, len(body)])
    clauses = _parts(text, found, sorted([*ends, *stops, len(body)])) if stops else sentences
    return sentences, clauses


def _parts(text: str, found: Sequence[_Token], ends: Sequence[int]) -> tuple[Read, ...]:
    """Stretches of a text that end at some places, without the marks at their ends."""
    parts, at = [], 0
    for end in ends:
        first = at
        while at < len(found) and found[at][1][0] < end:
            at += 1
        last = at
        while last > first and _MARK.fullmatch(found[last - 1][0]):
            last -= 1
        if last > first:
            words, spans = zip(*found[first:last], strict=True)
            tokens = tuple("#" if word[0] == "#" else word for word in words)
            parts.append(Read(text, tokens, spans, frozenset(tokens)))
    return tuple(parts)


def nearest(said: Read, printed: Sequence[Read]) -> list[Pair]:
    """With the printed sentences that hold most of a claim's sentence in its order."""
    whole = said.words(0, len(said.tokens))
    if any(said.tokens == one.tokens and whole == one.words(0, len(one.tokens)) for one in printed):
        return []  # a copy, figures and all: nothing is put for anything
    found, most = list[Pair](), max(_SHARED, _LIKE * len(said.tokens))
    held = [(sum(map(one.held.__contains__, said.tokens)), one) for one in printed]
    for bound, one in sorted(held, key=lambda pair: -pair[0]):
        if bound < most:
            break
        codes = SequenceMatcher(None, said.tokens, one.tokens, autojunk=False).get_opcodes()
        same = sum(b - a for tag, a, b, _, _ in codes if tag == "equal")
        if same > most:
            found, most = [], same
        if same == most:
            found.append(Pair(said, one, codes))
    return found
