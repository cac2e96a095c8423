from __future__ import annotations

from vlm.equivalents import is_listed, lists, members_of, stem_of


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
