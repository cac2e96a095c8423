"""What a person who takes an ask over is given: the talk, the photos, the pages found, what was tried.

Nothing is kept twice: it is put together from the answers of the conversation and what they rest on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, select

from api.reply import Reply, ReplyCitation, ReplyDropped
from kb_sources import schema
from kb_sources.blobs import Blobs
from kb_sources.errors import Gone, NotFound
from kb_sources.manual import Language

_REPLY = TypeAdapter(Reply)
MOST = 200  # hand-offs in a list


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the talk: what was asked, as it was understood, and what came back."""

    answer: str
    question: str
    action: str
    text: str
    photos: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What was looked for and what came of it, up to the hand-off."""

    product: str | None
    codes: tuple[str, ...]
    plates: tuple[str, ...]
    widened: tuple[Mapping[str, Any], ...]  # concept, matched, added
    found: tuple[Mapping[str, Any], ...]  # source_name, pages, section, score
    dropped: tuple[ReplyDropped, ...]


@dataclass(frozen=True, slots=True)
class HandoffNote:
    """A hand-off in a list."""

    id: str
    answer: str
    created: float  # seconds since the epoch
    reason: str
    question: str


@dataclass(frozen=True, slots=True)
class Handoff:
    id: str
    answer: str
    conversation_id: str
    created: float
    language: Language
    reason: str
    confidence: float | None
    transcript: tuple[Said, ...]  # oldest first, ends with the ask that was handed over
    photos: tuple[str, ...]  # where each of the ask's stored photos is
    evidence: tuple[ReplyCitation, ...]
    tried: Tried


class Handoffs:
    """Read from the tables `handoffs` (written with the answer, by Audit) and `answers`, per tenant."""

    def __init__(self, engine: Engine, blobs: Blobs, tenant: str) -> None:
        self._reader = engine.execution_options(reading=True)
        self._blobs = blobs
        self._tenant = tenant

    def latest(self, limit: int = MOST) -> tuple[HandoffNote, ...]:
        """The newest first."""
        table, answers = schema.handoffs, schema.answers
        query = (
            select(table, answers.c.answer.label("reply"), answers.c.audit)
            .join(answers, answers.c.id == table.c.answer)
            .where(table.c.tenant == self._tenant, answers.c.tenant == self._tenant)
            .order_by(table.c.created.desc())
            .limit(min(limit, MOST))
        )
        with self._reader.connect() as db:
            rows = db.execute(query).all()
        return tuple(
            HandoffNote(row.id, row.answer, row.created, _reason(row.reply), row.audit["question"])
            for row in rows
        )

    def handoff(self, handoff_id: str) -> Handoff:
        """Raises NotFound."""
        note, rows = self._rows(handoff_id)
        last = next(row for row in rows if row.id == note.answer)
        reply, trail = _REPLY.validate_python(last.answer), last.audit
        return Handoff(
            id=handoff_id,
            answer=note.answer,
            conversation_id=last.conversation,
            created=note.created,
            language=reply.language,
            reason=reply.handoff.reason if reply.handoff else reply.text,
            confidence=reply.confidence,
            transcript=tuple(
                Said(r.id, r.audit["question"], r.answer["action"], r.answer["text"], len(r.audit["photos"]))
                for r in rows
                if r.created <= last.created
            ),
            photos=tuple(
                f"/handoffs/{handoff_id}/photos/{n}.jpg" for n, key in enumerate(trail["photos"], 1) if key
            ),
            evidence=tuple(c for c in reply.citations if reply.handoff and c.n in reply.handoff.evidence),
            tried=_tried(reply, trail),
        )

    def photo(self, handoff_id: str, number: int) -> bytes:
        """A photo of the ask: JPEG, upright, redacted. Raises NotFound, or Gone when it was not stored."""
        note, rows = self._rows(handoff_id)
        keys: Sequence[str | None] = next(row.audit["photos"] for row in rows if row.id == note.answer)
        if not 1 <= number <= len(keys):
            raise NotFound("There is no such photo.", hint="Photos count from 1.")
        key = keys[number - 1]
        if key is None:
            raise Gone("This photo was not stored.")
        return self._blobs.get(key)

    def _rows(self, handoff_id: str) -> tuple[Any, Sequence[Any]]:
        """The hand-off and every answer of its conversation, oldest first."""
        table, answers = schema.handoffs, schema.answers
        with self._reader.connect() as db:
            note = db.execute(
                select(table).where(table.c.tenant == self._tenant, table.c.id == handoff_id)
            ).first()
            if note is None:
                raise NotFound("There is no hand-off of that id.", hint="Use `handoff.id` of an Answer.")
            conversation = select(answers.c.conversation).where(answers.c.id == note.answer).scalar_subquery()
            rows = db.execute(
                select(answers)
                .where(answers.c.tenant == self._tenant, answers.c.conversation == conversation)
                .order_by(answers.c.created)
            ).all()
        return note, rows


def _reason(reply: Mapping[str, Any]) -> str:
    handoff = reply["handoff"]
    return str(handoff["reason"] if handoff else reply["text"])


def _tried(reply: Reply, trail: Mapping[str, Any]) -> Tried:
    fields = ("source_name", "pages", "section", "score")
    return Tried(
        product=trail["product"],
        codes=tuple(trail["codes"]),
        plates=tuple(trail["plates"]),
        widened=tuple(trail.get("widened", ())),
        found=tuple({name: hit[name] for name in fields} for hit in trail.get("hits", ())),
        dropped=reply.dropped,
    )
