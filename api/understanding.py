"""Understand: what an ask says, what its photos show, and what the conversation adds to it.

It neither searches nor answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from api.choosing import chosen, in_doubt
from api.conversation import Conversations, Pending
from api.saying import added, asks, left, tongue_of
from api.turn import AskRequest, Turn
from api.wishes import wants_a_person
from kb_sources.codes import codes_in
from kb_sources.errors import ModelUnavailable, NotFound, PhotoRejected, QuestionRejected
from kb_sources.manual import Language
from kb_sources.naming import new_id
from retrieval.products import Family, Match, Named, Unknown
from vlm.describing import Description
from vlm.model import Deadline, Picture
from vlm.personal_numbers import hide_numbers
from vlm.photo import Photo
from vlm.pixels import PixelBudget, fit_size

MAX_QUESTION = 2000  # characters
_LOOKING = 0.3  # of the time there is, at most, for looking at the photos
# What is a model where a product was asked for, though not in running text: N8, Galaxy A5.
_MODEL_ALONE = re.compile(r"(?:[a-z]+ |[\u3400-\u9fff]{2,4} ?){0,2}[a-z]{1,6}-?\d{1,5}[a-z]{0,2}")

PhotoCleaner = Callable[[bytes], Photo]
# A text's names for kinds of device, and the products that are of that kind.
Kinds = Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]


class ProductNames(Protocol):
    """Which products a text speaks of, among those there are manuals for."""

    def recognise(self, stated: str | None, texts: Sequence[str]) -> Match: ...
    def known(self) -> tuple[str, ...]: ...
    def makers(self) -> tuple[str, ...]: ...
    def heard(self, word: str) -> bool: ...


class Album(Protocol):
    """Where photos of earlier turns are kept. Raises NotFound."""

    def get(self, key: str) -> bytes: ...


class Describer(Protocol):
    """Says what photos show. Raises ModelUnavailable."""

    def describe(
        self, photos: Sequence[Picture], language: Language, deadline: Deadline
    ) -> tuple[Description | None, ...]: ...


@dataclass(frozen=True, slots=True)
class Understanding:
    """Without a describer nothing is guessed from pixels."""

    products: ProductNames
    clean: PhotoCleaner
    conversations: Conversations
    album: Album
    describer: Describer | None = None
    kinds: Kinds = lambda words: ((), ())

    def understand(self, request: AskRequest, deadline: Deadline) -> Turn:
        """Raises QuestionRejected and PhotoRejected; a model that fails is noted in the turn."""
        words = _bounded(request.question)
        conversation = self.conversations.recall(request.conversation_id or new_id("con"))
        if not (words or request.photos or (request.product and conversation.pending)):
            raise _no_words(request.question)
        language = request.language or tongue_of(words, self.products.known()) or conversation.language
        turn = Turn(request, conversation, words, language or "en", deadline, typed=words)
        turn.stated = hide_numbers(request.product or "") or None
        if not self._completes(turn) and turn.stated is None and not self._names_one(turn.question):
            turn.stated = conversation.product or None
        with turn.timed("photo"):
            turn.photos = tuple(self._bar_coded(self.clean(data)) for data in request.photos)
        self._look(turn)
        read = "\n".join(p.text for p in turn.photos if p.text)
        turn.photo_text = read or turn.photo_text or request.photo_text
        turn.plates = tuple(m for p in turn.photos for m in p.products) or turn.plates or request.plates
        seen = [code for p in turn.photos for code in p.codes]
        turn.said = codes_in(turn.question, (*self.products.known(), *self.products.makers()))
        turn.codes = tuple(dict.fromkeys((*turn.said, *seen, *turn.codes, *request.codes)))
        return turn

    def _names_one(self, question: str) -> bool:
        """Whether a turn speaks of a product of its own; the conversation's is then not meant."""
        return isinstance(self.products.recognise(None, [question]), Named | Unknown)

    def _bar_coded(self, photo: Photo) -> Photo:
        """With what its bar codes name; a number that no manual knows, such as a serial, names nothing."""
        matches = [self.products.recognise(None, [code]) for code in photo.barcodes]
        names = [match.products[0] for match in matches if isinstance(match, Named)]
        codes = [code for code in codes_in("\n".join(photo.barcodes), names) if self.products.heard(code)]
        return replace(
            photo,
            products=tuple(dict.fromkeys((*photo.products, *names))),
            codes=tuple(dict.fromkeys((*photo.codes, *codes))),
        )

    def _look(self, turn: Turn) -> None:
        """Have the photos described. A photo that may hold a personal number is shown to no model."""
        turn.described = turn.request.described
        turn.pictures = tuple(_pictures(turn.photos)) if turn.photos else tuple(self._kept(turn))
        if self.describer is None or not turn.photos or not turn.pictures:
            return
        with turn.timed("describe"):
            try:
                deadline = Deadline.after(_LOOKING * turn.deadline.left)
                turn.described = self.describer.describe(turn.pictures, turn.language, deadline)
            except ModelUnavailable as error:
                turn.fault = error

    def _kept(self, turn: Turn) -> Iterator[Picture]:
        """The photos of an earlier turn, for a model to see again; one that was removed since is left out."""
        for number, photo in enumerate(turn.conversation.photos, start=1):
            with suppress(NotFound):
                data = self.album.get(photo.key)
                yield Picture(data, photo.width, photo.height, f"photo {number}", "image/jpeg")

    def _completes(self, turn: Turn) -> bool:
        """Let the turn complete the question that was left open, unless it asks another one."""
        pending = turn.conversation.pending
        if pending is None or wants_a_person(turn.question):
            return False
        picked = chosen(turn.question, pending.options)
        told_product = pending.about == "product" and turn.stated is not None
        if picked is None and not told_product and in_doubt(turn.question, pending.options):
            turn.question, turn.doubts = pending.question, True
            turn.stated = turn.stated or (turn.conversation.product if pending.about != "product" else None)
        elif pending.about == "product":
            told = (picked, "") if picked else self._told_kind(turn, pending)
            told = told or self._told_product(turn, pending)
            if told is None:
                return False
            turn.stated, said = told
            turn.question = f"{pending.question} {said}".strip()
        elif picked is None and _asks_another(turn.question, pending):
            return False
        else:
            turn.stated = turn.stated or turn.conversation.product or None
            turn.question = _filled_in(pending, picked or turn.question)
        if picked:  # an option may be in the manual's language
            turn.language = turn.request.language or turn.conversation.language or turn.language
        turn.photo_text = pending.photo_text
        turn.codes = pending.codes if pending.about != "code" else ()
        turn.plates = () if pending.about == "product" else pending.plates
        return True

    def _told_kind(self, turn: Turn, pending: Pending) -> tuple[str | None, str] | None:
        """The option that is of the kind of device that is all that is said, or that kind where several are;
        None where more is said, or none is."""
        names, products = self.kinds(turn.question)
        fitting = [value for _, value in pending.options if value in products]
        if not fitting or turn.stated is not None or left(turn.question, names):
            return None
        return (fitting[0], "") if len(fitting) == 1 else (None, turn.question)

    def _told_product(self, turn: Turn, pending: Pending) -> tuple[str | None, str] | None:
        """Which product was named when it was asked for, and what was said along with it; None when the words
        are another question."""
        words, known = turn.question, self.products.known()
        rest = left(words, (*known, turn.stated or ""))
        if turn.stated is not None:
            return None if rest and words != pending.question else (turn.stated, "")
        match = self.products.recognise(None, [words])
        if not isinstance(match, Named | Unknown | Family) and _MODEL_ALONE.fullmatch(rest):
            match = match if codes_in(words) else Unknown(rest.upper())
        more = added(words, known)
        if rest and (asks(more) or not isinstance(match, Named | Unknown | Family)):
            return None
        if _denies(words, known):
            return None, ""
        if isinstance(match, Family):
            return None, words
        if isinstance(match, Unknown):
            return match.name, more if rest.upper() != match.name else ""
        return (match.products[0], more) if isinstance(match, Named) else (None, "")


