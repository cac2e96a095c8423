"""The informative words of a question or passage, Chinese and English, and how much of one the other holds.

It knows no synonyms: the manuals' words for a customer's come from the glossary, through Asked.widened.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Set
from functools import cache, lru_cache
from itertools import pairwise

from vlm.asking import pattern, wording
from vlm.folding import fold_cached, folded_evenly

_LATIN = re.compile(r"[a-z0-9]+(?:[-._/][a-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_HYPHEN = re.compile(r"[-_/]")
_NO_QUOTES = str.maketrans("", "", "'\"")

_NAME = re.compile(r"[a-z]\d|\d[a-z]")  # D3, EXP1, TP5
_NAME_WEIGHT = 2.0


@cache
def _empty() -> frozenset[str]:
    return frozenset(word for words in wording()["empty"].values() for word in words)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A Latin word in lower case without the commonest endings of English."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return word
    for ending, left in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("ied", "y"),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        stem = word[: -len(ending)] + left
        if word.endswith(ending) and len(stem) > 2 and not (ending == "s" and word.endswith(("ss", "us"))):
            word = stem
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lse":
        word = word[:-1]  # plugg → plug
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Stems of the Latin words and pairs of neighbouring ideographs, without words that every text has."""
    body, empty = _spaced(text), _empty()
    found = set[str]()
    for match in _LATIN.finditer(body):
        word = match[0]
        for piece in (word, *_HYPHEN.split(word)) if _HYPHEN.search(word) else (word,):
            if piece not in empty and (len(piece) > 1 or piece.isdigit()):
                found.add(stem(piece))
    for match in _HAN.finditer(body):
        run = match[0]
        found.update([a + b for a, b in pairwise(run) if a not in empty and b not in empty])
        if len(run) == 1 and run not in empty:
            found.add(run)
    return frozenset(found)


def _spaced(text: str) -> str:
    """Case and forms folded, gaps kept, without quotation marks."""
    even = folded_evenly(text)
    if even is not None:
        return even.translate(_NO_QUOTES)
    folded = fold_cached(text)
    out, last = [], 0
    for char, start, end in zip(folded.text, folded.origin, folded.ends, strict=True):
        if start > last:
            out.append(" ")
        out.append(char)
        last = end
    return "".join(out).translate(_NO_QUOTES)


def asked_words(question: str) -> frozenset[str]:
    """The words of a question without those that only ask."""
    return words_of(pattern("asks_only").sub("\n", pattern("how_to").sub("\n", question)))


def rarity(texts: Iterable[Set[str]]) -> Mapping[str, float]:
    """How telling each word is among the texts (inverse document frequency); a part's name tells twice."""
    counted: dict[str, int] = {}
    total = 0
    for words in texts:
        total += 1
        for word in words:
            counted[word] = counted.get(word, 0) + 1
    return {
        word: math.log((total + 1) / (n + 0.5)) * (_NAME_WEIGHT if _NAME.search(word) else 1.0)
        for word, n in counted.items()
    }


def overlap(wanted: Set[str], words: Set[str], weights: Mapping[str, float]) -> float:
    """The weight of the wanted words that stand among `words`."""
    return sum(max(weights.get(word, 0.0), 0.05) for word in wanted & words)
