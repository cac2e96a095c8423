"""The file of opposites is sound, covers what instructions turn on, and a broken one is named."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kb_sources import opposites
from kb_sources.errors import InputRejected

SHIPPED = opposites.load()
GOOD = '[[opposite]]\nid = "side"\nkind = "direction"\nzh = [["左"], ["右"]]\nen = [["left"], ["right"]]\n'


def side_of(word: str) -> set[tuple[str, int]]:
    return {
        (pair.id, at) for pair in SHIPPED.pairs for at, side in enumerate(pair.sides) if word in side.words
    }


def test_it_is_large_and_every_side_speaks_both_languages() -> None:
    assert len(SHIPPED.pairs) >= 200
    assert all(side.zh and side.en for pair in SHIPPED.pairs for side in pair.sides)
    assert [negation.kind for negation in SHIPPED.negations] == list(get_args(opposites.NegationKind))
    assert all(negation.words.zh and negation.words.en for negation in SHIPPED.negations)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("left", "right"), ("左", "右"), ("左侧", "right"), ("clockwise", "counterclockwise"),
        ("顺时针", "anticlockwise"), ("tighten", "loosen"), ("拧紧", "松开"), ("open", "close"),
        ("打开", "关闭"), ("connect", "disconnect"), ("断开", "连接"), ("turn on", "turn off"),
        ("on", "off"), ("before", "after"), ("之前", "之后"), ("install", "remove"),
        ("increase", "decrease"), ("增大", "减小"), ("max", "min"), ("最大", "最小"),
        ("always", "never"), ("allow", "forbid"), ("必须", "禁止"), ("插入", "拔出"), ("above", "below"),
        ("positive", "negative"), ("charge", "discharge"), ("lock", "unlock"), ("press", "release"),
        ("at least", "at most"), ("face up", "face down"), ("串联", "in parallel"),
        ("插紧", "松开"), ("多装", "缺少"), ("extra", "missing"), ("wind up", "unwind"),
        ("奇数", "even-numbered"), ("earlier version", "later version"), ("stays on", "goes out"),
        ("强力", "weak"), ("胜过", "不如"), ("snap home", "脱卡"), ("升序", "descending"),
    ],
)  # fmt: skip
def test_two_opposite_words_stand_on_two_sides_of_one_pair(one: str, other: str) -> None:
    assert any((pair, 1 - at) in side_of(other) for pair, at in side_of(one))


def test_no_word_stands_on_both_sides_of_a_pair_in_any_spelling() -> None:
    for pair in SHIPPED.pairs:
        folded = [{word.casefold() for word in side.words} for side in pair.sides]
        assert not folded[0] & folded[1], pair.id


def test_every_exempt_phrase_holds_one_of_the_words() -> None:
    listed = [(pair.id, [*pair.sides[0].words, *pair.sides[1].words], pair.unlike) for pair in SHIPPED.pairs]
    listed += [(negation.kind, list(negation.words.words), negation.unlike) for negation in SHIPPED.negations]
    for name, words, unlike in listed:
        for phrase in unlike:
            assert any(word.casefold() in phrase.casefold() for word in words), (name, phrase)
            assert phrase not in words, (name, phrase)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("严禁", "prohibition"), ("切勿", "prohibition"), ("请勿", "prohibition"), ("do not", "prohibition"),
        ("never", "prohibition"), ("不", "negation"), ("not", "negation"), ("无需", "exemption"),
        ("need not", "exemption"), ("unless", "exception"), ("without", "absence"), ("仅", "limit"),
        ("无法", "inability"),
    ],
)  # fmt: skip
def test_negations_have_their_kind(word: str, kind: str) -> None:
    assert kind in {negation.kind for negation in SHIPPED.negations if word in negation.words.words}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[opposite", "cannot be read"),
        ("[[pair]]\n", "pair: the file holds only"),
        ("opposite = 1\n", "write [[opposite]] tables"),
        (GOOD.replace('id = "side"\n', ""), "opposite 1: it has no id"),
        (GOOD.replace('"direction"', '"way"'), "opposite 1 (side): its kind"),
        (GOOD.replace('[["左"], ["右"]]', '["左", "右"]'), "zh is not a list of words"),
        (GOOD.replace('[["左"], ["右"]]', '[["左"]]'), "zh is not two lists"),
        (GOOD.replace('["right"]', '["left"]'), "left on both sides"),
        (GOOD.replace('["right"]', '[" "]'), "en is not a list of words"),
        (GOOD * 2, "opposite side: its id stands twice"),
        ('[[negation]]\nkind = "no"\n', "negation 1: its kind"),
        ('[[negation]]\nkind = "limit"\nzh = "只"\n', "negation 1: zh is not a list"),
    ],
)
def test_a_broken_file_is_named_with_its_entry(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "opposites.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputRejected) as caught:
        opposites.load(path)
    assert str(path) in caught.value.message
    assert said in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match=r"none\.toml"):
        opposites.load(tmp_path / "none.toml")
