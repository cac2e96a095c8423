"""The sentences of problems that a customer can meet, in the language of who asked.

It does not know where a problem arises: errors speak English, problems.toml has the same sentence in Chinese.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from kb_sources.manual import Language

_GAP = re.compile(r"\{(\w+)\}")


def worded(sentence: str, language: Language) -> str:
    """A sentence of an error in that language; as it is where there is no other wording of it."""
    if language == "en":
        return sentence
    for pattern, said in _sentences():
        match = pattern.fullmatch(sentence)
        if match:
            return said.format(**match.groupdict())
    return sentence


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    file = tomllib.loads(Path(__file__).with_name("problems.toml").read_text("utf-8"))
    return tuple((_pattern(one["en"]), one["zh"]) for one in file["sentence"])


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _GAP.split(sentence)  # words and names of gaps by turns
    return re.compile(
        "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.DOTALL
    )
