from vlm.signs import signs_of


def test_words_are_parted_at_whatever_is_no_letter() -> None:
    assert signs_of("Don't re-use the E21 seal") == {"don", "t", "re", "use", "the", "e", "seal"}


def test_ideographs_stand_each_for_itself_and_forms_are_folded() -> None:
    assert signs_of("立即ＯＦＦ，5 s") == {"立", "即", "off", "s"}


def test_nothing_is_read_from_figures() -> None:
    assert signs_of("12.5 % - 3") == frozenset()
