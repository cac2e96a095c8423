from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from vlm.bilingual import Bilingual

LATIN, HAN = r"\bno(?P<what>t|ne)?\b", r"不(?P<han>[得能])|勿"
WHOLE = re.compile(f"{LATIN}|{HAN}")


@given(st.text(st.sampled_from("not e不得勿°.")))
def test_it_finds_what_the_whole_pattern_finds(text: str) -> None:
    pattern = Bilingual(LATIN, HAN)
    assert [m.span() for m in pattern.finditer(text)] == [m.span() for m in WHOLE.finditer(text)]
    one, other = pattern.search(text), WHOLE.search(text)
    assert (one and (one.span(), one["what"])) == (other and (other.span(), other["what"]))


def test_groups_of_the_other_language_are_there_to_be_asked() -> None:
    found = Bilingual(LATIN, HAN).search("请勿")
    assert found is not None and found["what"] is None
