"""Which of the two languages a text is in. It knows no other language."""

from __future__ import annotations

import re

from kb_sources.manual import Language

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Chinese manuals are full of Latin part numbers and units; one Han character outweighs several Latin words.
_HAN_SHARE = 0.25


def language_of(text: str) -> Language | None:
    """ "zh" or "en"; None when the text holds no words of either."""
    if text.isascii():
        return "en" if _LATIN_WORD.search(text) else None
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not han and not latin:
        return None
    return "zh" if han >= _HAN_SHARE * (han + latin) else "en"
