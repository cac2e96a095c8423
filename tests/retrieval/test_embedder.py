"""Texts are embedded once: what is remembered is not made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from kb_sources.manual import Language, Passage
from retrieval.embedder import BATCH, Dense, Embedding, Meanings


class Counting:
    """Embeds by length and remembers which texts it was given."""

    embedding = Embedding("counting", "", 2)
    languages: frozenset[Language] = frozenset({"en"})

    def __init__(self) -> None:
        self.seen: list[str] = []

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        self.seen += texts
        return [(float(len(text)), 1.0) for text in texts]

    def question(self, text: str) -> Dense:
        return (float(len(text)), 1.0)


class Remembering:
    def __init__(self) -> None:
        self.kept: dict[str, Dense] = {}
        self.writes = 0

    def held(self, hashes: Sequence[str]) -> Mapping[str, Dense]:
        return {h: self.kept[h] for h in hashes if h in self.kept}

    def keep(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self.writes += 1
        self.kept.update({h: tuple(v) for h, v in vectors.items()})


def passage(name: str, text: str) -> Passage:
    return Passage(name, "e", "r", "text", ("Title",), 0, text, (), "textlayer")


def test_a_text_is_embedded_once_however_often_it_stands_there() -> None:
    embedder, memory = Counting(), Remembering()
    some = [passage("a", "one"), passage("b", "one"), passage("c", "three")]
    found = Meanings(embedder, memory).of(some, "en")
    assert [found[p.text_hash] for p in some] == [(3.0, 1.0), (3.0, 1.0), (5.0, 1.0)]
    assert Meanings(embedder, memory).of([*some, passage("d", "four")], "en").keys() > found.keys()
    assert embedder.seen == ["one", "three", "four"]


def test_a_kill_costs_one_batch_at_most() -> None:
    class Dying(Counting):
        def passages(self, texts: Sequence[str]) -> list[Dense]:
            if len(self.seen) >= 2 * BATCH:
                raise KeyboardInterrupt
            return super().passages(texts)

    memory = Remembering()
    many = [passage(str(n), f"text {n}") for n in range(3 * BATCH)]
    with pytest.raises(KeyboardInterrupt):
        Meanings(Dying(), memory).of(many, "en")
    assert len(memory.kept) == 2 * BATCH
    embedder = Counting()
    Meanings(embedder, memory).of(many, "en")
    assert len(embedder.seen) == BATCH


def test_a_language_the_embedder_does_not_understand_is_left_to_words() -> None:
    embedder, memory = Counting(), Remembering()
    assert Meanings(embedder, memory).of([passage("a", "打不开")], "zh") == {}
    assert embedder.seen == []
    assert memory.writes == 0


def test_an_embedding_says_whose_it_is() -> None:
    assert str(Embedding("m", "r1", 384)) == "m@r1 (384 dimensions)"
    assert str(Embedding("m", "", 8)) == "m (8 dimensions)"
