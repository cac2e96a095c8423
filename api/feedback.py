"""Answers that left, as they are stored, and what people said about them.

It never changes an answer or a ranking: a rating is material for the quality owner.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, insert, select

from kb_sources import schema
from kb_sources.catalogue import new_id
from kb_sources.errors import NotFound


class Feedback:
    def __init__(self, engine: Engine, tenant: str) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)
        self._tenant = tenant

    def answer(self, answer_id: str) -> dict[str, Any]:
        """The Answer JSON as it left; NotFound when there is none of that id."""
        table = schema.answers
        with self._reader.connect() as db:
            found: dict[str, Any] | None = db.execute(
                select(table.c.answer).where(table.c.tenant == self._tenant, table.c.id == answer_id)
            ).scalar()
        if found is None:
            raise NotFound("There is no answer of that id.", hint="Use the `id` of an Answer.")
        return found

    def give(self, answer_id: str, rating: str, reasons: Sequence[str], comment: str) -> str:
        """Store a rating and return its id; NotFound when there is no such answer."""
        self.answer(answer_id)
        key = new_id("feedback")
        with self._engine.begin() as db:
            db.execute(
                insert(schema.feedback).values(
                    id=key,
                    tenant=self._tenant,
                    answer=answer_id,
                    rating=rating,
                    reasons=list(dict.fromkeys(reasons)),
                    comment=comment.strip(),
                    created=time.time(),
                )
            )
        return key
