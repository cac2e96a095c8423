"""Ask: understand → search → draft → check → decide → finish. No HTTP in sight.

It does not know how passages are found, how claims are checked or how a reply travels.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from api.audit import Audit, Record
from api.composing import Composer
from api.conversation import Conversation, Conversations, Pending
from api.deciding import Thresholds, beside_the_point, clarify_product, insufficient, refuse_unknown, rivals
from api.phrases import phrase
from api.policy import Policy
from api.reply import Reply, ReplyPhoto
from kb_sources.codes import codes_in
from kb_sources.errors import QuestionRejected
from kb_sources.manual import Language
from kb_sources.naming import new_id
from kb_sources.tongue import language_of
from retrieval.products import Family, Match, Named, Unknown
from retrieval.query import Evidence, Query
from vlm.answer import (
    Answered,
    Asked,
    Clarify,
    Draft,
    Dropped,
    Grounded,
    HandedOff,
    Option,
    Outcome,
    Refused,
    Shown,
)
from vlm.drafting import Terms
from vlm.model import Deadline
from vlm.personal_numbers import hide_numbers
from vlm.photo import Photo

MAX_QUESTION = 2000  # characters
Progress = Callable[[str], None]
_PERSON = (
    "转人工",
    "人工客服",
    "找人工",
    "真人",
    "talk to a person",
    "talk to a human",
    "human agent",
    "real person",
)


@dataclass(frozen=True, slots=True)
class AskRequest:
    """One ask as it comes in; `photos` are the files' bytes, hostile until cleaned."""

    question: str
    photos: tuple[bytes, ...] = ()
    product: str | None = None
    language: Language | None = None
    conversation_id: str | None = None
    limit: int = 12
    sampling: Mapping[str, float] | None = None
    photo_text: str = ""  # read in photos of an earlier ask, when one is replayed
    codes: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()


class Finder(Protocol):
    def find(self, query: Query) -> Evidence: ...


class ProductNames(Protocol):
    """Which products a text speaks of, among those there are manuals for."""

    def recognise(self, stated: str | None, texts: Sequence[str]) -> Match: ...
    def known(self) -> tuple[str, ...]: ...


class Drafter(Protocol):
    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Draft: ...


class Gate(Protocol):
    def check(self, draft: Any, shown: Sequence[Shown], asked: Asked) -> Grounded: ...


PhotoCleaner = Callable[[bytes], Photo]


