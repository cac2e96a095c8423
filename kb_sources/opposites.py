"""Owns the words that turn an instruction round: pairs of opposites and negations, in Chinese and English.

It does not know how they are found in a text, nor what a check makes of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kb_sources.errors import InputRejected

OppositeKind = Literal["direction", "action", "time", "amount", "property", "state", "obligation"]
NegationKind = Literal["prohibition", "negation", "inability", "absence", "exemption", "exception", "limit"]
DEFAULT = Path(__file__).with_name("opposites.toml")


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, the plainest first."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.zh, *self.en)


@dataclass(frozen=True, slots=True)
class Opposite:
    """Two sides that exclude each other: a claim that says one while its quote says the other is wrong."""

    id: str
    kind: OppositeKind
    sides: tuple[Side, Side]
    unlike: tuple[str, ...]  #: phrases that hold one of the words and do not mean it (`not` in the file)


@dataclass(frozen=True, slots=True)
class Negation:
    """Words of one kind that negate, forbid, excuse, exclude or limit what they stand by."""

    kind: NegationKind
    words: Side
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opposites:
    """Everything the file holds, in its order."""

    pairs: tuple[Opposite, ...]
    negations: tuple[Negation, ...]


def load(path: Path = DEFAULT) -> Opposites:
    """Read a file of opposites and negations. Raises InputRejected naming file and entry."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRejected(
            f"The opposites file {path} cannot be read: {error}.", hint="Save it as UTF-8 TOML."
        ) from error
    if unknown := sorted(set(content) - {"opposite", "negation"}):
        raise _rejected(path, unknown[0], "the file holds only [[opposite]] and [[negation]] tables")
    pairs = tuple(
        _opposite(path, f"opposite {number}", entry)
        for number, entry in enumerate(_tables(path, content, "opposite"), start=1)
    )
    negations = tuple(
        _negation(path, f"negation {number}", entry)
        for number, entry in enumerate(_tables(path, content, "negation"), start=1)
    )
    ids = [pair.id for pair in pairs]
    if twice := next((identity for identity in ids if ids.count(identity) > 1), None):
        raise _rejected(path, f"opposite {twice}", "its id stands twice")
    return Opposites(pairs, negations)


def _opposite(path: Path, place: str, entry: Mapping[str, object]) -> Opposite:
    identity, kind = entry.get("id"), entry.get("kind")
    if not isinstance(identity, str) or not identity:
        raise _rejected(path, place, "it has no id")
    place = f"{place} ({identity})"
    if kind not in get_args(OppositeKind):
        raise _rejected(path, place, f"its kind is none of {', '.join(get_args(OppositeKind))}")
    zh, en = (_two_sides(path, place, entry, language) for language in ("zh", "en"))
    return Opposite(
        id=identity,
        kind=cast(OppositeKind, kind),
        sides=(Side(zh[0], en[0]), Side(zh[1], en[1])),
        unlike=_phrases(path, place, "not", entry.get("not", [])),
    )


def _negation(path: Path, place: str, entry: Mapping[str, object]) -> Negation:
    kind = entry.get("kind")
    if kind not in get_args(NegationKind):
        raise _rejected(path, place, f"its kind is none of {', '.join(get_args(NegationKind))}")
    return Negation(
        kind=cast(NegationKind, kind),
        words=Side(
            _phrases(path, place, "zh", entry.get("zh", [])), _phrases(path, place, "en", entry.get("en", []))
        ),
        unlike=_phrases(path, place, "not", entry.get("not", [])),
    )


def _two_sides(
    path: Path, place: str, entry: Mapping[str, object], language: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sides = entry.get(language)
    if not isinstance(sides, list) or len(sides) != 2 or not all(sides):
        raise _rejected(path, place, f"{language} is not two lists of words")
    one, other = (_phrases(path, place, language, side) for side in sides)
    if both := set(one) & set(other):
        raise _rejected(path, place, f"{language} has {', '.join(sorted(both))} on both sides")
    return one, other


def _phrases(path: Path, place: str, name: str, listed: object) -> tuple[str, ...]:
    if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip() for word in listed):
        raise _rejected(path, place, f"{name} is not a list of words")
    return tuple(listed)


def _tables(path: Path, content: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    tables = content.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _rejected(path, name, f"write [[{name}]] tables")
    return tables


def _rejected(path: Path, place: str, why: str) -> InputRejected:
    return InputRejected(
        f"The opposites file {path} cannot be used: {place}: {why}.",
        hint="Correct that entry; kb_sources/opposites.toml shows the form.",
    )
