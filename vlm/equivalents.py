"""The word lists of equivalents.toml and the thesauri: what is free of meaning, what says the same.

It compares nothing; backing.py does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from vlm.words import stem as plain_stem

LATIN = re.compile(r"[a-z]+(?:['’][a-z]+)?|[°%ω]")
HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Lists:
    free: frozenset[str]
    besides: frozenset[str]  # the free ones among them
    groups: Mapping[tuple[str, ...], frozenset[int]]  # phrase, as stems → the lists that it backs
    claimed: Mapping[tuple[str, ...], frozenset[int]]  # … the lists that back it
    first: Mapping[str, tuple[tuple[str, ...], ...]]  # those of several stems by the first, the longest first
    second: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]  # … by the first, then by the second
    han_free: frozenset[str]
    han_besides: frozenset[str]
    han_groups: Mapping[str, frozenset[int]]  # word → the lists that it backs
    han_claimed: Mapping[str, frozenset[int]]  # … the lists that back it
    han_free_sizes: Mapping[str, tuple[int, ...]]  # of the words of han_free, by their first character
    han_sizes: Mapping[str, tuple[int, ...]]  # … of han_claimed and han_besides
    han_others: tuple[tuple[str, int], ...]  # members that hold no ideograph, as N·m
    of_rows: tuple[str, ...]
    assents: frozenset[str]


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("equivalents.toml").read_text(encoding="utf-8"))


def same(language: str) -> tuple[tuple[str, ...], ...]:
    """The lists of equivalents of a language ("en", "zh"), those of its thesaurus last."""
    thesaurus = Path(__file__).with_name(f"thesaurus_{language}.toml").read_text(encoding="utf-8")
    return tuple(map(tuple, (*_table()[language]["same"], *tomllib.loads(thesaurus)["same"])))


@cache
def _irregular() -> Mapping[str, str]:
    """Forms that no ending tells: held → hold."""
    forms: Mapping[str, str] = _table()["irregular"]
    return forms


@cache
def lists() -> Lists:
    table = _table()
    groups: dict[tuple[str, ...], set[int]] = {}
    only_claims: dict[tuple[str, ...], set[int]] = {}
    for number, members in enumerate(same("en")):
        for member in members:
            for_claims = member.startswith("~")
            (only_claims if for_claims else groups).setdefault(stems_of(member), set()).add(number)
    first: dict[str, list[tuple[str, ...]]] = {}
    second: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for phrase in sorted({**groups, **only_claims}, key=len, reverse=True):
        if len(phrase) > 1:
            first.setdefault(phrase[0], []).append(phrase)
            following = second.setdefault(phrase[0], {})
            following[phrase[1]] = (*following.get(phrase[1], ()), phrase)
    han: dict[str, set[int]] = {}
    han_claimed: dict[str, set[int]] = {}
    for number, members in enumerate(same("zh")):
        for word in members:
            han_claimed.setdefault(word.removeprefix("~"), set()).add(number)
            if not word.startswith("~"):
                han.setdefault(word, set()).add(number)
    han_free = frozenset(table["zh"]["free"])
    han_besides = han_free.union(table["zh"]["besides"])
    return Lists(
        frozenset(table["en"]["free"]),
        frozenset((*table["en"]["free"], *table["en"]["besides"])),
        {phrase: frozenset(numbers) for phrase, numbers in groups.items()},
        {p: frozenset(groups.get(p, set()) | only_claims.get(p, set())) for p in {**groups, **only_claims}},
        {word: tuple(phrases) for word, phrases in first.items()},
        second,
        han_free,
        han_besides,
        {word: frozenset(numbers) for word, numbers in han.items()},
        {word: frozenset(numbers) for word, numbers in han_claimed.items()},
        _sizes(han_free),
        _sizes((*han_claimed, *han_besides)),
        tuple((w.lower(), n) for w, numbers in han.items() for n in numbers if not HAN.fullmatch(w)),
        (*table["en"]["of_rows"], *table["zh"]["of_rows"]),
        frozenset((*table["en"]["assents"], *table["zh"]["assents"])),
    )


def _sizes(words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """How long the words are that begin with a character, the longest first: a text is looked up in lists of
    any length at the same cost."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[0], set()).add(len(word))
    return {char: tuple(sorted(each, reverse=True)) for char, each in sizes.items()}


@lru_cache(maxsize=8192)
def is_listed(word: str, listed: frozenset[str]) -> bool:
    """Whether a word is in a list, in a form of it: by spelling, for the stem of "note" is "not"."""
    bare = re.sub(r"['’]s$", "", word)
    forms = (
        word,
        bare,
        bare.removesuffix("s"),
        bare.removesuffix("es"),
        bare.removesuffix("d"),
        bare.removesuffix("ed"),
    )
    return any(form in listed for form in (*forms, bare.removesuffix("ing")))


@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    bare = re.sub(r"['’]s$", "", word)
    return plain_stem(_irregular().get(bare, bare))


def stems_of(phrase: str) -> tuple[str, ...]:
    return tuple(stem_of(w) for w in LATIN.findall(phrase.lower()))


@cache
def _single() -> Mapping[int, tuple[str, ...]]:
    """Members of one word of each English list N; of two ideographs or more of each Chinese one, ~N."""
    known, found = lists(), dict[int, list[str]]()
    for phrase, numbers in known.groups.items():
        for number in numbers if len(phrase) == 1 else ():
            found.setdefault(number, []).append(phrase[0])
    for word, numbers in known.han_claimed.items():
        for number in numbers if len(word) > 1 else ():
            found.setdefault(~number, []).append(word)
    return {number: tuple(words) for number, words in found.items()}


@lru_cache(maxsize=8192)
def members_of(word: str) -> tuple[str, ...]:
    """The single words that say the same as a stem or a Chinese word."""
    known = lists()
    if word.isascii():
        numbers = sorted(known.groups.get((word,), frozenset()))
    else:
        numbers = [~n for n in sorted(known.han_claimed.get(word, frozenset()))]
    found = dict.fromkeys(w for n in numbers for w in _single().get(n, ()))
    return tuple(w for w in found if w != word)


def count_told(keys: Set[str], said: Set[str]) -> int:
    """How many of some words are among others, themselves or by a word that says the same."""
    return sum(key in said or not said.isdisjoint(members_of(key)) for key in keys)
