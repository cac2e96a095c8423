"""Pages as they were read, kept per reading so that work goes on where it stopped; editors' fixes apart.

It does not read pages and does not know what a fix is for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter
from sqlalchemy import Engine, delete, insert, select

from ingest.page import Line, PageRead, Word
from kb_sources import schema
from kb_sources.errors import NotFound
from kb_sources.manual import Box
from kb_sources.naming import new_id

_PAGE = TypeAdapter(PageRead)
_SAME_PLACE = 0.5  # intersection over union from which two boxes are the same line in another reading


@dataclass(frozen=True, slots=True)
class Fix:
    """What an editor says stands at a place of an edition; equal to the original when merely confirmed."""

    id: str
    edition: str
    page: int
    box: Box
    original: str
    text: str
    author: str


class Sheets:
    """Stored pages and fixes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def store(self, reading: str, page: PageRead) -> None:
        """Write down a page; a second time replaces the first."""
        table = schema.pages
        with self._engine.begin() as db:
            db.execute(delete(table).where(table.c.reading == reading, table.c.number == page.number))
            db.execute(
                insert(table).values(
                    reading=reading,
                    number=page.number,
                    label=page.label,
                    route=page.route,
                    reason=page.reason,
                    picture=page.picture,
                    body=_PAGE.dump_json(page),
                )
            )

    def numbers(self, reading: str) -> frozenset[int]:
        """The pages that are there."""
        with self._reader.connect() as db:
            rows = db.execute(select(schema.pages.c.number).where(schema.pages.c.reading == reading))
            return frozenset(row.number for row in rows)

    def page(self, reading: str, number: int) -> PageRead:
        table = schema.pages
        with self._reader.connect() as db:
            body = db.execute(
                select(table.c.body).where(table.c.reading == reading, table.c.number == number)
            ).scalar()
        if body is None:
            raise NotFound(f"There is no page {number}.")
        return _PAGE.validate_json(body)

    def label(self, reading: str, number: int) -> str:
        """The printed label of a page, "" when unknown."""
        table = schema.pages
        with self._reader.connect() as db:
            query = select(table.c.label).where(table.c.reading == reading, table.c.number == number)
            return db.execute(query).scalar() or ""

    def pages(self, reading: str) -> Iterator[PageRead]:
        table = schema.pages
        with self._reader.connect() as db:
            rows = db.execute(select(table.c.body).where(table.c.reading == reading).order_by(table.c.number))
            for (body,) in rows.yield_per(20):
                yield _PAGE.validate_json(body)

    def pictures(self, reading: str) -> dict[int, str]:
        """Page → blob key of its picture, "" when it has none."""
        table = schema.pages
        with self._reader.connect() as db:
            rows = db.execute(select(table.c.number, table.c.picture).where(table.c.reading == reading))
            return {row.number: row.picture for row in rows}

    def note_crop(self, reading: str, picture: str) -> None:
        """Write down that a figure's picture belongs to a reading; a second time changes nothing."""
        table = schema.crops
        here = (table.c.reading == reading) & (table.c.picture == picture)
        with self._engine.begin() as db:
            if db.execute(select(table.c.picture).where(here)).first() is None:
                db.execute(insert(table).values(reading=reading, picture=picture))

    def copy(self, source: str, target: str) -> None:
        """Take over the pages of another reading that are not there yet."""
        missing = self.numbers(source) - self.numbers(target)
        for number in sorted(missing):
            self.store(target, self.page(source, number))

    def forget(self, readings: Iterable[str]) -> set[str]:
        """Forget pages and crops of readings; the blob keys that no reading of anybody uses any more."""
        gone = list(readings)
        dropped: set[str] = set()
        kept: set[str] = set()
        with self._engine.begin() as db:
            for table in (schema.pages, schema.crops):
                of_gone = table.c.reading.in_(gone)
                dropped |= set(db.execute(select(table.c.picture).where(of_gone)).scalars())
                db.execute(delete(table).where(of_gone))
            for table in (schema.pages, schema.crops):
                for some in _in_parts(sorted(dropped)):
                    used = select(table.c.picture).where(table.c.picture.in_(some))
                    kept |= set(db.execute(used).scalars())
        return dropped - kept - {""}

    # --- fixes ------------------------------------------------------------------------------------------

    def add_fix(
        self, tenant: str, edition: str, page: int, box: Box, original: str, text: str, author: str
    ) -> Fix:
        fix = Fix(new_id("fix"), edition, page, box, original, text, author)
        with self._engine.begin() as db:
            db.execute(
                insert(schema.fixes).values(
                    id=fix.id,
                    tenant=tenant,
                    edition=edition,
                    page=page,
                    box=[box.x0, box.y0, box.x1, box.y1],
                    original=original,
                    text=text,
                    author=author,
                    created=time.time(),
                )
            )
        return fix

    def fixes(self, tenant: str, edition: str) -> list[Fix]:
        """Oldest first, so that a later fix of the same line wins."""
        table = schema.fixes
        with self._reader.connect() as db:
            rows = db.execute(
                select(table)
                .where(table.c.tenant == tenant, table.c.edition == edition)
                .order_by(table.c.created)
            )
            return [Fix(r.id, r.edition, r.page, Box(*r.box), r.original, r.text, r.author) for r in rows]

    def forget_fixes(self, tenant: str, edition: str) -> None:
        table = schema.fixes
        with self._engine.begin() as db:
            db.execute(delete(table).where(table.c.tenant == tenant, table.c.edition == edition))


def _in_parts(keys: list[str], size: int = 500) -> Iterator[list[str]]:
    """Databases bound the parameters of a statement."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def apply_fixes(page: PageRead, fixes: Iterable[Fix]) -> PageRead:
    """The page with editors' words in place of what was read; a fix without its place changes nothing."""
    lines = list(page.lines)
    for fix in fixes:
        if fix.page != page.number or not lines:
            continue
        best = max(range(len(lines)), key=lambda i: lines[i].box.iou(fix.box))
        if lines[best].box.iou(fix.box) >= _SAME_PLACE:
            lines[best] = _fixed(lines[best], fix)
    return replace(page, lines=tuple(lines))


def _fixed(line: Line, fix: Fix) -> Line:
    if fix.text == line.text:
        return replace(line, unsure=False, confidence=1.0)
    # The editor's words have no boxes of their own: the whole line's box stands for them.
    word = Word(fix.text, line.box)
    return replace(line, text=fix.text, words=(word,), read_by="editor", confidence=1.0, unsure=False)
