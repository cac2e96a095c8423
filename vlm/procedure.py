"""Keeps a procedure whole: its steps in printed order, and none left out between two that are given.

It does not judge what a step says; the gate does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb_sources.manual import Language, Passage
from vlm.answer import Claim, Located, Shown
from vlm.own_words import quoted_instead

Cited = tuple[Claim, Sequence[Located]]


def printed_order(claims: Sequence[Cited]) -> list[int]:
    """The claims' places in the order to give them: steps of one procedure as printed, others as they are."""
    steps = [(n, _step_of(located)) for n, (_, located) in enumerate(claims)]
    order = list(range(len(claims)))
    for procedure in {(s.edition, s.part_of) for _, s in steps if s is not None}:
        own = [(n, s) for n, s in steps if s is not None and (s.edition, s.part_of) == procedure]
        for place, (n, _) in zip([n for n, _ in own], sorted(own, key=lambda x: x[1].order), strict=True):
            order[place] = n
    return order


def skipped_steps(
    claims: Sequence[Cited], shown: Sequence[Shown], language: Language
) -> list[tuple[int, Claim]]:
    """Quotations of the steps left out between two cited ones of a procedure, and before which claim
    each belongs. Who follows a procedure must not have to guess that something is missing."""
    cited = {place.shown.passage.id for _, located in claims for place in located}
    out: list[tuple[int, Claim]] = []
    for at, ((before, first), (_, second)) in enumerate(pairwise(claims), start=1):
        one, two = (_step_of(located) for located in (first, second))
        if one is None or two is None or (one.part_of, one.edition) != (two.part_of, two.edition):
            continue
        between = sorted(
            (s for s in shown if _lies_between(s.passage, one, two) and s.passage.id not in cited),
            key=lambda s: s.passage.order,
        )
        for number, step in enumerate(between, start=1):
            whole = Located(step, 0, len(step.passage.text))
            named = replace(before, id=f"{before.id}.{number}", kind="step")
            out += [(at, claim) for claim in quoted_instead(named, (whole,), language)]
            cited.add(step.passage.id)
    return out


def _step_of(located: Sequence[Located]) -> Passage | None:
    """The last step that is cited."""
    steps = [p.shown.passage for p in located if p.shown.passage.kind == "step" and p.shown.passage.part_of]
    return max(steps, key=lambda passage: passage.order, default=None)


def _lies_between(passage: Passage, one: Passage, two: Passage) -> bool:
    same = (passage.kind, passage.part_of, passage.edition) == ("step", one.part_of, one.edition)
    return same and one.order < passage.order < two.order
