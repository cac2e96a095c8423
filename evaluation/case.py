"""One gold case: a question with what its answer must say, must not say, and where that stands.

It does not know how an answer comes about. Cases come as CSV or JSON lines; README.md tells the fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from evaluation.reading import delimiter_of, folded, json_lines, json_object, read_text, unusable
from evaluation.tables import read_table
from kb_sources.errors import InputRejected
from kb_sources.manual import Language

Action = Literal["answer", "clarify", "refuse", "handoff"]
LONGEST = 2000  # characters of a question; the service takes no more
_Page = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Pages of a manual (by its file name) on which the answer stands; any one of them is right.

    Without pages any page of the manual is.
    """

    manual: str
    pages: tuple[int, ...]

    def holds(self, manual: str, page: int) -> bool:
        return manual == self.manual and (not self.pages or page in self.pages)


@dataclass(frozen=True, slots=True)
class Case:
    """`must`: of every group at least one string has to occur; `forbid`: none may. Compared folded."""

    id: str
    lang: Language
    question: str
    product: str | None
    action: Action
    places: tuple[GoldPlace, ...]  # any one of them is right
    must: tuple[tuple[str, ...], ...]
    forbid: tuple[str, ...]
    kind: str
    photo: Path | None = None
    tags: frozenset[str] = frozenset()  # e.g. lay, cross
    answer: str = ""  # a right answer in a person's words; figures of it can be asked for

    def on_gold(self, manual: str, page: int) -> bool:
        return any(place.holds(manual, page) for place in self.places)

    def missing(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The groups of which `text` holds nothing."""
        folded = fold(text)
        return tuple(group for group in self.must if not any(stands(word, folded) for word in group))

    def forbidden(self, text: str) -> tuple[str, ...]:
        folded = fold(text)
        return tuple(word for word in self.forbid if stands(word, folded))


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid")

    manual: str
    pages: list[_Page] = Field(min_length=1)


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1)
    lang: Language
    question: str
    product: str | None = None
    manual: str | None = None
    pages: list[_Page] = []
    also: list[_Place] = []
    answer: str = ""
    must: list[list[str]] = []
    forbid: list[str] = []
    action: Action = "answer"
    kind: str = ""
    photo: str | None = None
    tags: list[str] = []
    note: str = ""


_FIELDS, _PLACE_FIELDS = tuple(_Line.model_fields), tuple(_Place.model_fields)
_HINT = (
    f"Fields of a case: {', '.join(_FIELDS)} (in also: {', '.join(_PLACE_FIELDS)}). "
    "evaluation/README.md tells them."
)


def fold(text: str) -> str:
    """NFKC, case folded, spaces single: how gold strings and answers are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def stands(word: str, folded: str) -> bool:
    """Whether a gold string stands in a folded text; numbers count whole, so 5 V does not stand in 0.5 V."""
    pattern = re.escape(fold(word))
    if pattern[:1].isdigit():
        pattern = rf"(?<!\d)(?<!\d[.,]){pattern}"
    if pattern[-1:].isdigit():
        pattern = rf"{pattern}(?!\d|[.,]\d)"
    return re.search(pattern, folded) is not None


def read_cases(path: Path, photos: Path | None = None) -> tuple[Case, ...]:
    """The cases of a .jsonl or .csv file; `photos` is where its photo names begin, else beside it.

    In a CSV, `pages` and `forbid` are separated by ";", alternatives within `must` by "|"; empty parts are
    left out, in JSON lines they are refused.
    Raises InputRejected that names every bad line.
    """
    text = read_text(path)
    rows = _csv_rows(text, path.name) if path.suffix.lower() == ".csv" else _json_rows(text)
    cases: list[Case] = []
    problems: list[str] = []
    seen: set[str] = set()
    for number, row, wrong in rows:
        if wrong:
            problems.append(f"line {number}: {wrong}")
            continue
        try:
            line = _Line.model_validate(row)
        except ValidationError as error:
            problems.append(f"line {number}: {'; '.join(map(_said, error.errors()))}")
            continue
        if line.id in seen:
            problems.append(f"line {number}: the id {line.id!r} occurs twice")
        seen.add(line.id)
        case = _case(line, photos or path.parent)
        problems += [f"line {number}: {why}" for why in _wrong(line, case, photos or path.parent)]
        cases.append(case)
    if problems:
        raise unusable(path.name, problems, _HINT)
    if not cases:
        raise InputRejected(f"{path.name} holds no cases.", hint=_HINT)
    return tuple(cases)


def _said(error: ErrorDetails) -> str:
    *above, name = map(str, error["loc"])
    wrong = error["msg"]
    if error["type"] == "extra_forbidden":
        wrong = _no_field(name, _PLACE_FIELDS if above else _FIELDS)
    return f"{'.'.join((*above, name))}: {wrong}"


def _no_field(name: str, fields: Sequence[str]) -> str:
    meant = get_close_matches(folded(name), fields, n=1)
    return "no such field" + (f" (did you mean {meant[0]}?)" if meant else "")


def _wrong(line: _Line, case: Case, photos: Path) -> Iterator[str]:
    """Why a line that has the form of a case can never be right, or never be asked."""
    if line.pages and not line.manual:
        yield "pages need the manual that they are of"
    texts = (line.id, line.question, line.product or "", line.photo or "", line.manual or "")
    if not all(map(can_be_sent, texts)):
        yield "it holds a character that is no text (NUL, or half of one)"
    elif case.photo and not case.photo.resolve().is_relative_to(photos.resolve()):
        yield f"the photo {line.photo!r} lies outside {photos.name or photos}"
    if not has_words(case.question) and not case.photo:
        yield "the question is empty"
    if len(case.question) > LONGEST:
        yield f"the question has {len(case.question):,} characters; {LONGEST:,} can be asked"
    if not all(case.must) or not all(
        map(fold, (*case.forbid, *(word for group in case.must for word in group)))
    ):
        yield "must or forbid has an empty part"
    elif any(all(case.forbidden(word) for word in group) for group in case.must):
        yield "what must be said is forbidden"


def has_words(question: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in question)


def can_be_sent(text: str) -> bool:
    """Whether it is text all through: no NUL, no half of a surrogate pair."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)


def _case(line: _Line, photos: Path) -> Case:
    places = [GoldPlace(line.manual, tuple(line.pages))] if line.manual else []
    if line.action == "answer":
        places += [GoldPlace(p.manual, tuple(p.pages)) for p in line.also]
    return Case(
        id=line.id,
        lang=line.lang,
        question=line.question,
        product=line.product,
        action=line.action,
        places=tuple(places),
        must=tuple(tuple(group) for group in line.must),
        forbid=tuple(line.forbid),
        kind=line.kind,
        photo=photos / line.photo if line.photo else None,
        tags=frozenset(line.tags),
        answer=line.answer,
    )


def _json_rows(text: str) -> Iterator[tuple[int, Any, str]]:
    for number, line in json_lines(text):
        try:
            yield number, json_object(line), ""
        except ValueError as error:
            yield number, {}, str(error)


def _csv_rows(text: str, file: str) -> Iterator[tuple[int, Any, str]]:
    columns, rows = read_table(text, file, delimiter_of(text))
    header = [folded(name) for name in columns]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InputRejected(f"{file}, line 1: the column {', '.join(twice)} occurs twice.")
    filled = list(rows)
    used = {folded(name) for row in filled for name, cell in row.cells.items() if name and cell}
    strange = sorted(used.difference(_FIELDS))
    for name in strange:
        yield 1, {}, f"{name}: {_no_field(name, _FIELDS)}"
    for row in filled:
        cells: dict[str, Any] = {folded(name): cell for name, cell in row.cells.items() if name and cell}
        for name in strange:
            cells.pop(name, None)
        for name in ("pages", "forbid", "must", "tags"):
            if name in cells:
                cells[name] = _parts(cells[name], ";")
        if "must" in cells:
            cells["must"] = [group for part in cells["must"] if (group := _parts(part, "|"))]
        yield row.line, cells, row.wrong


def _parts(cell: str, separator: str) -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]
