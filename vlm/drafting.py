"""From what was asked and what was shown to a draft.

It does not check a draft: checking.py does, whoever drafted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kb_sources.plugins import load
from vlm.answer import Asked, Draft, Grounded, Shown
from vlm.model import Deadline, Sampling

DRAFTERS = "vlm.drafters"
_HOTTEST, _LEAST_TOP_P = 1.0, 0.05
_TOKENS, _FEWEST_TOKENS, _MOST_TOKENS = 1536, 256, 4096


@dataclass(frozen=True, slots=True)
class Terms:
    """What a draft may cost, and the checked draft it is to repair, if it is a second one."""

    deadline: Deadline
    sampling: Sampling = field(default_factory=Sampling)
    first: Grounded | None = None


def sampling_of(wished: Mapping[str, float] | None) -> Sampling:
    """The sampling of a draft as the asker wishes, within limits: it has to stay true and come whole."""
    values = wished or {}
    return Sampling(
        temperature=min(max(values.get("temperature", 0.0), 0.0), _HOTTEST),
        top_p=min(max(values.get("top_p", 1.0), _LEAST_TOP_P), 1.0),
        max_tokens=min(max(int(values.get("max_tokens", _TOKENS)), _FEWEST_TOKENS), _MOST_TOKENS),
    )


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
