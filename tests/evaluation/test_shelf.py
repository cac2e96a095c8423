"""Texts on a shelf: found by the Search of the service, on the page they stand on."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from evaluation.case import Case, GoldPlace
from evaluation.shelf import PASSAGE_WORDS, PageText, Shelf, cut_lines, opened

MakeCase = Callable[..., Case]
PAGES = (
    PageText("k1", 1, "Descale the kettle with citric acid once a month.", "en", ("Care",)),
    PageText("k1", 2, "Tighten the base screws to 0.25 N·m.", "en", ("Repair", "Base")),
    PageText("k2", 1, "Tighten the base screws to 0.25 N·m.", "en"),
    PageText("k3", 1, "水壶不加热时，检查底座的熔断器。", "zh"),
)


def test_questions_find_their_pages_in_both_languages(make_case: MakeCase) -> None:
    cases = [
        make_case("a", question="how do I descale it", product=None, places=(GoldPlace("k1", (1,)),)),
        make_case("b", question="水壶不加热", lang="zh", product=None, places=(GoldPlace("k3", (1,)),)),
        make_case("c", question="", product=None),
    ]
    with opened(Shelf(PAGES)) as desk:
        found = list(desk.find(cases, 5))
    assert [result.case for result in found] == ["a", "b", "c"]
    assert found[0].found[0] == ("k1", 1)
    assert found[1].found[0] == ("k3", 1)
    assert found[2].found == []
    assert all(result.seconds >= 0 and not result.answer for result in found)


def test_a_product_leaves_the_others_out(make_case: MakeCase) -> None:
    asked = make_case(question="base screws torque", product="k2", places=(GoldPlace("k2", (1,)),))
    with opened(Shelf(PAGES)) as desk:
        (found,) = desk.find([asked], 5)
    assert found.found == [("k2", 1)]


def test_an_equal_text_elsewhere_counts_as_the_gold_page(make_case: MakeCase) -> None:
    gold = [
        make_case(place, product=None, places=(GoldPlace(place, (page,)),))
        for place, page in (("k1", 2), ("k2", 1))
    ]
    with opened(Shelf(PAGES)) as desk:
        for case, result in zip(gold, desk.find(gold, 5), strict=True):
            assert result.found_for(case)[0] == (case.places[0].manual, case.places[0].pages[0])


@given(st.lists(st.text(alphabet="ab 电\n", max_size=60), max_size=30))
def test_a_cut_keeps_every_line_whole_and_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    pieces = cut_lines(text)
    kept = [line for piece in pieces for line in piece.split("\n") if line.strip()]
    assert kept == [line for line in text.split("\n") if line.strip()]
    assert all(len(piece.split()) <= PASSAGE_WORDS or "\n" not in piece for piece in pieces)
