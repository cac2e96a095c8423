"""Gold claims: what may be said of a quote, and what may not, by hand. Reads the files; judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evaluation.reading import json_lines, json_object, read_text, unusable
from kb_sources.errors import InputRejected
from kb_sources.manual import Language

_SHOWN = 8  # bad lines that an error names
_LONGEST = 10_000  # characters of a quote; a manual's longest passage has far fewer
WrongKind = Literal[
    "digit", "decimal", "unit", "suffix", "range", "opposite", "negation", "order", "injected",
    "row", "warning", "misattributed", "joined", "product", "edition", "role", "scope",
]  # fmt: skip
_Quote = Annotated[str, Field(pattern=r"\S", max_length=_LONGEST)]


@dataclass(frozen=True, slots=True)
class GoldClaims:
    """Quotes of one manual, (how, text) of paraphrases that they support, (kind, text) of wrong claims."""

    id: str
    language: Language
    manual: str  # file name
    quotes: tuple[str, ...]
    right: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]


class _Right(BaseModel):
    model_config = ConfigDict(extra="forbid")

    how: Literal["reordered", "shortened", "merged", "converted", "reworded", "paraphrased"]
    text: str = Field(min_length=1)


class _Wrong(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: WrongKind
    text: str = Field(min_length=1)


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1)
    lang: Language
    manual: str = Field(min_length=1)
    quotes: list[_Quote] = Field(min_length=1)
    right: list[str | _Right] = []
    wrong: list[_Wrong] = []


def read_claims(path: Path) -> tuple[GoldClaims, ...]:
    """The claims of a .jsonl file, one object a line. Raises InputRejected that names every bad line."""
    claims: list[GoldClaims] = []
    problems: list[str] = []
    for number, text in json_lines(read_text(path)):
        try:
            line = _Line.model_validate(json_object(text))
        except ValueError as error:
            problems.append(f"line {number}: {_said(error)}")
            continue
        if line.id in {c.id for c in claims}:
            problems.append(f"line {number}: the id {line.id!r} occurs twice")
        right = tuple(("paraphrased", r) if isinstance(r, str) else (r.how, r.text) for r in line.right)
        wrong = tuple((w.kind, w.text) for w in line.wrong)
        claims.append(GoldClaims(line.id, line.lang, line.manual, tuple(line.quotes), right, wrong))
    if problems:
        raise unusable(path.name, problems, "evaluation/cases/README.md tells the fields.", _SHOWN)
    if not claims:
        raise InputRejected(f"{path.name} holds no claims.")
    return tuple(claims)


def _said(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