def _bounded(question: str) -> str:
    """The question without personal numbers; "" where it holds no words. Raises QuestionRejected."""
    if len(question) > MAX_QUESTION:
        raise QuestionRejected(
            f"The question has {len(question):,} characters; {MAX_QUESTION:,} are allowed.",
            hint="Describe the device and the fault in a few sentences.",
        )
    words = hide_numbers(" ".join(question.split()))
    return words if any(unicodedata.category(c)[0] in "LN" for c in words) else ""


def _no_words(question: str) -> QuestionRejected:
    return QuestionRejected(
        "The question holds no words." if question.strip() else "The question is empty.",
        hint="Say which device it is and what it does, e.g. “我的手机打不开，怎么办？”.",
    )


def _pictures(photos: Sequence[Photo]) -> list[Picture]:
    """The photos a model may be shown; one too long and narrow for any model is left out."""
    pictures = []
    for number, photo in enumerate(photos, start=1):
        name = f"photo {number}"
        try:
            fit_size(photo.width, photo.height, PixelBudget(), name)
        except PhotoRejected:
            continue
        if photo.stored:
            pictures.append(Picture(photo.jpeg, photo.width, photo.height, name, "image/jpeg"))
    return pictures


def _asks_another(words: str, pending: Pending) -> bool:
    """Whether the words ask something else, rather than tell the symptom or code that was asked for."""
    codes = [*codes_in(words), *(label for label, _ in pending.options)] if pending.about == "code" else []
    return bool(left(words, codes)) and asks(added(words, codes))


def _denies(words: str, names: Sequence[str]) -> bool:
    """Whether a product is named only to say that it is another."""
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return bool(re.search(rf"(?:不是|并非|\bnot(?: an?| the| my)?)\s*(?:{either})", words, re.IGNORECASE))


def _filled_in(pending: Pending, said: str) -> str:
    """The open question with what was said; a code takes the place of the other that was offered."""
    if pending.about == "code":
        if not said or _whole(said).search(pending.question):
            return pending.question
        for label, _ in pending.options:
            if _whole(label).search(pending.question):
                return _whole(label).sub(lambda _: said, pending.question)
    return f"{pending.question} {said}".strip()


def _whole(code: str) -> re.Pattern[str]:
    """The code by itself: E2 stands neither in E21 nor in E2-1."""
    return re.compile(
        rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-){re.escape(code)}(?![A-Za-z0-9]|-[A-Za-z0-9])", re.IGNORECASE
    )
