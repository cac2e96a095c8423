"""What people said about answers that left.

It never changes an answer or a ranking: a rating is material for the quality owner.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, insert, select

from kb_sources import schema
from kb_sources.errors import NotFound
from kb_sources.naming import new_id
from vlm.personal_numbers import hide_numbers


@dataclass(frozen=True, slots=True)
class Given:
    """One rating as it was given."""

    answer: str  # its id
    rating: str  # up or down
    reasons: tuple[str, ...]
    comment: str
    created: float  # seconds since the epoch


class Feedback:
    def __init__(self, engine: Engine, tenant: str) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)
        self._tenant = tenant

    def give(self, answer_id: str, rating: str, reasons: Sequence[str], comment: str) -> str:
        """Store a rating and return its id; NotFound when there is no such answer.

        Personal numbers in the comment are hidden.
        """
        answers = schema.answers
        with self._reader.connect() as db:
            known = db.execute(
                select(answers.c.id).where(answers.c.tenant == self._tenant, answers.c.id == answer_id)
            ).first()
        if known is None:
            raise NotFound("There is no answer of that id.", hint="Use the `id` of an Answer.")
        key = new_id("feedback")
        with self._engine.begin() as db:
            db.execute(
                insert(schema.feedback).values(
                    id=key,
                    tenant=self._tenant,
                    answer=answer_id,
                    rating=rating,
                    reasons=list(dict.fromkeys(reasons)),
                    comment=hide_numbers(comment.strip()),
                    created=time.time(),
                )
            )
        return key

    def given(self) -> tuple[Given, ...]:
        """Every rating, oldest first."""
        table = schema.feedback
        with self._reader.connect() as db:
            rows = db.execute(
                select(table).where(table.c.tenant == self._tenant).order_by(table.c.created)
            ).all()
        return tuple(Given(r.answer, r.rating, tuple(r.reasons), r.comment, r.created) for r in rows)
