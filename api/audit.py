"""What every answer rests on, written down: inputs, glossary, hits, verdicts; enough to ask the same again.

It keeps a photo only when the photo says it may be stored, and never a word that was blacked out.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, insert, select

from api.reply import Reply
from kb_sources import schema
from kb_sources.blobs import Blobs
from kb_sources.errors import NotFound
from retrieval.query import Evidence, Hit
from vlm.describing import Description
from vlm.metering import Meter
from vlm.photo import Photo

if TYPE_CHECKING:
    from api.turn import AskRequest

_REPLY = TypeAdapter(Reply)


@dataclass(frozen=True, slots=True)
class Record:
    """One ask from question to reply."""

    request: AskRequest
    question: str  # as completed from the conversation
    stated: str | None
    photo_text: str
    codes: tuple[str, ...]
    plates: tuple[str, ...]
    photos: tuple[Photo, ...]
    evidence: Evidence | None
    reply: Reply
    signs: Mapping[str, float] = field(default_factory=dict)  # what a confidence rests on
    described: tuple[Description, ...] = ()
    said_before: str = ""  # with the question, where the decision rested on it
    spent: Meter = field(default_factory=Meter)  # on models
    typed: str = ""  # the words of this turn alone
    fault: str = ""  # why the model was of no use; "" when it was, or there is none


class Audit:
    """Kept in the table `answers`, per tenant."""

    def __init__(self, engine: Engine, blobs: Blobs, tenant: str) -> None:
        self._engine = engine
        self._blobs = blobs
        self._tenant = tenant

    def keep(self, record: Record) -> None:
        """Write an answer down, and with it that it was handed over, where it was."""
        reply, now = record.reply, time.time()
        with self._engine.begin() as db:
            db.execute(
                insert(schema.answers).values(
                    id=reply.id,
                    tenant=self._tenant,
                    conversation=reply.conversation_id,
                    created=now,
                    answer=_REPLY.dump_python(reply, mode="json"),
                    audit=self._body(record),
                )
            )
            if reply.handoff is not None:
                values = {"id": reply.handoff.id, "tenant": self._tenant, "answer": reply.id, "created": now}
                db.execute(insert(schema.handoffs).values(**values))

    def answer(self, answer_id: str) -> Reply:
        """A reply as it was given. Raises NotFound."""
        return _REPLY.validate_python(self._row(answer_id).answer)

    def trail(self, answer_id: str) -> Mapping[str, Any]:
        """What the reply rests on. Raises NotFound."""
        body: Mapping[str, Any] = self._row(answer_id).audit
        return body

    def _row(self, answer_id: str) -> Any:
        table = schema.answers
        with self._engine.execution_options(reading=True).connect() as db:
            row = db.execute(
                select(table).where(table.c.tenant == self._tenant, table.c.id == answer_id)
            ).first()
        if row is None:
            raise NotFound(f"There is no answer {answer_id!r}.")
        return row

    def _body(self, record: Record) -> dict[str, Any]:
        request = record.request
        return {
            "question": record.question,
            "typed": record.typed,
            "said_before": record.said_before,
            "product": record.stated,
            "language": record.reply.language,
            "limit": request.limit,
            "sampling": dict(request.sampling or {}),
            "photo_text": record.photo_text,
            "codes": list(record.codes),
            "plates": list(record.plates),
            "described": [asdict(d) for d in record.described],
            "fault": record.fault,
            "signs": dict(record.signs),
            "usage": asdict(record.spent) if record.spent.calls else {},
            "photos": [self._blobs.put(p.jpeg) if p.stored else None for p in record.photos],
            "widened": [
                {"concept": w.concept, "matched": w.matched, "added": list(w.added)}
                for w in (record.evidence.widened if record.evidence else ())
            ],
            "hits": [_hit(h) for h in (record.evidence.hits if record.evidence else ())],
            "related": [h.passage.id for h in (record.evidence.related if record.evidence else ())],
            "rarest": round(record.evidence.rarest, 4) if record.evidence else None,
            "excluded": list(record.evidence.excluded if record.evidence else ()),
        }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "passage": hit.passage.id,
        "manual": hit.manual.id,
        "source_name": hit.edition.source_name,
        "edition": hit.edition.id,
        "pages": [p.page for p in hit.passage.places],
        "kind": hit.passage.kind,
        "section": list(hit.passage.section),
        "score": round(hit.score, 4),
        "coverage": round(hit.coverage, 4),
        "keyed": round(hit.keyed, 4),
        "told": hit.told,
        "found_by": list(hit.found_by),
        "also": [
            {"source_name": h.edition.source_name, "pages": [p.page for p in h.passage.places]}
            for h in hit.also
        ],
    }
