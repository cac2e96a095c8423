"""How two rankings, by words and by meaning, become one; an exact code is never lost by it.

It does not search: the stores fuse in their engine, `fuse` says what must come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb_sources.manual import Language
from kb_sources.tongue import language_of
from retrieval.embedder import Embedder
from retrieval.lexical import Encoder
from retrieval.store import DEPTH, Fusion, Lookup, PassageStore, Ranks, Sparse


def fuse(
    words: Sequence[tuple[str, float]], dense: Sequence[tuple[str, float]], fusion: Fusion
) -> list[tuple[str, float]]:
    """Two rankings of ids with their scores, best first, as one; only the best DEPTH of each count."""
    by_words, by_meaning = dict(words[:DEPTH]), {i: score for i, score in dense[:DEPTH] if score >= 0}
    if isinstance(fusion, Ranks):
        by_words = {i: 1 / (fusion.k + n) for n, i in enumerate(by_words)}
        by_meaning = {i: 1 / (fusion.k - 1 + (n + 1) / fusion.weight) for n, i in enumerate(by_meaning)}
    else:
        by_meaning = {i: fusion.weight * score for i, score in by_meaning.items()}
    together = {i: by_words.get(i, 0.0) + by_meaning.get(i, 0.0) for i in {**by_words, **by_meaning}}
    return sorted(together.items(), key=lambda pair: -pair[1])


class Fusing:
    """Adds to a lookup what the question means. Threads may share one."""

    def __init__(self, embedder: Embedder, store: PassageStore, encoder: Encoder, fusion: Fusion) -> None:
        self._embedder = embedder
        self._store = store
        self._encoder = encoder
        self._fusion = fusion

    def add(self, lookup: Lookup, text: str, codes: Sequence[str], language: Language | None) -> Lookup:
        """The lookup as it is when the embedder does not understand the language.

        No passage overtakes one that holds a code of the question by being closer in meaning: under Sum each
        code weighs as much more as the best cosine can add; under Ranks, where nothing bounds what a place is
        worth, a question with a code is looked up by words alone.
        """
        spoken = language or language_of(text)
        if spoken not in self._embedder.languages or not text.strip():
            return lookup
        words = lookup.words
        if codes:
            if isinstance(self._fusion, Ranks):
                return lookup
            dims = tuple(dict.fromkeys(self._encoder.code(code) for code in codes))
            rarities = self._store.rarities(lookup.tenant, dims)
            words = raised(words, {d: self._fusion.weight / r for d, r in zip(dims, rarities, strict=True)})
        return replace(lookup, words=words, dense=self._embedder.question(text), fusion=self._fusion)


def raised(words: Sparse, by: Mapping[int, float]) -> Sparse:
    """The same wishes, some of them weighing more."""
    weights = dict(zip(words.indices, words.values, strict=True))
    weights.update({d: weights.get(d, 0.0) + more for d, more in by.items()})
    return replace(words, indices=tuple(weights), values=tuple(weights.values()))
