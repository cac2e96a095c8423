"""The truth about what the knowledge base holds: manuals, editions, readings, passages, and which are live.

It does not know how a page is read nor how a passage is found; the index can always be rebuilt from here.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, and_, delete, insert, select, update

from kb_sources import schema
from kb_sources.errors import Conflict, Gone, NotFound
from kb_sources.manual import Edition, EditionState, Language, Manual, Passage

_PASSAGE = TypeAdapter(Passage)
_NAMESPACE = uuid.UUID("6f1d9a52-5d0c-4a7e-9f0e-0b5b0c9f2a11")


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of one recipe over one edition."""

    id: str
    tenant: str
    edition: str
    recipe: str
    attempt: int
    state: str  # staged | live | superseded
    indexed: bool
    report: Mapping[str, Any] | None


def reading_id(tenant: str, edition: str, recipe: str, attempt: int) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{tenant}|{edition}|{recipe}|{attempt}"))


class Catalogue:
    """Queries and state changes over the catalogue's tables; every change is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(reading=True)

    # --- manuals and editions -------------------------------------------------------------------------

    def manuals(self, tenant: str) -> list[Manual]:
        with self._reader.connect() as db:
            rows = db.execute(
                select(schema.manuals)
                .where(schema.manuals.c.tenant == tenant)
                .order_by(schema.manuals.c.title)
            )
            return [_manual(r) for r in rows]

    def manual(self, tenant: str, manual_id: str) -> Manual:
        with self._reader.connect() as db:
            row = db.execute(
                select(schema.manuals).where(
                    schema.manuals.c.tenant == tenant, schema.manuals.c.id == manual_id
                )
            ).first()
        if row is None:
            raise NotFound(f"There is no manual {manual_id!r}.", hint="`kb-ingest status` lists the manuals.")
        return _manual(row)

    def register(self, manual: Manual, edition: Edition, *, beside: bool) -> None:
        """Write down a manual (new or changed) and a staged edition of it."""
        now = time.time()
        with self.engine.begin() as db:
            values = {
                "tenant": manual.tenant,
                "title": manual.title,
                "maker": manual.maker,
                "products": list(manual.products),
                "language": manual.language,
            }
            known = db.execute(select(schema.manuals.c.id).where(schema.manuals.c.id == manual.id)).first()
            if known:
                db.execute(update(schema.manuals).where(schema.manuals.c.id == manual.id).values(**values))
            else:
                db.execute(insert(schema.manuals).values(id=manual.id, created=now, **values))
            here = _edition_is(manual.tenant, edition.id)
            row = {
                "manual_id": manual.id,
                "revision": edition.revision,
                "language": edition.language,
                "state": edition.state,
                "source_name": edition.source_name,
                "pages": edition.pages,
                "beside": beside,
            }
            if db.execute(select(schema.editions.c.id).where(here)).first():
                db.execute(update(schema.editions).where(here).values(**row))
            else:
                db.execute(
                    insert(schema.editions).values(tenant=manual.tenant, id=edition.id, added=now, **row)
                )

    def change_manual(self, tenant: str, manual_id: str, values: Mapping[str, Any]) -> Manual:
        """Change title, maker, products or language of a manual."""
        with self.engine.begin() as db:
            db.execute(
                update(schema.manuals)
                .where(schema.manuals.c.tenant == tenant, schema.manuals.c.id == manual_id)
                .values(**values)
            )
        return self.manual(tenant, manual_id)

    def change_edition(self, tenant: str, edition_id: str, values: Mapping[str, Any]) -> None:
        with self.engine.begin() as db:
            db.execute(update(schema.editions).where(_edition_is(tenant, edition_id)).values(**values))

    def edition(self, tenant: str, edition_id: str) -> Edition:
        """An edition by its sha256 (or an unambiguous start of it). Raises NotFound, Gone when removed."""
        table = schema.editions
        with self._reader.connect() as db:
            rows = db.execute(
                select(table).where(
                    table.c.tenant == tenant, table.c.id.startswith(edition_id, autoescape=True)
                )
            ).all()
        if len(rows) != 1 or len(edition_id) < 8:
            raise NotFound(f"There is no edition {edition_id[:16]!r}.", hint="`kb-ingest status` lists them.")
        if rows[0].state == "removed":
            raise Gone(f"The edition {edition_id[:12]}… was removed.")
        return _edition(rows[0])

    def editions(self, tenant: str, manual_id: str | None = None) -> list[Edition]:
        """All editions but removed ones, oldest first."""
        table = schema.editions
        wanted = and_(table.c.tenant == tenant, table.c.state != "removed")
        if manual_id is not None:
            wanted = and_(wanted, table.c.manual_id == manual_id)
        with self._reader.connect() as db:
            return [_edition(r) for r in db.execute(select(table).where(wanted).order_by(table.c.added))]

    def kept_by_others(self, tenant: str, edition_id: str) -> bool:
        """Whether another tenant holds the same bytes."""
        table = schema.editions
        others = and_(table.c.id == edition_id, table.c.tenant != tenant, table.c.state != "removed")
        with self._reader.connect() as db:
            return db.execute(select(table.c.id).where(others).limit(1)).first() is not None

    def state_of(self, tenant: str, edition_id: str) -> EditionState | None:
        with self._reader.connect() as db:
            state: EditionState | None = db.execute(
                select(schema.editions.c.state).where(_edition_is(tenant, edition_id))
            ).scalar()
            return state

    # --- readings and passages ------------------------------------------------------------------------

    def begin_reading(self, tenant: str, edition_id: str, recipe: str, *, again: bool) -> Reading:
        """The staged reading to work on: the unfinished one if there is one, else a new one."""
        table = schema.readings
        with self.engine.begin() as db:
            mine = and_(table.c.tenant == tenant, table.c.edition == edition_id)
            rows = db.execute(select(table).where(mine).order_by(table.c.attempt)).all()
            of_recipe = [r for r in rows if r.recipe == recipe]
            if of_recipe and (of_recipe[-1].state == "staged" or not again):
                return _reading(of_recipe[-1])
            attempt = of_recipe[-1].attempt + 1 if of_recipe else 1
            key = reading_id(tenant, edition_id, recipe, attempt)
            fresh = Reading(key, tenant, edition_id, recipe, attempt, "staged", indexed=False, report=None)
            db.execute(insert(table).values(created=time.time(), **asdict(fresh)))
            return fresh

    def readings(self, tenant: str, edition_id: str | None = None) -> list[Reading]:
        table = schema.readings
        wanted = table.c.tenant == tenant
        if edition_id is not None:
            wanted = and_(wanted, table.c.edition == edition_id)
        with self._reader.connect() as db:
            return [_reading(r) for r in db.execute(select(table).where(wanted).order_by(table.c.created))]

    def live_reading(self, tenant: str, edition_id: str) -> Reading | None:
        """The reading whose pages and passages stand for the edition: live, else the newest finished one."""
        finished = [r for r in self.readings(tenant, edition_id) if r.state != "staged"]
        live = [r for r in finished if r.state == "live"]
        return (live or finished)[-1] if finished else None

    def store_passages(self, reading: str, passages: Sequence[Passage], report: Mapping[str, Any]) -> None:
        """Replace all passages of a reading; from now on its points may be in the index.

        Raises Conflict when the reading was removed meanwhile.
        """
        rows = [
            {
                "id": p.id,
                "reading": reading,
                "ord": p.order,
                "part_of": p.part_of,
                "text_hash": p.text_hash,
                "body": _PASSAGE.dump_json(p),
            }
            for p in passages
        ]
        with self.engine.begin() as db:
            db.execute(delete(schema.passages).where(schema.passages.c.reading == reading))
            if rows:
                db.execute(insert(schema.passages), rows)
            noted = db.execute(
                update(schema.readings)
                .where(schema.readings.c.id == reading)
                .values(report=dict(report), indexed=True)
            )
            if noted.rowcount != 1:
                raise Conflict("The manual was removed while it was being read.")

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are missing from the result."""
        if not ids:
            return {}
        with self._reader.connect() as db:
            rows = db.execute(select(schema.passages.c.body).where(schema.passages.c.id.in_(list(ids))))
            found = [_PASSAGE.validate_json(body) for (body,) in rows]
        return {p.id: p for p in found}

    def part(self, reading: str, part_of: str) -> list[Passage]:
        """All passages of one procedure or table, in order."""
        table = schema.passages
        wanted = and_(table.c.reading == reading, table.c.part_of == part_of)
        with self._reader.connect() as db:
            rows = db.execute(select(table.c.body).where(wanted).order_by(table.c.ord))
            return [_PASSAGE.validate_json(body) for (body,) in rows]

    def passages_of(self, reading: str, first: int = 0, last: int = 2**31 - 1) -> Iterator[Passage]:
        """All passages of a reading, or those from one place in its order to another, in order."""
        table = schema.passages
        wanted = and_(table.c.reading == reading, table.c.ord.between(first, last))
        with self._reader.connect() as db:
            rows = db.execute(select(table.c.body).where(wanted).order_by(table.c.ord))
            for (body,) in rows.yield_per(500):
                yield _PASSAGE.validate_json(body)

    # --- what is live -----------------------------------------------------------------------------------

    def live(self, tenant: str) -> dict[str, tuple[Manual, Edition]]:
        """Reading id → manual and edition, for every live reading."""
        m, e, r = schema.manuals, schema.editions, schema.readings
        joined = r.join(e, and_(e.c.tenant == r.c.tenant, e.c.id == r.c.edition)).join(
            m, m.c.id == e.c.manual_id
        )
        wanted = and_(r.c.tenant == tenant, r.c.state == "live", e.c.state == "live")
        with self._reader.connect() as db:
            found = db.execute(select(r.c.id.label("reading"), e, m).select_from(joined).where(wanted)).all()
        return {row.reading: (_manual_of_join(row), _edition_of_join(row)) for row in found}

    def excluded(self, tenant: str) -> frozenset[str]:
        """Readings whose points may be in the index although they are not live; normally none."""
        r = schema.readings
        with self._reader.connect() as db:
            indexed = {
                row.id
                for row in db.execute(select(r.c.id).where(r.c.tenant == tenant, r.c.indexed.is_(True)))
            }
        return frozenset(indexed - self.live(tenant).keys())

    def publish(self, reading: Reading) -> None:
        """Make a reading live, in one transaction; what it replaces becomes superseded.

        An edition that was added before the one now live does not replace it: jobs may finish out of order.
        Raises Conflict when the edition was removed or awaits review.
        """
        with self.engine.begin() as db:
            row = db.execute(
                select(schema.editions).where(_edition_is(reading.tenant, reading.edition))
            ).one()
            if row.state in ("removed", "needs_review"):
                raise Conflict(f"The edition {reading.edition[:12]}… is {row.state}; it cannot go live.")
            state = "live"
            if not row.beside and row.state == "staged" and _newer_is_live(db, row):
                state = "superseded"
            elif not row.beside and row.state != "live":
                _supersede_others(db, row)
            db.execute(
                update(schema.readings)
                .where(
                    schema.readings.c.tenant == reading.tenant,
                    schema.readings.c.edition == reading.edition,
                    schema.readings.c.state == "live",
                )
                .values(state="superseded")
            )
            db.execute(update(schema.readings).where(schema.readings.c.id == reading.id).values(state="live"))
            db.execute(
                update(schema.editions)
                .where(_edition_is(reading.tenant, reading.edition))
                .values(state=state, live_since=time.time())
            )

    def set_state(self, tenant: str, edition_id: str, state: EditionState) -> None:
        """Retire or supersede an edition, or bring it back; bringing one back supersedes the live one."""
        with self.engine.begin() as db:
            row = db.execute(select(schema.editions).where(_edition_is(tenant, edition_id))).first()
            if row is None:
                raise NotFound(f"There is no edition {edition_id[:12]!r}.")
            if state == "live" and not row.beside:
                _supersede_others(db, row)
            values: dict[str, Any] = {"state": state}
            if state == "live":
                values["live_since"] = time.time()
            db.execute(update(schema.editions).where(_edition_is(tenant, edition_id)).values(**values))

    def mark_indexed(self, reading: str, indexed: bool) -> None:
        with self.engine.begin() as db:
            db.execute(update(schema.readings).where(schema.readings.c.id == reading).values(indexed=indexed))

    def erase(self, tenant: str, edition_id: str) -> list[str]:
        """Remove an edition for good; a tombstone answers 410. Returns the ids of its readings."""
        r = schema.readings
        with self.engine.begin() as db:
            ids = [
                row.id
                for row in db.execute(select(r.c.id).where(r.c.tenant == tenant, r.c.edition == edition_id))
            ]
            db.execute(delete(schema.passages).where(schema.passages.c.reading.in_(ids)))
            held = select(schema.passages.c.text_hash)
            db.execute(delete(schema.vectors).where(schema.vectors.c.text_hash.not_in(held)))
            db.execute(delete(r).where(r.c.id.in_(ids)))
            manual_id = db.execute(
                select(schema.editions.c.manual_id).where(_edition_is(tenant, edition_id))
            ).scalar()
            db.execute(
                update(schema.editions)
                .where(_edition_is(tenant, edition_id))
                .values(state="removed", manual_id="", source_name="", revision="")
            )
            left = db.execute(
                select(schema.editions.c.id).where(schema.editions.c.manual_id == manual_id)
            ).first()
            if manual_id and left is None:
                db.execute(delete(schema.manuals).where(schema.manuals.c.id == manual_id))
        return ids


