"""From what was asked and what was shown to a draft.

It does not check a draft: checking.py does, whoever drafted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kb_sources.plugins import load
from vlm.answer import Asked, Draft, Grounded, Shown
from vlm.model import Deadline, Sampling

DRAFTERS = "vlm.drafters"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a draft may cost, and the checked draft it is to repair, if it is a second one."""

    deadline: Deadline
    sampling: Sampling = field(default_factory=Sampling)
    first: Grounded | None = None


class Drafter(Protocol):
    """Proposes claims with their quotations. A draft without claims means: nothing here answers."""

    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Draft:
        """A second draft holds only what is to stand in the place of the claims that were held back, by id.

        Raises the ModelUnavailable that its model meets.
        """
        ...


def build_drafter(name: str, settings: object) -> Drafter:
    """The drafter of that name in vlm/drafters. Raises PluginUnknown."""
    drafter: Drafter = load(DRAFTERS, name).build(settings)
    return drafter
