"""Over-long text cut at sentence ends, as ranges of the text, so that spans stay true.

Sentences come from pysbd (rules, Chinese and English); it does not know sections or pages.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ingest.blocks import count_cjk
from kb_sources.manual import Language

MOST_WORDS = 120
MOST_HAN = 300
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:[-'’.][^\W_\u3400-\u9fff]+)*")


def measure(text: str) -> float:
    """Length as a share of what a passage may hold: 1.0 is 120 words or 300 Chinese characters."""
    han = count_cjk(text)
    words = len(_WORD.findall(text))
    return han / MOST_HAN + words / MOST_WORDS


def split(text: str, language: Language) -> list[tuple[int, int]]:
    """Ranges of whole sentences that each measure at most 1; a longer sentence is cut at a comma or space."""
    if measure(text) <= 1:
        return [(0, len(text))] if text.strip() else []
    pieces: list[tuple[int, int]] = []
    for start, end in _sentences(text, language):
        pieces += [(start, end)] if measure(text[start:end]) <= 1 else _cut_sentence(text, start, end)
    ranges: list[tuple[int, int]] = []
    for start, end in pieces:
        if ranges and measure(text[ranges[-1][0] : end]) <= 1:
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    return [trimmed for r in ranges if (trimmed := _trim(text, *r)) is not None]


def split_lines(text: str) -> list[tuple[int, int]]:
    """Ranges of whole lines that measure at most 1 together; for labels, which have no sentences."""
    ranges: list[tuple[int, int]] = []
    at, size = 0, 0.0
    for line in text.splitlines(keepends=True):
        own = measure(line)
        if ranges and size + own <= 1:
            ranges[-1] = (ranges[-1][0], at + len(line))
            size += own
        else:
            ranges.append((at, at + len(line)))
            size = own
        at += len(line)
    return [trimmed for r in ranges if (trimmed := _trim(text, *r)) is not None]


def _sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """Sentences as ranges that cover the text without a gap."""
    starts: list[int] = [0]
    offset = 0
    for paragraph in text.splitlines(keepends=True):
        if offset:
            starts.append(offset)
        starts += [offset + span.start for span in _segmenter(language).segment(paragraph) if span.start > 0]
        offset += len(paragraph)
    starts = sorted(set(starts))
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


@cache
def _segmenter(language: Language) -> Any:
    import pysbd

    return pysbd.Segmenter(language=language, clean=False, char_span=True)


def _cut_sentence(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence in few pieces, cut behind commas and semicolons, else at spaces or between characters."""
    stops = [m.end() for m in re.finditer(r"[,;:，；：、]\s*", text[start:end])]
    if not stops:
        stops = [m.end() for m in re.finditer(r"\s+", text[start:end])] or list(range(100, end - start, 100))
    pieces: list[tuple[int, int]] = []
    at, last = start, start
    for stop in [*(start + s for s in stops), end]:
        if measure(text[at:stop]) > 1 and last > at:
            pieces.append((at, last))
            at = last
        last = stop
    if at < end:
        pieces.append((at, end))
    cut: list[tuple[int, int]] = []
    for a, b in pieces:  # words or characters without any stop between them
        step = b - a if measure(text[a:b]) <= 1 else 250
        cut += [(x, min(x + step, b)) for x in range(a, b, max(step, 1))]
    return cut


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
