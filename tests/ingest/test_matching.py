from __future__ import annotations

import pytest

from ingest.matching import near_miss, same_manual, settling
from kb_sources.manual import Edition, Manual


def manual(title: str, maker: str = "Acme", products: tuple[str, ...] = ("P3",), id: str = "m") -> Manual:
    return Manual(id, "t", title, maker, products, "en")


KNOWN = [manual("Pump manual Rev A"), manual("水泵维修手册 第一版", "阿科", id="z")]


def test_the_same_title_and_maker_however_written_is_the_same_manual() -> None:
    same = same_manual(KNOWN, maker="ACME", title=" pump  Ｍanual rev a", language=None)
    assert same is KNOWN[0]
    assert same_manual(KNOWN, maker="Acme", title="Pump manual Rev A", language="zh") is None
    assert same_manual(KNOWN, maker="Other", title="Pump manual Rev A", language=None) is None


@pytest.mark.parametrize(
    ("title", "maker", "products"),
    [
        ("Pump manual Rev B", "Acme", ("P3",)),
        ("Pump manual v2.1", "acme", ("P3",)),
        ("Pump manual 2019-11-28", "Acme", ("P3",)),
        ("水泵维修手册 第二版", "阿科", ("P3",)),
    ],
)
def test_another_revision_in_the_title_is_a_near_miss(
    title: str, maker: str, products: tuple[str, ...]
) -> None:
    assert near_miss(KNOWN, manual(title, maker, products, id="new")) is not None


@pytest.mark.parametrize(
    ("title", "maker", "products"),
    [
        ("Pump manual Rev B", "Acme", ("P4",)),
        ("Motor manual Rev A", "Acme", ("P3",)),
        ("Pump manual Rev B", "Other", ("P3",)),
        ("Rev B", "Acme", ("P3",)),
    ],
)
def test_other_products_words_or_makers_are_none(title: str, maker: str, products: tuple[str, ...]) -> None:
    assert near_miss(KNOWN, manual(title, maker, products, id="new")) is None
    assert near_miss(KNOWN, KNOWN[0]) is None, "a manual is no near miss of itself"


def test_what_settles_the_doubt_is_told_ready_to_type() -> None:
    words = settling(Edition("e" * 64, "n", "", "en", "needs_review", "b.pdf", 1), KNOWN[0])
    assert "kb-ingest review approve eeeeeeeeeeee" in words
    assert "kb-ingest add b.pdf --manual m" in words
