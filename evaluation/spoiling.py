"""Drafts with a seeded error: what a model may get wrong, so that it can be seen what stops it.

It changes no quote and no passage, and it is only ever put before the gate by whoever evaluates.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vlm.answer import Asked, Claim, Draft, Shown
from vlm.drafting import Drafter, Terms
from vlm.measures import read_figures

_DIGIT = re.compile(r"\d(?=\D*$)")


@dataclass(frozen=True, slots=True)
class SpoiledDrafter:
    """Drafts as `drafter` does, and changes the last digit of one figure in a share of the answers.

    Which answers is settled by a hash of the question: the same in every run.
    """

    drafter: Drafter
    share: float = 0.5  # 0..1, of the questions

    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Draft:
        draft = self.drafter.draft(asked, shown, terms)
        return spoil(draft) if spoils(asked.question, self.share) else draft


def spoils(question: str, share: float) -> bool:
    """Whether the answers to a question are spoiled."""
    digest = hashlib.sha256(question.encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32 < share


def spoil(draft: Draft) -> Draft:
    """The draft with one digit of its first figure (value, code, part number) replaced by another."""
    for n, claim in enumerate(draft.claims):
        wrong = _spoiled(claim)
        if wrong is not None:
            return replace(draft, claims=(*draft.claims[:n], wrong, *draft.claims[n + 1 :]))
    return draft


def wrong_figure(text: str) -> str | None:
    """The text with one digit of its first figure replaced by another; None where there is no figure."""
    for figure in read_figures(text):
        there = text[figure.start : figure.end]
        changed = _DIGIT.sub(lambda found: str((int(found[0]) + 1) % 10), there, count=1)
        if changed != there and figure.start > 0:  # not the number of the step itself
            return text[: figure.start] + changed + text[figure.end :]
    return None


def _spoiled(claim: Claim) -> Claim | None:
    wrong = wrong_figure(claim.text)
    return None if wrong is None else replace(claim, text=wrong)
