"""What a person who takes an ask over is given: the talk, the photos, the pages found, what was tried.

Nothing is kept twice: it is put together from the answers of the conversation and what they rest on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    """One turn of the talk: what was said, how it was understood, and what came back."""

    answer: str
    words: str  # as they were typed, without personal numbers; "" for a photo alone
    question: str
    action: str
    text: str
    photos: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What was looked for and what came of it, in the whole talk up to the hand-off."""

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
    photos: tuple[str, ...]  # where each stored photo of the talk is
    evidence: tuple[ReplyCitation, ...]  # of the hand-off, then of the talk; `n` counts here
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
        note, talk = self._rows(handoff_id)
        replies = [_REPLY.validate_python(row.answer) for row in talk]
        last, reply = talk[-1], replies[-1]
        return Handoff(
            id=handoff_id,
            answer=note.answer,
            conversation_id=last.conversation,
            created=note.created,
            language=reply.language,
            reason=reply.handoff.reason if reply.handoff else reply.text,
            confidence=reply.confidence,
            transcript=tuple(_said(row) for row in talk),
            photos=tuple(
                f"/handoffs/{handoff_id}/photos/{n}.jpg" for n, key in enumerate(_photos(talk), 1) if key
            ),
            evidence=_evidence(replies),
            tried=_tried(replies, [row.audit for row in talk]),
        )

    def photo(self, handoff_id: str, number: int) -> bytes:
        """A photo of the talk: JPEG, upright, redacted. Raises NotFound, or Gone when it was not stored."""
        _, talk = self._rows(handoff_id)
        keys = _photos(talk)
        if not 1 <= number <= len(keys):
            raise NotFound("There is no such photo.", hint="Photos count from 1.")
        key = keys[number - 1]
        if key is None:
            raise Gone("This photo was not stored.")
        return self._blobs.get(key)

    def _rows(self, handoff_id: str) -> tuple[Any, Sequence[Any]]:
        """The hand-off and the answers of its conversation up to it, oldest first."""
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
        return note, [row for row in rows if row.created <= note.created]


def _reason(reply: Mapping[str, Any]) -> str:
    handoff = reply["handoff"]
    return str(handoff["reason"] if handoff else reply["text"])


def _said(row: Any) -> Said:
    asked, answer, photos = row.audit["question"], row.answer, row.audit["photos"]
    words = row.audit.get("typed", asked)
    return Said(row.id, words, asked, answer["action"], answer["text"], len(photos))


def _photos(talk: Sequence[Any]) -> tuple[str | None, ...]:
    """Where the photos of a talk are stored, each once; None for one that was not."""
    keys: list[str | None] = []
    for key in (key for row in talk for key in row.audit["photos"]):
        if key is None or key not in keys:
            keys.append(key)
    return tuple(keys)


def _evidence(replies: Sequence[Reply]) -> tuple[ReplyCitation, ...]:
    last = replies[-1]
    handed = [c for c in last.citations if last.handoff and c.n in last.handoff.evidence]
    before = (c for reply in replies[:-1] for c in reply.citations)
    cited = {(c.passage_id, c.quote): c for c in (*handed, *before)}
    return tuple(replace(c, n=n) for n, c in enumerate(cited.values(), 1))


def _tried(replies: Sequence[Reply], trails: Sequence[Mapping[str, Any]]) -> Tried:
    fields = ("source_name", "pages", "section", "score")
    found: dict[str, Mapping[str, Any]] = {}
    for trail in reversed(trails):  # the best known last
        for hit in trail.get("hits", ()):
            found.setdefault(hit["passage"], {name: hit[name] for name in fields})
    widened = {w["concept"]: w for trail in trails for w in trail.get("widened", ())}
    return Tried(
        product=next((trail["product"] for trail in reversed(trails) if trail["product"]), None),
        codes=tuple(dict.fromkeys(code for trail in trails for code in trail["codes"])),
        plates=tuple(dict.fromkeys(plate for trail in trails for plate in trail["plates"])),
        widened=tuple(widened.values()),
        found=tuple(found.values()),
        dropped=tuple(dict.fromkeys(dropped for reply in replies for dropped in reply.dropped)),
    )
