"""Draft and check: what leaves is checked, whoever wrote it, and a model that fails only costs its wording.

It neither searches nor decides what an answer is worth. A model writes and mends its draft once; what still
does not stand is given in the manual's own words or dropped; without a model, everything is quoted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kb_sources.errors import ModelUnavailable
from vlm.answer import Asked, CheckedClaim, Draft, Dropped, Grounded, Shown
from vlm.disputes import among
from vlm.drafting import Terms
from vlm.model import Deadline
from vlm.own_words import foreign, quoted_instead
from vlm.procedure import printed_order, skipped_steps

_RESERVE_S, _RESERVE = 1.0, 0.15  # of the time there is, kept for quoting should the model come to nothing

Progress = Callable[[str], None]
Outcome = CheckedClaim | Dropped


class Drafter(Protocol):
    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Draft: ...


class Gate(Protocol):
    def check(self, draft: Draft, shown: Sequence[Shown], asked: Asked) -> Grounded: ...


@dataclass(frozen=True, slots=True)
class Grounding:
    """`writing` is the drafter with a model, where there is one; `crosses` says whether its claims may be in
    another language than what they cite, because a judge that reads both looks at them."""

    quoting: Drafter
    gate: Gate
    writing: Drafter | None = None
    crosses: bool = False

    def ground(
        self,
        asked: Asked,
        shown: Sequence[Shown],
        terms: Terms,
        progress: Progress,
        fault: ModelUnavailable | None = None,
    ) -> tuple[Grounded, ModelUnavailable | None]:
        """What stands of a draft, and why the model was of no use. With a `fault` it is not asked at all."""
        progress("draft")
        if self.writing is None or fault is not None:
            return self._quoted(asked, shown, terms, progress), fault
        try:
            return self._written(self.writing, asked, shown, terms, progress), None
        except ModelUnavailable as error:
            return self._quoted(asked, shown, terms, progress), error

    def _quoted(self, asked: Asked, shown: Sequence[Shown], terms: Terms, progress: Progress) -> Grounded:
        draft = self.quoting.draft(asked, shown, terms)
        progress("check")
        return self.gate.check(draft, shown, asked)

    def _written(
        self, writing: Drafter, asked: Asked, shown: Sequence[Shown], terms: Terms, progress: Progress
    ) -> Grounded:
        began = time.monotonic()
        left = terms.deadline.left
        room = replace(terms, deadline=Deadline.after(left - min(_RESERVE_S, _RESERVE * left)))
        first = writing.draft(asked, shown, room)
        took = time.monotonic() - began
        progress("check")
        outcomes = _in_order(self.gate.check(first, shown, asked))
        wrong = [o for o in outcomes if isinstance(o, Dropped) and not self._is_foreign(o, asked)]
        if wrong and room.deadline.left > took:
            outcomes = self._mended(writing, first, outcomes, asked, shown, room)
        held_back = tuple(o for o in outcomes if isinstance(o, Dropped))
        outcomes = _said_once([self._own_words(o, asked, shown) for o in outcomes])
        order = printed_order([(o.claim, o.located) for o in outcomes])
        outcomes = self._with_skipped([outcomes[n] for n in order], asked, shown)
        grounded = replace(_joined(first, outcomes), dropped=held_back)
        if first.claims and (not grounded.claims or _has_hole(outcomes)):
            quoted = self._quoted(asked, shown, terms, progress)
            return replace(quoted, dropped=(*grounded.dropped, *quoted.dropped))
        return grounded

    def _mended(
        self,
        writing: Drafter,
        first: Draft,
        outcomes: Sequence[Outcome],
        asked: Asked,
        shown: Sequence[Shown],
        room: Terms,
    ) -> list[Outcome]:
        """One round: the drafter is told what was held back and why; where it fails, nothing is lost."""
        try:
            second = writing.draft(asked, shown, replace(room, first=_joined(first, outcomes)))
        except ModelUnavailable:
            return list(outcomes)
        failed = [o.claim.id for o in outcomes if isinstance(o, Dropped)]
        named = {c.id: c for c in second.claims if c.id in failed}
        mended = named or dict(zip(failed, second.claims, strict=False))
        again = Draft(tuple(replace(c, id=name) for name, c in mended.items()), second.mode)
        stands = {c.claim.id: c for c in self.gate.check(again, shown, asked).claims}
        return [stands.get(o.claim.id, o) if isinstance(o, Dropped) else o for o in outcomes]

    def _own_words(self, outcome: Outcome, asked: Asked, shown: Sequence[Shown]) -> Outcome:
        """The manual's own words instead of an unchecked translation, of a step that did not stand, and of
        what blends two editions."""
        claim = outcome.claim
        passed = isinstance(outcome, CheckedClaim)
        quotes = not passed and (claim.kind == "step" or among(outcome.located) is not None)
        if not self._is_foreign(outcome, asked) and not quotes:
            return outcome
        quoted = quoted_instead(claim, outcome.located, asked.language)
        checked = self.gate.check(Draft(quoted, "generated"), shown, asked).claims if quoted else ()
        if checked:
            return checked[0]
        return outcome if not passed else Dropped(claim, outcome.located, outcome.verdict)

    def _with_skipped(
        self, outcomes: Sequence[Outcome], asked: Asked, shown: Sequence[Shown]
    ) -> list[Outcome]:
        """With the steps that the model left out of the middle of a procedure."""
        standing = [(o.claim, o.located) for o in outcomes if isinstance(o, CheckedClaim)]
        skipped = skipped_steps(standing, shown, asked.language)
        if not skipped:
            return list(outcomes)
        drafted = Draft(tuple(claim for _, claim in skipped), "generated")
        checked = iter(_in_order(self.gate.check(drafted, shown, asked)))
        before: dict[int, list[Outcome]] = {}
        for at, _ in skipped:
            before.setdefault(at, []).append(next(checked))
        merged: list[Outcome] = []
        place = 0
        for outcome in outcomes:
            if isinstance(outcome, CheckedClaim):
                merged += before.get(place, ())
                place += 1
            merged.append(outcome)
        return merged

    def _is_foreign(self, outcome: Outcome, asked: Asked) -> bool:
        judged = self.crosses and isinstance(outcome, CheckedClaim)
        return foreign(outcome.claim, outcome.located, asked.language, judged)


def _in_order(grounded: Grounded) -> list[Outcome]:
    """Passed and dropped claims as they were drafted."""
    outcomes: list[Outcome] = [*grounded.claims, *grounded.dropped]
    by_claim = {id(o.claim): o for o in outcomes}
    return [by_claim[id(claim)] for claim in grounded.draft.claims]


def _said_once(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Without the claims that say in the same words what one before them says of the same places."""
    said = set()
    kept: list[Outcome] = []
    for outcome in outcomes:
        if isinstance(outcome, CheckedClaim):
            places = frozenset((x.shown.passage.id, x.start, x.end) for x in outcome.located)
            if (outcome.claim.text, places) in said:
                continue
            said.add((outcome.claim.text, places))
        kept.append(outcome)
    return kept


def _joined(draft: Draft, outcomes: Sequence[Outcome]) -> Grounded:
    return Grounded(
        tuple(o for o in outcomes if isinstance(o, CheckedClaim)),
        tuple(o for o in outcomes if isinstance(o, Dropped)),
        replace(draft, claims=tuple(o.claim for o in outcomes)),
    )


def _has_hole(outcomes: Sequence[Outcome]) -> bool:
    """A procedure that lost a step is worse than none: it is then quoted from the manual."""
    steps = [o for o in outcomes if o.claim.kind == "step"]
    return any(isinstance(o, Dropped) for o in steps) and any(isinstance(o, CheckedClaim) for o in steps)
