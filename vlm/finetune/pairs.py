"""Reads approved question–answer pairs into lessons: the drafter's prompt, and the answer as it should be.

The format is docs/training-pairs.md. It does not know how a model learns. A line that is not as it must be
is refused with its number: a wrong pair would teach a model to quote what is not there.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb_sources.errors import InputRejected
from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.model import Picture, Prompt
from vlm.prompts import DRAFT, draft_answer
from vlm.written import as_written

MOST_PHOTO_BYTES = 20_000_000
_HELD_OUT = 10  # one pair of so many is held out


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Passage(_Strict):
    label: Annotated[str, Field(pattern=r"^S\d{1,3}$")]
    text: Annotated[str, Field(min_length=1)]
    manual: str
    edition: str
    page: Annotated[int, Field(ge=1)]
    section: list[str]


class _Quote(_Strict):
    label: str
    quote: Annotated[str, Field(min_length=1)]


class _Claim(_Strict):
    kind: Literal["step", "value", "fact"]
    step: str
    text: Annotated[str, Field(min_length=1)]
    quotes: Annotated[list[_Quote], Field(min_length=1)]


class _Approved(_Strict):
    by: Literal["feedback", "marks"]
    at: str


class _Line(_Strict):
    id: Annotated[str, Field(min_length=1)]
    language: Literal["zh", "en"]
    question: Annotated[str, Field(min_length=1)]
    product: str | None
    photos: Annotated[list[str], Field(max_length=4)]
    photo_text: str
    codes: list[str]
    passages: list[_Passage]
    claims: Annotated[list[_Claim], Field(min_length=1)]
    approved: _Approved


@dataclass(frozen=True, slots=True)
class Pair:
    id: str
    prompt: Prompt
    answer: str

    @property
    def held_out(self) -> bool:
        """By its id, so that a pair stays on its side when the file grows."""
        return zlib.crc32(self.id.encode()) % _HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """`digest` is the sha256 of the lines and of the photos they name."""

    pairs: tuple[Pair, ...]
    digest: str


def read_pairs(file: Path) -> Pairs:
    """All pairs of a file. Raises InputRejected, naming the line, for the first that cannot be used."""
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRejected(f"{file} cannot be read: {error}.") from error
    told = hashlib.sha256()
    pairs: dict[str, Pair] = {}
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = _checked(text, pairs)
            photos = tuple(_photo(file.parent, name) for name in line.photos)
        except ValueError as error:
            raise InputRejected(
                f"{file}, line {number}: {error}.", hint="docs/training-pairs.md describes the format."
            ) from error
        told.update(text.encode() + b"\n")
        for photo in photos:
            told.update(photo.data)
        pairs[line.id] = _pair(line, photos)
    if not pairs:
        raise InputRejected(f"{file} holds no pair.", hint="`kb-eval cases export` writes such files.")
    return Pairs(tuple(pairs.values()), told.hexdigest())


def _checked(text: str, known: dict[str, Pair]) -> _Line:
    try:
        line = _Line.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise ValueError(f"{where}: {first['msg']}") from error
    if line.id in known:
        raise ValueError(f"id: {line.id!r} stands on an earlier line")
    passages = {passage.label: passage.text for passage in line.passages}
    if len(passages) != len(line.passages):
        raise ValueError("passages: a label stands twice")
    for claim in line.claims:
        for quote in claim.quotes:
            if quote.label not in passages:
                raise ValueError(f"claims: no passage has the label {quote.label!r}")
            if quote.quote not in passages[quote.label]:
                raise ValueError(f"claims: passage {quote.label} does not hold {quote.quote!r}")
    return line


def _photo(folder: Path, name: str) -> Picture:
    from PIL import Image

    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"photos: {name!r} does not lie beside the file")
    try:
        if path.stat().st_size > MOST_PHOTO_BYTES:
            raise ValueError(f"photos: {name!r} has more than {MOST_PHOTO_BYTES} bytes")
        data = path.read_bytes()
        with Image.open(path, formats=("JPEG",)) as opened:
            width, height = opened.size
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"photos: {name!r} cannot be opened: {error}") from error
    return Picture(data, width, height, name, "image/jpeg")


def _pair(line: _Line, photos: tuple[Picture, ...]) -> Pair:
    """The prompt is the drafter's own: a model must be asked as it was taught."""
    asked = Asked(
        question=line.question,
        language=line.language,
        products=(line.product,) if line.product else (),
        codes=tuple(line.codes),
        photo_text=line.photo_text,
        photos=photos,
    )
    return Pair(line.id, draft_answer(asked, tuple(_shown(line))), as_written(_draft(line)))


def _shown(line: _Line) -> Iterator[Shown]:
    for n, each in enumerate(line.passages):
        manual = Manual(each.manual, "", each.manual, "", (), line.language)
        edition = Edition(each.edition, manual.id, "", line.language, "live", "", each.page)
        passage = Passage(
            id=f"{line.id}-{each.label}",
            edition=edition.id,
            reading="",
            kind="text",
            section=tuple(each.section),
            order=n,
            text=each.text,
            spans=(),
            read_by="textlayer",
        )
        yield Shown(each.label, passage, manual, edition)


def _draft(line: _Line) -> Draft:
    claims = tuple(
        Claim(f"c{n}", c.kind, c.text, tuple(Reference(q.label, q.quote) for q in c.quotes), c.step)
        for n, c in enumerate(line.claims, start=1)
    )
    return Draft(claims, "generated", prompt_version=DRAFT)
