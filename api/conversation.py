"""What a conversation carries from turn to turn: the product that was settled, photos, the open question.

It does not know how a question is answered; old citations are never carried.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, Literal

from sqlalchemy import Engine, delete, insert, select

from kb_sources import schema
from kb_sources.manual import Language

_SAID = 8  # earlier questions that a new one may rest on


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that was answered by a question: the next turn completes it."""

    question: str
    about: Literal["product", "code", "symptom"]
    options: tuple[tuple[str, str], ...] = ()  # label, product
    photo_text: str = ""
    codes: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()  # models read off a plate
    doubted: bool = False  # the asker said once that he does not know


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A cleaned photo of an earlier turn, in the blobs."""

    key: str
    width: int  # pixels
    height: int


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    product: str = ""
    pending: Pending | None = None
    turns: tuple[str, ...] = field(default=())
    photos: tuple[KeptPhoto, ...] = ()  # the last ones that may be shown to a model
    language: Language | None = None  # of the last turn; None before the first


def all_said(earlier: Sequence[str], question: str) -> str:
    """The last questions of a customer as one text to search for; what the next completes is there once."""
    asked = (*earlier[-_SAID:], question)
    return " ".join((*(a for a, b in pairwise(asked) if not b.startswith(a)), question)).strip()


class Conversations:
    """Kept in the table `conversations`, per tenant; an unknown id begins a new one under that id."""

    def __init__(self, engine: Engine, tenant: str) -> None:
        self._engine = engine
        self._tenant = tenant

    def recall(self, conversation_id: str) -> Conversation:
        table = schema.conversations
        with self._engine.execution_options(reading=True).connect() as db:
            state: dict[str, Any] | None = db.execute(
                select(table.c.state).where(table.c.tenant == self._tenant, table.c.id == conversation_id)
            ).scalar()
        if state is None:
            return Conversation(conversation_id)
        left = state.get("pending")
        pending = (
            Pending(
                question=left["question"],
                about=left["about"],
                options=tuple((label, product) for label, product in left["options"]),
                photo_text=left["photo_text"],
                codes=tuple(left["codes"]),
                plates=tuple(left["plates"]),
                doubted=left.get("doubted", False),
            )
            if left
            else None
        )
        photos = tuple(KeptPhoto(**kept) for kept in state.get("photos", ()))
        turns = tuple(state["turns"])
        return Conversation(conversation_id, state["product"], pending, turns, photos, state.get("language"))

    def keep(self, conversation: Conversation) -> None:
        table = schema.conversations
        mine = (table.c.tenant == self._tenant, table.c.id == conversation.id)
        with self._engine.begin() as db:
            db.execute(delete(table).where(*mine))
            db.execute(
                insert(table).values(
                    id=conversation.id, tenant=self._tenant, state=asdict(conversation), updated=time.time()
                )
            )
