"""Ask: understand → search → draft → check → decide → finish. No HTTP in sight.

It does not know how passages are found, how claims are checked or how a reply travels.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from api import dangers
from api.audit import Audit, Record
from api.comparing import compared, subject, together
from api.composing import Composer
from api.confidence import Calibration
from api.conversation import Conversation, Conversations, KeptPhoto, Pending, all_said
from api.deciding import (
    Thresholds,
    asked_quantities,
    beside_the_point,
    clarify_product,
    insufficient,
    refuse_unknown,
    rivals,
    signs_of,
    unlisted,
    which_product,
)
from api.disputes import Disputes
from api.grounding import Grounding
from api.narrowing import ask_for_more
from api.photo_hints import ask_what_was_seen, ask_which_code, ask_which_of, notes_of
from api.phrases import phrase
from api.policy import Policy
from api.reply import ModelUsed, Reply, ReplyPhoto
from api.saying import tongue_of
from api.turn import AskRequest, Turn
from api.understanding import ProductNames, Understanding
from api.wishes import is_done_for, wants_a_person, without_wish
from kb_sources.codes import between, codes_in
from kb_sources.naming import new_id
from retrieval.products import Family, Match, Named, Unknown
from retrieval.query import Evidence, Query, joined
from vlm.answer import Answered, Asked, Clarify, HandedOff, Option, Outcome, Refused, Shown
from vlm.asking import asks_how
from vlm.describing import Description
from vlm.drafting import Terms, sampling_of
from vlm.measures import mentions
from vlm.metering import metering
from vlm.model import Deadline
from vlm.photo import Photo

_EARLIER = 3  # questions of the same person that a model is told
Progress = Callable[[str], None]


class Finder(Protocol):
    def find(self, query: Query) -> Evidence: ...


@dataclass(frozen=True, slots=True)
class Ask:
    """Answers one question; every outcome is a Reply, only faults and unusable input are exceptions."""

    tenant: str
    understanding: Understanding
    finder: Finder
    products: ProductNames
    grounding: Grounding
    disputes: Disputes
    conversations: Conversations
    policy: Policy
    composer: Composer
    audit: Audit
    limits: Thresholds
    model: ModelUsed | None = None
    calibration: Calibration | None = None
    patience_s: float = 60.0  # within which an ask is answered, the model's time included

    def __call__(self, request: AskRequest, progress: Progress = lambda stage: None) -> Reply:
        """Raises QuestionRejected, PhotoRejected, and what the index raises when it is down."""
        began = time.perf_counter()
        if request.photos:
            progress("photo")
        with metering() as spent:
            turn = self.understanding.understand(request, Deadline.after(self.patience_s))
            outcome = self._minding_danger(turn, self._decide(turn, progress))
        turn.spent = spent
        progress("finish")
        turn.timings["total"] = 1000 * (time.perf_counter() - began)
        return self._finish(turn, outcome)

    def foresee(self, request: AskRequest) -> tuple[Asked, tuple[Shown, ...]]:
        """What a model would be given for an ask, found without asking one and without keeping anything."""
        blind = replace(self.understanding, describer=None)
        turn = blind.understand(request, Deadline.after(self.patience_s))
        match = self.products.recognise(turn.stated, [turn.question, *turn.plates])
        self._search(turn, match)
        return _asked(turn, match), turn.shown

    # --- search, draft, check, decide -------------------------------------------------------------------

    def _decide(self, turn: Turn, progress: Progress) -> Outcome:
        word = self.policy.blocked_word(f"{turn.question}\n{turn.photo_text}")
        if word is not None:
            return Refused(self.policy.refusal[turn.language].format(word=word), ())
        match = self.products.recognise(turn.stated, [turn.question, *turn.plates])
        turn.named = match.products[0] if isinstance(match, Named) else None
        if wants_a_person(turn.question):
            return self._call_a_person(turn, match)
        if turn.doubts:
            return self._help_choose(turn, match)
        early = self._settle_product(turn, match) or ask_which_code(turn)
        if early is not None:
            return early
        if is_done_for(turn.question):
            self._search(turn, match)
            return self._hand_off("handoff.end", turn)
        each = compared(turn.question, lambda text: self.products.recognise(None, [text]))
        if each:
            # the product that the asker has goes first
            return self._compare(turn, sorted(each, key=lambda named: named != match), progress)
        progress("search")
        with turn.timed("search"):
            self._search(turn, match)
            talk = self._find_for_talk(turn)
        assert turn.evidence is not None
        short = insufficient(turn.evidence, turn.shown, turn.language, self.limits, talk)
        seen = ask_what_was_seen(turn.question, turn.seen, turn.language) if short is not None else None
        which = seen or ask_which_of(turn)
        open_ = which or ask_for_more(turn, self.products.known(), refused=short is not None) or short
        if open_ is not None:
            return open_
        if isinstance(match, Family):
            fitting = tuple(p for p in self.products.known() if p in match.products)
            return clarify_product(fitting, turn.language)
        found, kin = turn.evidence.contenders, turn.evidence.kin
        candidates = () if isinstance(match, Named) else rivals(found, self.limits, kin)
        if candidates:
            return clarify_product(candidates, turn.language)
        return self._draft(turn, match, progress)

    def _minding_danger(self, turn: Turn, outcome: Outcome) -> Outcome:
        """A danger that is told goes to a person, unless what is answered speaks of it; what to do at once is
        said first in any case."""
        told = dangers.told(turn.question, turn.evidence.dangers) if turn.evidence else ()
        if not told or (isinstance(outcome, Answered) and dangers.spoken_of(told, outcome.grounded.claims)):
            return outcome
        first = phrase("danger.first", turn.language)
        if isinstance(outcome, Clarify) and outcome.about == "product":
            return replace(outcome, question=first + outcome.question)
        if not isinstance(outcome, HandedOff):
            outcome = self._hand_off("handoff.danger", turn)
        return replace(outcome, reason=first + outcome.reason)

    def _settle_product(self, turn: Turn, match: Match) -> Outcome | None:
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

    def _search(self, turn: Turn, match: Match, text: str | None = None) -> None:
        products = match.products if isinstance(match, Named | Family) else ()
        asked = turn.question if text is None else text
        query = Query(
            tenant=self.tenant,
            text=asked,
            language=tongue_of(asked, self.products.known()) or turn.language,
            products=products,
            codes=(*turn.codes, *between(asked)),
            photo_text="\n".join((turn.photo_text, *(d.hint for d in turn.seen))).strip(),
            photos=tuple(p.jpeg for p in turn.photos if p.stored),
            procedure=asks_how(asked),
        )
        turn.evidence = self.finder.find(query)
        hits = [(h, False) for h in turn.evidence.hits] + [(h, True) for h in turn.evidence.related]
        turn.shown = tuple(
            Shown(
                f"S{n}", hit.passage, hit.manual, hit.edition, hit.score, related, hit.told or 0.0, hit.titled
            )
            for n, (hit, related) in enumerate(hits, start=1)
        )

    def _compare(self, turn: Turn, each: Sequence[Named], progress: Progress) -> Outcome:
        """What each product's manuals say, apart: passages of one are never shown for the other."""
        asked = subject(turn.question, each)
        parts: list[tuple[str, Outcome]] = []
        turns = [replace(turn, question=asked, stated=named.products[0]) for named in each]
        for one, named in zip(turns, each, strict=True):
            progress("search")
            with turn.timed(f"search {named.products[0]}"):
                self._search(one, named)
            assert one.evidence is not None
            short = insufficient(one.evidence, one.shown, one.language, self.limits)
            parts.append((named.products[0], short or self._draft(one, named, progress)))
        turn.evidence = joined([one.evidence for one in turns if one.evidence is not None])
        turn.shown = tuple(s for one in turns for s in one.shown)
        turn.fault = next((one.fault for one in turns if one.fault is not None), None)
        sure = [one.confidence for one in turns if one.confidence is not None]
        turn.confidence = min(sure, default=None)
        answer = together(parts, turn.language)
        if answer is None:
            return next((o for _, o in parts if isinstance(o, HandedOff)), parts[0][1])
        turn.grounded = answer.grounded
        return answer

    def _find_for_talk(self, turn: Turn) -> Evidence | None:
        """What is found for all that the customer has said of this product; None in a first question."""
        assert turn.evidence is not None
        said = turn.said_before
        return self.finder.find(replace(turn.evidence.query, text=said)) if said else None

    def _draft(self, turn: Turn, match: Match, progress: Progress) -> Outcome:
        assert turn.evidence is not None
        asked = _asked(turn, match)
        terms = Terms(turn.deadline, sampling_of(turn.request.sampling))
        with turn.timed("draft"):
            turn.grounded, turn.fault = self.grounding.ground(asked, turn.shown, terms, progress, turn.fault)
        if turn.grounded.claims and not beside_the_point(turn.grounded.claims, turn.evidence):
            if not isinstance(match, Named) and len(self.products.known()) > 1:
                which = which_product(turn.evidence, self.limits, turn.language)
                if which is not None:
                    return which
            turn.signs = signs_of(turn.evidence, turn.grounded.claims)
            if self.calibration is not None:
                turn.confidence = round(self.calibration(turn.signs), 4)
                if turn.confidence < self.calibration.threshold:
                    return self._hand_off("handoff.confidence", turn)
            turn.grounded, turn.shown = self.disputes.show(turn.grounded, turn.shown, asked)
            return Answered(turn.grounded)
        if any(d.reason.code.startswith("unsure") for d in turn.dropped):
            return self._hand_off("handoff.unsure", turn)
        closest = tuple(s for s in turn.shown if not s.related and not s.passage.hint)[:3]
        key = "refuse.unsupported" if turn.dropped or turn.grounded.claims else "refuse.nothing"
        return Refused(phrase(key, turn.language), closest)

    def _call_a_person(self, turn: Turn, match: Match) -> HandedOff:
        """With the pages about what was said before: the words that ask for a person tell nothing."""
        turn.told = turn.request.said_before or all_said(
            [without_wish(q) for q in turn.earlier], without_wish(turn.question)
        )
        turn.stated = turn.stated or turn.named
        codes = codes_in(turn.told, self.products.known())
        turn.codes = tuple(dict.fromkeys((*turn.codes, *codes)))
        if (turn.told or turn.codes or turn.photo_text) and not isinstance(match, Unknown):
            self._search(turn, match, turn.told)  # other products' pages would help nobody
        return self._hand_off("handoff.person", turn)

    def _help_choose(self, turn: Turn, match: Match) -> Outcome:
        """Where to find what was asked back; a person, where that was told already."""
        pending = turn.conversation.pending
        assert pending is not None
        if pending.doubted:
            self._search(turn, match)
            return self._hand_off("handoff.doubted", turn)
        options = tuple(Option(label, {pending.about: value}) for label, value in pending.options)
        question = phrase(f"clarify.find_{pending.about}", turn.language)
        return Clarify(question, pending.about, options)

    def _hand_off(self, key: str, turn: Turn) -> HandedOff:
        evidence = tuple(s for s in turn.shown if not s.related and not s.passage.hint)[:5]
        return HandedOff(new_id("handoff"), phrase(key, turn.language), evidence)

    # --- finish -----------------------------------------------------------------------------------------

    def _finish(self, turn: Turn, outcome: Outcome) -> Reply:
        reply = self.composer.compose(
            _bounded(outcome, turn.request.limit),
            answer_id=new_id("ans"),
            conversation_id=turn.conversation.id,
            language=turn.language,
            photos=_photos(turn),
            timings_ms={k: round(v, 1) for k, v in turn.timings.items()},
            shown=turn.shown,
            dropped=turn.dropped,
            confidence=turn.confidence,
            notes=(*notes_of(turn, self.model is not None), *_untold(turn, outcome)),
            model=self.model if _used_model(turn) else None,
        )
        self.conversations.keep(_carried(turn, outcome))
        self.audit.keep(
            Record(
                request=turn.request,
                question=turn.question,
                typed=turn.typed,
                stated=turn.stated,
                photo_text=turn.photo_text,
                codes=turn.codes,
                plates=turn.plates,
                photos=turn.photos,
                described=turn.seen,
                fault=str(turn.fault or ""),
                evidence=turn.evidence,
                reply=reply,
                signs=turn.signs,
                spent=turn.spent,
                said_before=turn.told or turn.said_before,
            )
        )
        return reply


