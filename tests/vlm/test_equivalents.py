from __future__ import annotations

from kb_sources.opposites import load
from vlm.backing import gather, unbacked
from vlm.equivalents import is_listed, lists, members_of, same, stem_of


def test_a_member_backs_the_others_unless_marked() -> None:
    known = lists()
    assert known.groups[(stem_of("remove"),)] & known.claimed[(stem_of("detach"),)]
    assert not known.groups.get(("out",), frozenset()) & known.groups[(stem_of("remove"),)]
    assert known.claimed[("out",)] & known.groups[(stem_of("remove"),)]
    assert known.han_groups["螺钉"] & known.han_groups["螺丝"]


def test_single_words_of_the_same_are_found() -> None:
    assert stem_of("remove") in members_of(stem_of("detach"))
    assert "螺丝" in members_of("螺钉")


def test_forms_are_told_by_spelling_not_by_stem() -> None:
    assert is_listed("needs", lists().free) and is_listed("doesn't", lists().free)
    assert not is_listed("note", lists().free)
    assert stem_of("held") == stem_of("holds") == stem_of("holding")


def test_no_word_is_free_and_turning_at_once() -> None:
    turning = {"optional", "unnecessary", "bypass", "skip", "loosen", "tighten", "left", "right"}
    assert not turning & (lists().free | lists().besides)


def test_no_chinese_list_holds_both_sides_of_an_opposite() -> None:
    """It would back a word by what turns it round."""
    lists_of_zh = [{word.removeprefix("~") for word in members} for members in same("zh")]
    for pair in load().pairs:
        one, other = (frozenset(side.zh) for side in pair.sides)
        assert not [members for members in lists_of_zh if members & one and members & other], pair.id


def test_every_chinese_list_has_two_members_and_one_that_backs() -> None:
    for members in same("zh"):
        assert len(set(members)) == len(members) > 1, members
        assert not all(word.startswith("~") for word in members), members
        assert all(len(word.removeprefix("~")) <= 8 for word in members), "longer ones are never looked for"


def test_a_lone_ideograph_may_be_backed_without_backing() -> None:
    assert unbacked("挪机器", gather("移动机器。")) == ""
    assert unbacked("清除积灰", gather("外壳为银灰色。")) != ""
