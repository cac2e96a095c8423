"""How rare the wishes of a question are among what is live."""

from __future__ import annotations

from retrieval.glossary import Glossary
from retrieval.lexical import Encoder
from retrieval.question import Reader, Weights
from retrieval.rarity import SLIGHT, Rarities
from tests.retrieval.test_search import Shelf, passage

ENCODER = Encoder()
READER = Reader(ENCODER, Glossary.load(), Weights())
LIVE = frozenset({"r1"})


def shelf() -> Shelf:
    filled = Shelf()
    texts = ["The pump hums.", "The pump leaks.", "The impeller is loose."]
    filled.add("r1", [passage(str(n), text) for n, text in enumerate(texts)])
    return filled


def test_a_word_of_one_passage_is_rarer_than_one_of_two() -> None:
    found = Rarities(shelf().store).of("t", LIVE, READER.read("pump impeller"), ENCODER)
    rare, common = sorted(found.values(), reverse=True)[0], min(found.values())
    assert rare > common > 0


def test_rarities_are_asked_again_when_what_is_live_changes() -> None:
    filled = shelf()
    rarities, question = Rarities(filled.store), READER.read("pump")
    before = rarities.of("t", LIVE, question, ENCODER)
    filled.add("r2", [passage(f"x{n}", "Another pump.", reading="r2") for n in range(9)])
    assert rarities.of("t", LIVE, question, ENCODER) == before, "remembered"
    assert rarities.of("t", LIVE | {"r2"}, question, ENCODER) != before


def test_a_single_character_weighs_little_and_unknown_words_are_not_known() -> None:
    filled = shelf()
    rarities = Rarities(filled.store)
    whole = rarities.of("t", LIVE, READER.read("叶轮"), ENCODER)
    slight = rarities.of("t", LIVE, READER.read("啃"), ENCODER)
    assert max(slight.values()) <= SLIGHT * max(whole.values()) * 1.01
    assert rarities.known("t", READER.dimensions("pump"))
    assert not rarities.known("t", READER.dimensions("carburettor"))