def _bounded(outcome: Outcome, limit: int) -> Outcome:
    """With no more than `limit` pages listed where nothing is claimed; what is decided rests on all."""
    if isinstance(outcome, Refused):
        return replace(outcome, closest=outcome.closest[:limit])
    if isinstance(outcome, HandedOff):
        return replace(outcome, evidence=outcome.evidence[:limit])
    return outcome


def _asked(turn: Turn, match: Match) -> Asked:
    widened = turn.evidence.widened if turn.evidence else ()
    earlier = [q for q in turn.conversation.turns if q and q != turn.question]
    return Asked(
        question=turn.question,
        language=turn.language,
        products=match.products if isinstance(match, Named) else (),
        codes=turn.codes,
        photo_text=turn.photo_text,
        widened=tuple(dict.fromkeys(w for x in widened for w in x.added)),
        quantities=asked_quantities(turn.evidence) if turn.evidence else frozenset(),
        photos=turn.pictures,
        earlier=tuple(earlier[-_EARLIER:]),
        deadline=turn.deadline,
    )


def _carried(turn: Turn, outcome: Outcome) -> Conversation:
    kept = tuple(KeptPhoto(p.sha256, p.width, p.height) for p in turn.photos if p.stored)
    before = replace(
        turn.conversation,
        turns=(*turn.conversation.turns[-19:], turn.question),
        photos=kept or turn.conversation.photos,
        language=turn.language,
    )
    settled = turn.named or turn.stated
    if isinstance(outcome, Clarify):
        options = tuple((o.label, next(iter(o.set.values()), o.label)) for o in outcome.options)
        pending = Pending(
            turn.question, outcome.about, options, turn.photo_text, turn.codes, turn.plates, turn.doubts
        )
        known = settled if settled and outcome.about != "product" else before.product
        return replace(before, product=known, pending=pending)
    product = settled if settled and not isinstance(outcome, Refused) else before.product
    return replace(before, product=product, pending=None)