@dataclass(slots=True)
class _Turn:
    """What was understood of one ask."""

    request: AskRequest
    conversation: Conversation
    question: str
    language: Language
    photos: tuple[Photo, ...] = ()
    photo_text: str = ""
    codes: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()  # models named on plates in the photos
    stated: str | None = None
    evidence: Evidence | None = None
    shown: tuple[Shown, ...] = ()
    grounded: Grounded | None = None
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        return self.grounded.dropped if self.grounded else ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Answers one question; every outcome is a Reply, only faults and unusable input are exceptions."""

    tenant: str
    finder: Finder
    products: ProductNames
    drafter: Drafter
    gate: Gate
    clean: PhotoCleaner
    conversations: Conversations
    policy: Policy
    composer: Composer
    audit: Audit
    limits: Thresholds

    def __call__(self, request: AskRequest, progress: Progress = lambda stage: None) -> Reply:
        """Raises QuestionRejected, PhotoRejected, and what the index or model raise when they are down."""
        began = time.perf_counter()
        progress("photo" if request.photos else "search")
        turn = self._understand(request)
        outcome = self._decide(turn, progress)
        progress("finish")
        turn.timings["total"] = 1000 * (time.perf_counter() - began)
        return self._finish(turn, outcome)

    # --- understand -------------------------------------------------------------------------------------

    def _understand(self, request: AskRequest) -> _Turn:
        words = _checked(request)
        conversation = self.conversations.recall(request.conversation_id or new_id("con"))
        turn = _Turn(request, conversation, words, request.language or language_of(words) or "en")
        turn.stated = request.product or None
        pending = conversation.pending
        if pending is not None:
            self._complete(turn, pending)
        elif turn.stated is None and conversation.product:
            turn.stated = conversation.product
        with _timed(turn, "photo"):
            turn.photos = tuple(self.clean(data) for data in request.photos)
        read = "\n".join(p.text for p in turn.photos if p.text)
        turn.photo_text = read or turn.photo_text or request.photo_text
        turn.plates = tuple(m for p in turn.photos for m in p.products) or turn.plates or request.plates
        seen = [code for p in turn.photos for code in p.codes]
        said = codes_in(turn.question, self.products.known())
        turn.codes = tuple(dict.fromkeys((*said, *seen, *turn.codes, *request.codes)))
        return turn

    def _complete(self, turn: _Turn, pending: Pending) -> None:
        """Let the new turn complete the question that was left open."""
        chosen = _chosen(turn.question, pending) or turn.stated
        if pending.about == "product" and chosen is None:
            match = self.products.recognise(None, [turn.question])
            chosen = match.products[0] if isinstance(match, Named) else None
            if chosen is None and not isinstance(match, Unknown):
                return  # another question altogether
            if isinstance(match, Unknown):
                chosen = match.name
        if pending.about == "product":
            turn.stated = chosen
            turn.question = pending.question
        else:
            turn.question = f"{pending.question} {turn.question}".strip()
        turn.language = turn.request.language or language_of(pending.question) or turn.language
        turn.photo_text = pending.photo_text
        turn.codes = pending.codes
        turn.plates = () if pending.about == "product" else pending.plates

    # --- search, draft, check, decide -------------------------------------------------------------------

    def _decide(self, turn: _Turn, progress: Progress) -> Outcome:
        word = self.policy.blocked_word(f"{turn.question}\n{turn.photo_text}")
        if word is not None:
            return Refused(self.policy.refusal[turn.language].format(word=word), ())
        match = self.products.recognise(turn.stated, [turn.question, *turn.plates])
        early = self._settle_product(turn, match)
        if early is not None:
            return early
        progress("search")
        with _timed(turn, "search"):
            self._search(turn, match)
        assert turn.evidence is not None
        if any(wish in turn.question.casefold() for wish in _PERSON):
            return self._hand_off("handoff.person", turn)
        short = insufficient(turn.evidence, turn.shown, turn.language, self.limits)
        if short is not None:
            return short
        if isinstance(match, Family):
            fitting = tuple(p for p in self.products.known() if p in match.products)
            return clarify_product(fitting, turn.language)
        candidates = () if isinstance(match, Named) else rivals(turn.evidence.contenders, self.limits)
        if candidates:
            return clarify_product(candidates, turn.language)
        return self._draft(turn, match, progress)

    def _settle_product(self, turn: _Turn, match: Match) -> Outcome | None:
        """Refuse a product without manuals; ask when plate and words disagree."""
        known = self.products.known()
        if isinstance(match, Unknown):
            return refuse_unknown(match.name, known, turn.language)
        if not turn.plates or not isinstance(match, Named):
            return None
        on_plate = self.products.recognise(None, turn.plates)
        if isinstance(on_plate, Named) and not set(on_plate.products) & set(match.products):
            question = phrase(
                "clarify.plate", turn.language, plate=on_plate.products[0], stated=match.products[0]
            )
            names = (on_plate.products[0], match.products[0])
            return Clarify(question, "product", tuple(Option(n, {"product": n}) for n in names))
        return None

    def _search(self, turn: _Turn, match: Match) -> None:
        products = match.products if isinstance(match, Named | Family) else ()
        query = Query(
            tenant=self.tenant,
            text=turn.question,
            language=turn.language,
            products=products,
            codes=turn.codes,
            photo_text=turn.photo_text,
            limit=turn.request.limit,
        )
        turn.evidence = self.finder.find(query)
        hits = [(h, False) for h in turn.evidence.hits] + [(h, True) for h in turn.evidence.related]
        turn.shown = tuple(
            Shown(f"S{n}", hit.passage, hit.manual, hit.edition, hit.score, related)
            for n, (hit, related) in enumerate(hits, start=1)
        )

    def _draft(self, turn: _Turn, match: Match, progress: Progress) -> Outcome:
        assert turn.evidence is not None
        asked = Asked(
            question=turn.question,
            language=turn.language,
            products=match.products if isinstance(match, Named) else (),
            codes=turn.codes,
            photo_text=turn.photo_text,
            widened=tuple(dict.fromkeys(w for x in turn.evidence.widened for w in x.added)),
        )
        progress("draft")
        with _timed(turn, "draft"):
            draft = self.drafter.draft(asked, turn.shown, Terms(Deadline.after(60)))
        progress("check")
        with _timed(turn, "check"):
            turn.grounded = self.gate.check(draft, turn.shown, asked)
        if turn.grounded.claims and not beside_the_point(turn.grounded.claims, turn.evidence):
            return Answered(turn.grounded)
        if any(d.reason.code.startswith("unsure") for d in turn.dropped):
            return self._hand_off("handoff.unsure", turn)
        closest = tuple(s for s in turn.shown if not s.related)[:3]
        key = "refuse.unsupported" if turn.dropped or turn.grounded.claims else "refuse.nothing"
        return Refused(phrase(key, turn.language), closest)

    def _hand_off(self, key: str, turn: _Turn) -> HandedOff:
        evidence = tuple(s for s in turn.shown if not s.related)[:5]
        return HandedOff(new_id("handoff"), phrase(key, turn.language), evidence)

    # --- finish -----------------------------------------------------------------------------------------

    def _finish(self, turn: _Turn, outcome: Outcome) -> Reply:
        reply = self.composer.compose(
            outcome,
            answer_id=new_id("ans"),
            conversation_id=turn.conversation.id,
            language=turn.language,
            photos=tuple(_photo(p) for p in turn.photos),
            timings_ms={k: round(v, 1) for k, v in turn.timings.items()},
            shown=turn.shown,
            dropped=turn.dropped,
        )
        self.conversations.keep(_carried(turn, outcome))
        self.audit.keep(
            Record(
                request=turn.request,
                question=turn.question,
                stated=turn.stated,
                photo_text=turn.photo_text,
                codes=turn.codes,
                plates=turn.plates,
                photos=turn.photos,
                evidence=turn.evidence,
                reply=reply,
            )
        )
        return reply


def _checked(request: AskRequest) -> str:
    """The question without personal numbers, or QuestionRejected. A photo may stand for the words."""
    if len(request.question) > MAX_QUESTION:
        raise QuestionRejected(
            f"The question has {len(request.question):,} characters; {MAX_QUESTION:,} are allowed.",
            hint="Describe the device and the fault in a few sentences.",
        )
    words = hide_numbers(" ".join(request.question.split()))
    if not any(unicodedata.category(c)[0] in "LN" for c in words) and not request.photos:
        raise QuestionRejected(
            "The question holds no words." if words else "The question is empty.",
            hint="Say which device it is and what it does, e.g. “我的手机打不开，怎么办？”.",
        )
    return words


def _chosen(words: str, pending: Pending) -> str | None:
    """The product of the option that was picked, by its label or its number."""
    said = words.strip().casefold()
    for number, (label, product) in enumerate(pending.options, start=1):
        if said in (label.casefold(), product.casefold(), str(number)):
            return product
    return None


def _carried(turn: _Turn, outcome: Outcome) -> Conversation:
    turns = (*turn.conversation.turns[-19:], turn.question)
    if isinstance(outcome, Clarify):
        options = tuple((o.label, o.set.get("product", o.label)) for o in outcome.options)
        pending = Pending(turn.question, outcome.about, options, turn.photo_text, turn.codes, turn.plates)
        return replace(turn.conversation, pending=pending, turns=turns)
    product = turn.stated if turn.stated and not isinstance(outcome, Refused) else turn.conversation.product
    return replace(turn.conversation, product=product, pending=None, turns=turns)


def _photo(photo: Photo) -> ReplyPhoto:
    quality: dict[str, float | bool] = {
        "blurred": photo.quality.blurred,
        "dark": photo.quality.dark,
        "sharpness": round(photo.quality.sharpness, 3),
        "brightness": round(photo.quality.brightness, 3),
    }
    return ReplyPhoto(photo.text, photo.codes, photo.products, None, quality)


@contextmanager
def _timed(turn: _Turn, name: str) -> Iterator[None]:
    began = time.perf_counter()
    try:
        yield
    finally:
        turn.timings[name] = 1000 * (time.perf_counter() - began)