def _supersede_others(db: Connection, row: Any) -> None:
    table = schema.editions
    db.execute(
        update(table)
        .where(
            table.c.tenant == row.tenant,
            table.c.manual_id == row.manual_id,
            table.c.id != row.id,
            table.c.state == "live",
            table.c.beside.is_(False),
        )
        .values(state="superseded")
    )


def _newer_is_live(db: Connection, row: Any) -> bool:
    table = schema.editions
    newer = select(table.c.id).where(
        table.c.tenant == row.tenant,
        table.c.manual_id == row.manual_id,
        table.c.state == "live",
        table.c.beside.is_(False),
        table.c.added > row.added,
    )
    return db.execute(newer).first() is not None


def _edition_is(tenant: str, edition_id: str) -> Any:
    return and_(schema.editions.c.tenant == tenant, schema.editions.c.id == edition_id)


def _manual(row: Any) -> Manual:
    return Manual(row.id, row.tenant, row.title, row.maker, tuple(row.products), row.language)


def _edition(row: Any) -> Edition:
    language: Language = row.language
    return Edition(row.id, row.manual_id, row.revision, language, row.state, row.source_name, row.pages)


def _reading(row: Any) -> Reading:
    return Reading(
        row.id, row.tenant, row.edition, row.recipe, row.attempt, row.state, row.indexed, row.report
    )


def _edition_of_join(row: Any) -> Edition:
    at = row._mapping
    e = schema.editions.c
    return Edition(
        at[e.id], at[e.manual_id], at[e.revision], at[e.language], at[e.state], at[e.source_name], at[e.pages]
    )


def _manual_of_join(row: Any) -> Manual:
    at = row._mapping
    m = schema.manuals.c
    return Manual(at[m.id], at[m.tenant], at[m.title], at[m.maker], tuple(at[m.products]), at[m.language])
