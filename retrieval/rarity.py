"""How rare the words of a question are among what a tenant has live.

It does not know what a passage holds of them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from retrieval.lexical import Encoder, Field, dimension
from retrieval.question import Question
from retrieval.store import PassageStore

UNUSED = 0  # a dimension no word has: as rare as can be
SLIGHT = 0.4  # of its weight keeps a word that says little


class Rarities:
    """How rare each wish is among the tenant's passages, remembered until what is live changes."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: dict[str, tuple[frozenset[str], dict[int, float]]] = {}

    def of(self, tenant: str, live: frozenset[str], question: Question, encoder: Encoder) -> dict[str, float]:
        wanted = {
            wish.text: [encoder.code(wish.code)]
            if wish.code
            else [dimension(Field.STEMS, term.stem) for term in wish.terms]
            for wish in question.wishes
        }
        with self._lock:
            seen, known = self._known.get(tenant, (live, {}))
            if seen != live:
                known = {}
            self._known[tenant] = (live, known)
        missing = sorted({d for dims in wanted.values() for d in dims} - known.keys())
        known.update(zip(missing, self._store.rarities(tenant, missing), strict=True))
        return {
            wish.text: max((known[d] for d in wanted[wish.text]), default=0.0)
            * (SLIGHT if wish.slight else 1.0)
            for wish in question.wishes
        }

    def known(self, tenant: str, dimensions: Sequence[int]) -> bool:
        *each, unseen = self._store.rarities(tenant, (*dimensions, UNUSED))
        return bool(each) and max(each) < unseen
