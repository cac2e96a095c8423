"""The empty miniature's tokenizer writes any text back as it was, in both languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st


@cache
def tokenizer() -> Any:
    from vlm.miniature.skeleton import build_tokenizer

    return build_tokenizer(["Hold the power button for 15 seconds. 按住电源键 15 秒。"] * 4)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    import unicodedata

    ids = tokenizer().encode(text, add_special_tokens=False, split_special_tokens=True)
    assert tokenizer().decode(ids) == unicodedata.normalize("NFC", text)


def test_digits_stand_alone_as_in_qwens_vocabulary() -> None:
    assert tokenizer().tokenize("E2104") == ["E", "2", "1", "0", "4"]
