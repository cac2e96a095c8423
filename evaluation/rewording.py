"""One change to one sentence: what a Wording offers, and the small tools that wordings share.

It knows no checks and no manuals. A Wording never sees the evidence, only the claim it makes wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Protocol

from kb_sources.manual import Language

WORDINGS = "evaluation.wordings"
KINDS = (
    "digit", "decimal", "unit", "suffix", "range", "opposite", "negation", "order", "injected",
)  # fmt: skip
# A number that stands alone: no part of a code, a part number or a thread.
NUMBER = re.compile(r"(?<![A-Za-z\d.\-_*#×])\d+(?:\.\d+)?(?![\d.]*[-A-Za-z×]?[A-Z\d])(?![.\d])")
CODE = re.compile(r"(?<![A-Za-z\d\-])[A-Z]{1,3}-?\d[\dA-Z]*(?:-[A-Z]\d*|-\d+)?(?![A-Za-z\d\-])")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A claim made wrong in one way."""

    kind: str
    text: str


class Wording(Protocol):
    """A file of evaluation/wordings: one way to put wrong things into words."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]: ...
    def joined(self, first: str, second: str, language: Language) -> str:
        """One sentence that does `first`, then `second`."""
        ...


@dataclass(frozen=True, slots=True)
class Swap:
    """Every place where `find` stands, one at a time, says `put` instead (\\1 is a group)."""

    find: str
    put: str

    def each(self, text: str) -> Iterator[str]:
        for match in re.finditer(self.find, text, re.IGNORECASE):
            put = match.expand(self.put)
            if match.group()[:1].isupper() and put[:1].islower():
                put = put[:1].upper() + put[1:]
            yield text[: match.start()] + put + text[match.end() :]


def words(*pairs: tuple[str, str]) -> tuple[Swap, ...]:
    """Swaps of whole English words."""
    return tuple(Swap(rf"\b{find}\b", put) for find, put in pairs)


def strings(*pairs: tuple[str, str]) -> tuple[Swap, ...]:
    """Swaps of Chinese words, which have no edges."""
    return tuple(Swap(find, put) for find, put in pairs)


def swapped(kind: str, swaps: Iterable[Swap], text: str) -> Iterator[Mutant]:
    for swap in swaps:
        for new in swap.each(text):
            if new != text:
                yield Mutant(kind, new)


def put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def lower_first(text: str) -> str:
    """A sentence as the rest of another; an abbreviation or a code keeps its capitals."""
    return text if re.match(r"[A-Z][A-Z\d-]", text) else text[:1].lower() + text[1:]


VERBS = frozenset({
    "assemble", "ask", "blow", "call", "charge", "check", "choose", "clean", "clear", "close", "compare",
    "connect", "discharge", "disconnect", "drain", "drive", "dry", "enter", "fit", "fix", "fold", "follow",
    "guide", "hold", "insert", "keep", "lay", "let", "lever", "lift", "load", "look", "loosen", "lower",
    "measure", "moisten", "note", "observe", "open", "press", "print", "pull", "push", "put", "reach",
    "refit", "remove", "replace", "reset", "rinse", "run", "screw", "secure", "set", "slide", "switch",
    "take", "tape", "tighten", "turn", "unplug", "use", "warm", "wait", "wash", "wear", "wipe", "work",
    "write",
})  # fmt: skip


def imperative(sentence: str) -> bool:
    """Whether an English sentence tells somebody to do something."""
    return sentence.split(" ", 1)[0].lower() in VERBS


def sentences(text: str, language: Language) -> list[str]:
    parts = re.findall(
        r"[^。；！？]+[。；！？]?" if language == "zh" else r"[^.;!?]+(?:\.\d[^.;!?]*)*[.;!?]?", text
    )
    return [p.strip() for p in parts if p.strip()] or [text]
