"""One ask as it comes in, and what becomes of it on its way to an answer: values, no deeds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.conversation import Conversation, all_said
from kb_sources.errors import ModelUnavailable
from kb_sources.manual import Language
from retrieval.query import Evidence
from vlm.answer import Dropped, Grounded, Shown
from vlm.describing import Description
from vlm.metering import Meter
from vlm.model import Deadline, Picture
from vlm.photo import Photo

USUAL_LIMIT = 12  # pages listed at most where an ask does not say


@dataclass(frozen=True, slots=True)
class AskRequest:
    """One ask as it comes in; `photos` are the files' bytes, hostile until cleaned."""

    question: str
    photos: tuple[bytes, ...] = ()
    product: str | None = None
    language: Language | None = None
    conversation_id: str | None = None
    limit: int = USUAL_LIMIT  # of pages that are listed where nothing is claimed
    sampling: Mapping[str, float] | None = None
    photo_text: str = ""  # from here on: of the photos of an earlier ask, when one is replayed
    codes: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    described: tuple[Description, ...] = ()
    photos_then: int = 0
    said_before: str = ""  # … with what was said before it


@dataclass(slots=True)
class Turn:
    """What was understood of one ask, and what was found and drafted for it so far."""

    request: AskRequest
    conversation: Conversation
    question: str
    language: Language
    deadline: Deadline
    typed: str = ""  # the words of this turn, without personal numbers; `question` is what they complete
    photos: tuple[Photo, ...] = ()
    pictures: tuple[Picture, ...] = ()  # of those photos that a model may see
    photo_text: str = ""
    described: tuple[Description | None, ...] = ()  # one a picture
    said: tuple[str, ...] = ()  # codes in the question
    codes: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()  # models named on plates in the photos
    stated: str | None = None
    named: str | None = None  # the one product that is spoken of, stated or in the words
    doubts: bool = False  # the asker does not know what was asked back
    told: str = ""  # all that was said before a person was asked for
    fault: ModelUnavailable | None = None  # why the model was of no use; it is not asked again for this ask
    evidence: Evidence | None = None
    shown: tuple[Shown, ...] = ()
    grounded: Grounded | None = None
    signs: Mapping[str, float] = field(default_factory=dict)  # what a confidence rests on
    confidence: float | None = None
    spent: Meter = field(default_factory=Meter)  # on models
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def earlier(self) -> tuple[str, ...]:
        """What the customer asked before of the same product, as it was understood."""
        now = self.named or self.stated
        before = self.conversation
        return () if before.product and now and before.product != now else before.turns

    @property
    def said_before(self) -> str:
        """All that the customer has said of the product, this question last; "" where nothing was before it,
        or it completes the one before."""
        if self.request.said_before:
            return self.request.said_before
        if not self.earlier or self.conversation.pending is not None:
            return ""
        return all_said(self.earlier, self.question)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        return self.grounded.dropped if self.grounded else ()

    @property
    def seen(self) -> tuple[Description, ...]:
        """What a model saw in the photos: hints, never evidence."""
        return tuple(d for d in self.described if d is not None)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.timings[name] = 1000 * (time.perf_counter() - began)
