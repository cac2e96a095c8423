"""The words of a search: what is looked for and what was found.

It knows passages but nothing about how an answer is made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from kb_sources.manual import Edition, Language, Manual, Passage
from retrieval.glossary import Widening


@dataclass(frozen=True, slots=True)
class Query:
    """One search within one tenant."""

    tenant: str
    text: str
    language: Language | None = None  # of the text; None: manuals in both count alike
    products: tuple[str, ...] = ()  # when set, only manuals of these products (canonical names)
    codes: tuple[str, ...] = ()  # fault codes and part numbers, looked for whole
    photo_text: str = ""
    photos: tuple[bytes, ...] = ()  # PNG or JPEG that may be looked at, for figures that look alike
    limit: int = 12  # hits wanted, 1..50
    procedure: bool = False  # it asks how something is done


@dataclass(frozen=True, slots=True)
class Hit:
    passage: Passage
    manual: Manual
    edition: Edition
    score: float  # by words alone, whatever the order: decisions were fitted to it
    found_by: tuple[str, ...]  # "words", "widened", "code", "dense", "picture"
    coverage: float = 0.0  # share of the question's informative weight that the passage holds, 0..1
    keyed: float = 0.0  # share of a row's first cell that the question names in any words; `told` where known
    told: float | None = None  # share of the question's faults that it is the remedy for; None: none is known
    titled: int = 0  # of its titles, down to the one that names what is asked to be done; 0: none does
    also: tuple[Hit, ...] = ()  # other places with the same text
    fused: float = 0.0  # by words and meaning together: what the order rests on
    reranked: float | None = None  # by a reranker, where it looked at this hit; it then made the order


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hits best first; `related` are whole procedures and warnings that belong to the hits."""

    query: Query
    hits: tuple[Hit, ...]
    related: tuple[Hit, ...] = ()
    widened: tuple[Widening, ...] = ()
    contenders: tuple[Hit, ...] = ()  # the best hit of each manual, also of those that no hit is of
    uncovered: tuple[str, ...] = ()  # informative words of the question that no hit holds
    kin: tuple[str, ...] = ()  # products of the kind of device named that no hit in the text's language is of
    excluded: tuple[str, ...] = ()  # readings left out because they are not live
    rarest: float = 1.0  # idf of a word that no passage holds: scores are told in multiples of it
    dangers: tuple[Widening, ...] = ()  # of what was widened, what may hurt somebody


def joined(each: Sequence[Evidence]) -> Evidence:
    """What several searches found, in turns, under the first one's query. ValueError for none."""
    if not each:
        raise ValueError("nothing was searched")
    return replace(
        each[0],
        hits=tuple(hit for rank in zip_longest(*(one.hits for one in each)) for hit in rank if hit),
        related=tuple(hit for one in each for hit in one.related),
        contenders=tuple(hit for one in each for hit in one.contenders),
        uncovered=tuple(dict.fromkeys(word for one in each for word in one.uncovered)),
    )