def _untold(turn: Turn, outcome: Outcome) -> tuple[str, ...]:
    """Which of the codes that were asked for the answer does not tell, and why."""
    if turn.evidence is None or not isinstance(outcome, Answered):
        return ()
    missing = unlisted(turn.evidence, turn.said)
    told = " | ".join(claim.claim.text for claim in outcome.grounded.claims)
    held_back = " | ".join(dropped.claim.text for dropped in turn.dropped)
    unsure = [code for code in turn.said if mentions(code, held_back) and not mentions(code, told)]
    each = (("note.unlisted", missing), ("note.unsure", unsure))
    return tuple(phrase(key, turn.language, codes=", ".join(codes)) for key, codes in each if codes)


def _used_model(turn: Turn) -> bool:
    """Whether a model had a part in the reply: it wrote, or said what a photo shows."""
    wrote = turn.grounded is not None and turn.grounded.draft.mode == "generated"
    return wrote or bool(turn.pictures and turn.seen)


def _photos(turn: Turn) -> tuple[ReplyPhoto, ...]:
    seen = {p.name: d for p, d in zip(turn.pictures, turn.described, strict=False) if d is not None}
    return tuple(_photo(p, seen.get(f"photo {n}")) for n, p in enumerate(turn.photos, start=1))


def _photo(photo: Photo, seen: Description | None) -> ReplyPhoto:
    quality: dict[str, float | bool] = {
        "blurred": photo.quality.blurred,
        "dark": photo.quality.dark,
        "sharpness": round(photo.quality.sharpness, 3),
        "brightness": round(photo.quality.brightness, 3),
    }
    return ReplyPhoto(photo.text, photo.codes, photo.products, seen.shows or None if seen else None, quality)
