"""A pattern for words of both languages, of which a text in Latin letters alone is read for the English ones.

It knows no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class Bilingual:
    """Searches like the pattern `latin|han`; `latin` must hold all that can match a text in ASCII."""

    __slots__ = ("_both", "_latin")

    def __init__(self, latin: str, han: str) -> None:
        self._latin = re.compile(latin)
        self._both = re.compile(f"{latin}|{han}")

    def search(self, text: str) -> re.Match[str] | None:
        """The first match from the left."""
        return (self._latin if text.isascii() else self._both).search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches from the left, not overlapping."""
        return (self._latin if text.isascii() else self._both).finditer(text)
