from __future__ import annotations

from collections import Counter

import pytest

from kb_sources.manual import Language
from kb_sources.opposites import load
from vlm.backing import gather, unbacked
from vlm.equivalents import is_listed, lists, members_of, same, stem_of, stems_of
from vlm.polarity import Side, rules

_DENIALS: dict[Language, tuple[str, ...]] = {
    "en": ("not ", "no ", "never ", "un", "dis", "non-", "mis", "without "),
    "zh": ("不", "没", "没有", "未", "无", "勿", "别", "禁止", "不要", "不能", "不会"),
}
_JOINING = frozenset(
    ("a", "the", "and", "or", "not", "to", "of", "is", "be", "it", "for", "as", "this", "that")
)


def test_a_member_backs_the_others_unless_marked() -> None:
    known = lists()
    assert known.groups[(stem_of("remove"),)] & known.claimed[(stem_of("detach"),)]
    assert not known.groups.get(("out",), frozenset()) & known.groups[(stem_of("remove"),)]
    assert known.claimed[("out",)] & known.groups[(stem_of("remove"),)]
    assert known.han_groups["螺钉"] & known.han_groups["螺丝"]


def test_single_words_of_the_same_are_found() -> None:
    assert stem_of("remove") in members_of(stem_of("detach"))
    assert "螺丝" in members_of("螺钉")


def test_the_thesaurus_is_read_beside_the_first_lists() -> None:
    known = lists()
    assert known.groups[(stem_of("spanner"),)] & known.groups[(stem_of("wrench"),)]
    assert known.groups[(stem_of("prior"), "to")] & known.groups[(stem_of("before"),)]


def test_forms_are_told_by_spelling_not_by_stem() -> None:
    assert is_listed("needs", lists().free) and is_listed("doesn't", lists().free)
    assert not is_listed("note", lists().free)
    assert stem_of("held") == stem_of("holds") == stem_of("holding")


def test_no_word_is_free_and_turning_at_once() -> None:
    turning = {"optional", "unnecessary", "bypass", "skip", "loosen", "tighten", "left", "right"}
    assert not turning & (lists().free | lists().besides)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_list_holds_what_turns_another_of_its_words(language: Language) -> None:
    """A list with words of both sides of a pair would let a claim say the opposite of its quote."""
    sides = dict[object, set[Side]]()
    for pair in load().pairs:
        for number, side in enumerate(pair.sides):
            for word in side.en if language == "en" else side.zh:
                sides.setdefault(_key(word, language), set()).add((pair.id, number))
    for members in same(language):
        held = {side: word for word in members for side in sides.get(_key(word, language), ())}
        assert not [(w, s[0], members) for s, w in held.items() if rules().excludes(held.keys(), s)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_list_holds_a_word_and_its_denial(language: Language) -> None:
    for members in same(language):
        bare = {word.removeprefix("~") for word in members}
        assert not [f"{d}{w}" for w in bare for d in _DENIALS[language] if f"{d}{w}" in bare], members


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_list_has_two_members_and_one_that_backs(language: Language) -> None:
    for members in same(language):
        assert all(_key(word, language) for word in members), members
        assert not [word for word, n in Counter(members).items() if n > 1] and len(members) > 1, members
        assert any(not word.startswith("~") for word in members), members


def test_no_chinese_word_is_longer_than_what_is_looked_for() -> None:
    assert not [word for members in same("zh") for word in members if len(word.removeprefix("~")) > 8]


def test_what_joins_sentences_backs_nothing() -> None:
    """Any quote has such words: they would back all that their list holds."""
    for members in same("en"):
        assert not _JOINING & {word for word in members if not word.startswith("~")}, members


def test_a_lone_ideograph_may_be_backed_without_backing() -> None:
    assert unbacked("挪机器", gather("移动机器。")) == ""
    assert unbacked("清除积灰", gather("外壳为银灰色。")) != ""


def _key(word: str, language: Language) -> object:
    return stems_of(word) if language == "en" else word.removeprefix("~")
