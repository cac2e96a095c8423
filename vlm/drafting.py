"""From what was asked and what was shown to a draft.

It does not check a draft: checking.py does, whoever drafted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kb_sources.plugins import load
from vlm.answer import Asked, Draft, Shown

DRAFTERS = "vlm.drafters"


class Drafter(Protocol):
    """Proposes claims with their quotations. A draft without claims means: nothing here answers."""

    def draft(self, asked: Asked, shown: Sequence[Shown]) -> Draft: ...


def build_drafter(name: str, settings: object) -> Drafter:
    """The drafter of that name in vlm/drafters. Raises PluginUnknown."""
    drafter: Drafter = load(DRAFTERS, name).build(settings)
    return drafter
