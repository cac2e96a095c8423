"""Where the sentences of a passage begin and end, in Chinese and English, and which continue the one before.

It does not choose among them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pysbd import Segmenter

from kb_sources.manual import Language
from vlm.asking import pattern

_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:approx|max|min|fig|no|e\.g|i\.e|incl|resp|ca|vs|nr|pos|qty|dia)\.\s*$", re.IGNORECASE
)


_COARSE = re.compile(r"\n\s*|[。！？]")
_FINE = re.compile(r"\n\s*|[。！？；]|;(?=\s)")


@lru_cache(maxsize=4096)
def sentences(text: str, language: Language, fine: bool = False) -> tuple[tuple[int, int], ...]:
    """The sentences as text[start:end] without surrounding gaps, in order; together they hold all words.

    `fine` parts them at semicolons, too: lists of facts are often printed as one sentence.
    """
    ends = _FINE if fine else _COARSE
    cut = Segmenter(language=language, clean=False, char_span=True).segment(text)
    edges = sorted({0, len(text), *(s.start for s in cut), *(m.end() for m in ends.finditer(text))})
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        body = text[start:end]
        left, right = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
        if left >= right:
            continue
        if spans and (_ABBREVIATED.search(text[spans[-1][0] : spans[-1][1]]) or not re.search(r"\w", body)):
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    return tuple(spans)


def continues(sentence: str) -> bool:
    """Whether a sentence goes on with what the one before it said."""
    opening = sentence.lstrip()
    return opening.startswith(("(", "（")) or pattern("continues").match(opening) is not None


def announces(sentence: str) -> bool:
    """Whether what a sentence says only follows after it."""
    return sentence.rstrip().endswith((":", "："))
