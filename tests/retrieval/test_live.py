"""Which manuals a search asks, and what language counts."""

from __future__ import annotations

import pytest

from kb_sources.manual import Edition, Language, Manual, Passage
from retrieval.live import SAME_LANGUAGE, TRANSLATION, by_language, manuals_of, names_of, spoken_in, unmet
from retrieval.query import Hit, Query


def manual(product: str, language: Language) -> tuple[Manual, Edition]:
    made = Manual(f"{product}-{language}", "t", product, "Acme", (product,), language)
    return made, Edition(f"e-{made.id}", made.id, "1", language, "live", "f.pdf", 1)


LIVE = {"a": manual("N7", "en"), "b": manual("N7", "zh"), "c": manual("WM-9", "en")}


def hit(reading: str) -> Hit:
    passage = Passage("p", "e", reading, "text", (), 0, "text", (), "textlayer")
    return Hit(passage, *LIVE[reading], 1.0, ("words",))


def test_only_manuals_of_the_products_are_asked_by_their_and_their_makers_names() -> None:
    assert manuals_of(LIVE, ()) is None
    assert manuals_of(LIVE, ("N7",)) == {"N7-en", "N7-zh"}
    assert manuals_of(LIVE, ("X",)) == set()
    assert names_of(LIVE, ("N7",)) == {"N7", "Acme"}


@pytest.mark.parametrize(
    ("language", "reading", "factor"),
    [
        ("zh", "a", TRANSLATION),
        ("zh", "b", SAME_LANGUAGE),
        ("zh", "c", 1.0),
        ("en", "b", TRANSLATION),
        (None, "b", 1.0),
    ],
)
def test_a_translation_gives_way_where_the_same_is_in_the_words_language(
    language: Language | None, reading: str, factor: float
) -> None:
    query = Query("t", "?", language)
    assert by_language(query, *LIVE[reading], spoken_in(query, LIVE)) == factor


def test_products_are_unmet_that_no_hit_in_the_language_is_of() -> None:
    kin = [about[0] for about in LIVE.values()]
    assert unmet(kin, [hit("a")], "en") == ("WM-9",)
    assert unmet(kin, [hit("a"), hit("c")], "zh") == ("N7", "WM-9")
    assert unmet(kin, [hit("b"), hit("c")], None) == ()
