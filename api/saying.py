"""What a customer's words come to: what is left without small words, whether they ask, in which language.

It knows no products and no manuals: names are given to it. What follows from the words is decided elsewhere.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from kb_sources.manual import Language
from kb_sources.tongue import language_of
from retrieval.products import without

_CLAUSE = re.compile(r"(?<=[，。；！？,;!?])|(?<=\.)(?=\s|$)|\n")
_ASKS = re.compile(r"[?？]")
_LINK = re.compile(r"^(?:and|but|so|also|then|well|ok|okay|please|now)\s+")
_SHOUTED = re.compile(r"(?<![A-Za-z])[A-Z]{2,5}(?![A-Za-z])")
_CODED = re.compile(r"[A-Za-z][A-Za-z-]*[0-9][A-Za-z0-9-]*|[0-9]+[A-Za-z-]+[A-Za-z0-9-]*")  # N7, WM-620, 5V
_LATIN = re.compile(r"[A-Za-z]{2,}")
_FEW = 2  # capitals by themselves are a name; a sentence of them is shouted


def nameless(words: str, names: Iterable[str]) -> str:
    """The words (NFKC) with every mention of the names taken out, and nothing where they are names alone."""
    bare = without(f"{words} \N{BULLET}", names)
    return bare.replace("\N{BULLET}", " ")


def left(words: str, names: Iterable[str] = ()) -> str:
    """What is left of the words without the names and without small words; "" when that says nothing."""
    rest = _small("small").sub(" ", _plain(nameless(words, names)))
    return " ".join(rest.split()) if _speaks(rest) else ""


def added(words: str, names: Sequence[str] = ()) -> str:
    """The clauses that say more than the names and small words; "" when there is none."""
    return "".join(clause for clause in _CLAUSE.split(words) if left(clause, names)).strip()


def tells_fault(words: str) -> bool:
    """Whether the words say that something is wrong, in no matter which way."""
    return bool(_small("vague").search(_plain(words)))


def tells_no_more(words: str) -> bool:
    """Whether nothing is left without "is broken" and small words."""
    return not left(_small("vague").sub(" ", _plain(words)))


@cache
def kinds_of_device() -> frozenset[str]:
    """Concepts of the glossary that name a whole device, such as a phone."""
    return frozenset(_lists()["devices"]["ids"])


def asks(words: str) -> bool:
    """Whether the words ask something of their own, more than what to do about what is told."""
    said = re.sub(rf"(?:{_small('plea').pattern})\s*[?？]?", " ", _plain(words))
    if _ASKS.search(said):
        return True
    clauses = (_LINK.sub("", clause.strip()) for clause in _CLAUSE.split(said) if clause)
    return any(_chinese("asks").search(clause) or _english("asks").match(clause) for clause in clauses)


def tongue_of(words: str, names: Iterable[str] = ()) -> Language | None:
    """The language of the words; None where only names, codes and words of both languages are said."""
    said = _CODED.sub(" ", nameless(words, names))
    if len(_LATIN.findall(said)) <= _FEW:
        said = _SHOUTED.sub(" ", said)
    return language_of(_small("both").sub(" ", said))


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold().replace("’", "'")


def _speaks(words: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in words)


@cache
def _small(name: str) -> re.Pattern[str]:
    return re.compile(f"{_english(name).pattern}|{_chinese(name).pattern}", re.IGNORECASE)


@cache
def _english(name: str) -> re.Pattern[str]:
    words = sorted(_lists()[name]["en"], key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9'])(?:{'|'.join(words)})(?![a-z0-9'])", re.IGNORECASE)


@cache
def _chinese(name: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(_lists()[name]["zh"], key=len, reverse=True)) or "(?!)")


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("saying.toml").read_text("utf-8"))
