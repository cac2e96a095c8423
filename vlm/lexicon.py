"""Which English words say nearly the same, and which the opposite, by WordNet."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

Entry = tuple[frozenset[int], frozenset[int], frozenset[int]]  # synsets of a word, wider ones, opposed ones
_TURNING = ("un", "dis", "in", "im", "non", "de", "mis")


@cache
def _entries() -> Mapping[str, Entry]:
    found = {}
    for line in open("/tmp/g2/lex/wn.tsv", encoding="ascii"):
        word, own, wider, opposed = line.rstrip("\n").split("\t")
        found[word] = tuple(frozenset(map(int, ids.split())) for ids in (own, wider, opposed))
    return found


@lru_cache(maxsize=65536)
def are_related(said: str, printed: str) -> bool:
    one, two = _entries().get(said), _entries().get(printed)
    return one is not None and two is not None and bool(one[0] & (two[0] | two[1]))


@lru_cache(maxsize=65536)
def are_opposed(said: str, printed: str) -> bool:
    long, short = sorted((said, printed), key=len, reverse=True)
    if any(long == turn + short for turn in _TURNING) and len(short) > 3:
        return True
    one, two = _entries().get(said), _entries().get(printed)
    return one is not None and two is not None and bool(
        one[2] & (two[0] | two[1]) or two[2] & (one[0])
    )
