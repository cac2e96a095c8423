"""The nearest figures to any of the photos, each once with its best score; what is far away is no figure."""

from __future__ import annotations

from collections.abc import Sequence

from kb_sources.manual import Language
from retrieval.embedder import Dense, Embedding
from retrieval.looking import LEAST, MOST, Looking
from retrieval.store import Point, Sparse, StoreSettings
from retrieval.stores.exact import build

KIND = Embedding("eye", "1", 2, pictures=True)


class Eye:
    """A photo's bytes are the degrees it lies at."""

    languages: frozenset[Language] = frozenset({"en"})
    embedding = KIND

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        raise AssertionError("no text is embedded alone")

    def question(self, text: str) -> Dense:
        raise AssertionError("no text is embedded alone")

    def figures(self, shown: Sequence[tuple[bytes, str]]) -> list[Dense]:
        return [at(float(picture)) for picture, _ in shown]

    def photo(self, picture: bytes, text: str = "") -> Dense:
        self.asked.append(text)
        return at(float(picture))


def at(degrees: float) -> Dense:
    import math

    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def looking(*degrees: float) -> tuple[Looking, Eye]:
    store, eye = build(StoreSettings(embedding=KIND)), Eye()
    words = Sparse((1,), (1.0,))
    store.put([Point(f"f{d:.0f}", words, "t", "m", "e", "r", "en", "figure", picture=at(d)) for d in degrees])
    return Looking(eye, store), eye


def find(found: Looking, *photos: bytes) -> list[str]:
    return [scored.id for scored in found.find("t", photos, "the pump", None, frozenset())]


def test_the_nearest_to_any_photo_each_once() -> None:
    found, eye = looking(0, 20, 50, 90, 180)
    assert find(found, b"10") == ["f0", "f20", "f50"] or find(found, b"10") == ["f20", "f0", "f50"]
    assert set(find(found, b"0", b"90")) == {"f0", "f90", "f20"}
    scores = [s.score for s in found.find("t", (b"0", b"20"), "", None, frozenset())]
    assert scores == sorted(scores, reverse=True)
    assert eye.asked[0] == "the pump"


def test_what_is_far_away_is_left_out_and_there_are_few() -> None:
    found, _ = looking(*range(0, 40, 4))
    assert len(find(found, b"0")) == MOST
    far, _ = looking(170, 180)
    assert find(far, b"0") == []
    assert at(73)[0] < LEAST < at(72)[0]
    near, _ = looking(72, 73)
    assert find(near, b"0") == ["f72"]


def test_no_photo_asks_nobody() -> None:
    found, eye = looking(0)
    assert find(found) == []
    assert eye.asked == []
