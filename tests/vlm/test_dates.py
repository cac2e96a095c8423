from __future__ import annotations

import pytest

from vlm.dates import dates_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-09", "date:2025-9"),
        ("September 2025", "date:2025-9"),
        ("2025年9月1日", "date:2025-9-1"),
        ("1 September 2025", "date:2025-9-1"),
    ],
)
def test_a_date_is_told_the_same_way_in_any_spelling(text: str, code: str) -> None:
    assert [*dates_in(f"Rev. of {text}")] == [(8, 8 + len(text), code)]


@pytest.mark.parametrize("text", ["2000.10 V", "E2025", "12-30", ""])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert not [*dates_in(text)]
