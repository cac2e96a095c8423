"""Recognising products the way people write them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Edition, Manual
from retrieval.products import Family, Match, Named, NotNamed, Products, Unknown, without

MINI = tuple(f"Fox mini E3 V{v}" for v in ("1.0", "1.2", "2.0", "3.0"))
NAMES = (*MINI, "Pane35 V3.0", "Heron 3", "诺维 N7", "诺维 N7 Pro", "WM-620", "QL35", "KINDi Arm")
WORDS = {"printer", "pump", "洗衣机", "TMC2209"}


class Shelf:
    def __init__(self, names: tuple[str, ...] = NAMES, maker: str = "诺维") -> None:
        self._live = {
            f"r{i}": (
                Manual(f"m{i}", "t", name, maker, (name,), "en"),
                Edition(f"e{i}", f"m{i}", "1", "en", "live", "f.pdf", 1),
            )
            for i, name in enumerate(names)
        }

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return self._live


PRODUCTS = Products(Shelf(), "t", WORDS.__contains__)


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("My Heron 3 shows MIN TEMP", ("Heron 3",)),
        ("heron-3打印不粘", ("Heron 3",)),
        ("诺维N7打不开", ("诺维 N7",)),
        ("N7 Pro 黑屏", ("诺维 N7 Pro",)),
        ("n7pro is dead", ("诺维 N7 Pro",)),
        ("Ｎ７　Ｐｒｏ 黑屏", ("诺维 N7 Pro",)),
        ("N7的屏幕", ("诺维 N7",)),
        ("dropped my N7 2 days ago", ("诺维 N7",)),
        ("WM620 won't drain", ("WM-620",)),
        ("QL-35 卡纸", ("QL35",)),
        ("诺维 620 洗衣机", ("WM-620",)),
        ("Fox Mini E3 V2 baud rate", ("Fox mini E3 V2.0",)),
        ("the FOX MINI E3V2.0 board", ("Fox mini E3 V2.0",)),
        ("V2.0 的板子", ("Fox mini E3 V2.0",)),
        ("the V2.0 mini", ("Fox mini E3 V2.0",)),
        ("V3.0 的 Fox mini", ("Fox mini E3 V3.0",)),
        ("Pane35 is black", ("Pane35 V3.0",)),
        ("Pane35 V3.0 on a Fox V1.3", ("Pane35 V3.0",)),
        ("KINDi 机械手的线", ("KINDi Arm",)),
    ],
)
def test_a_product_is_named(text: str, products: tuple[str, ...]) -> None:
    assert PRODUCTS.recognise(None, [text]) == Named(products)


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("How big is the Fox mini E3 board?", MINI),
        ("mini E3 主板有几个风扇接口？", MINI),
        ("V3.0 上 D3 灯亮了", (MINI[3], "Pane35 V3.0")),
    ],
)
def test_part_of_a_name_fits_several(text: str, products: tuple[str, ...]) -> None:
    match = PRODUCTS.recognise(None, [text])
    assert isinstance(match, Family)
    assert set(match.products) == set(products)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What print size does the Heron 5 Plus have?", "Heron 5 Plus"),
        ("Heron 3 V2 drivers", "Heron 3 V2"),
        ("Heron 3 Pro drivers", "Heron 3 Pro"),
        ("N7 Max 黑屏", "N7 Max"),
        ("Fox V1.4 Turbo jumpers", "Fox V1.4 Turbo"),
        ("Pane70 black screen", "Pane70"),
        ("CR-10 S5 的打印尺寸是多少", "CR-10 S5"),
        ("my WM-900 leaks", "WM-900"),
    ],
)
def test_a_product_without_a_manual_is_unknown(text: str, name: str) -> None:
    assert PRODUCTS.recognise(None, [text]) == Unknown(name)


@pytest.mark.parametrize(
    "text",
    [
        "the pump makes noise",
        "my mini fridge",
        "the washer shows E21",
        "use M8 bolts and a USB30 cable",
        "CR2032 battery, IP68, RJ45, AC220V",
        "which TMC2209 driver",
        "N75 不行",
        "3 leds blink",
        "打印机卡纸",
        "",
    ],
)
def test_no_product_is_named(text: str) -> None:
    assert PRODUCTS.recognise(None, [text]) == NotNamed()


@pytest.mark.parametrize(
    ("stated", "text", "match"),
    [
        ("WM-620", "the N7 says", Named(("WM-620",))),
        ("wm 620", "", Named(("WM-620",))),
        ("Fox mini E3", "the V1.2 board", Named((MINI[1],))),
        ("Fox mini E3", "", Family("Fox mini E3", MINI)),
        ("Heron 5", "Heron 3", Unknown("Heron 5")),
        ("iPhone", "screen", Unknown("iPhone")),
        ("printer", "screen", NotNamed()),
        ("printer", "Heron 3", Named(("Heron 3",))),
        ("  ", "Heron 3", Named(("Heron 3",))),
    ],
)
def test_what_is_stated_goes_first_and_the_text_narrows_it(stated: str, text: str, match: Match) -> None:
    assert PRODUCTS.recognise(stated, [text]) == match


def test_all_spellings_of_one_product_are_told() -> None:
    products = Products(Shelf(("Heron 3", "Heron-3")), "t", WORDS.__contains__)
    assert products.recognise(None, ["heron 3"]) == Named(("Heron 3", "Heron-3"))
    assert products.known() == ("Heron 3",)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("WM-620 E21", Named(("WM-620",))),
        ("诺维 N7 E21", Named(("诺维 N7",))),
        ("Heron E21", Named(("Heron 3",))),
        ("Heron E99", Unknown("Heron E99")),
        ("N7 S10", Unknown("N7 S10")),
    ],
)
def test_a_code_that_manuals_hold_makes_no_other_product_of_a_name(text: str, match: Match) -> None:
    assert Products(Shelf(), "t", {"E21", "S10"}.__contains__).recognise(None, [text]) == match


def test_the_makers_are_told_once_each() -> None:
    assert PRODUCTS.makers() == ("诺维",)
    assert Products(Shelf(maker=""), "t", WORDS.__contains__).makers() == ()


@given(st.sampled_from(NAMES), st.sampled_from(["", " ", "-"]), st.booleans())
def test_every_name_is_found_whatever_its_case_and_joints(name: str, joint: str, shout: bool) -> None:
    written = name.upper() if shout else name.lower()
    if joint or name in {"诺维 N7", "QL35"}:  # glued, "Heron3" and "herone3v2" are told apart by nothing
        written = written.replace(" ", joint or " ")
    assert PRODUCTS.recognise(None, [f"请问{written}怎么修"]) == Named((name,))


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    match = PRODUCTS.recognise(None, [text])
    assert isinstance(match, Named | Family | Unknown | NotNamed)


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("诺维Ｎ７ 换电池", ("N7", "诺维"), "换电池"),
        ("SKR-mini E3 V2.0 的板子多大", ("SKR mini E3 V2.0",), "的板子多大"),
        ("Helmar WM 620 E21", ("WM-620", "Helmar"), "E21"),
        ("N70 screen", ("N7",), "N70 screen"),
        ("N7", ("N7",), "N7"),
    ],
)
def test_a_settled_name_is_taken_out_of_the_question(text: str, names: tuple[str, ...], left: str) -> None:
    assert " ".join(without(text, names).split()) == left


def test_two_products_named_at_once_are_left_open() -> None:
    match = PRODUCTS.recognise(None, ["N7 或者 N7 Pro，不知道是哪个"])
    assert match == Family("N7 / N7 Pro", ("诺维 N7", "诺维 N7 Pro"))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("battery of the N9", Unknown("N9")),
        ("N9的电池怎么换", Unknown("N9")),
        ("N5 打不开。", Unknown("N5")),
        ("how do I open the WM-63?", Unknown("WM-63")),
        ("QL-4 不加热", Unknown("QL-4")),
        ("battery of the N7", Named(("诺维 N7",))),
        ("connector J3 of the phone", NotNamed()),
        ("pin N12", NotNamed()),
        ("I tried n times, 9 of them", NotNamed()),
        ("N9-12 on the board", NotNamed()),
        ("heard N8 before", NotNamed()),
    ],
)
def test_another_number_of_a_known_line_is_a_product_there_is_no_manual_for(text: str, match: object) -> None:
    products = Products(Shelf(), "t", (WORDS | {"N8"}).__contains__)
    assert products.recognise(None, [text]) == match
