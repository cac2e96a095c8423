"""What the service says of its own accord, in the asker's language. It holds no facts about devices."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kb_sources.manual import Language


def phrase(key: str, language: Language, **words: str) -> str:
    """The sentence of a dotted key, with its words filled in. KeyError for an unknown key."""
    entry: Any = _phrases()
    for part in key.split("."):
        entry = entry[part]
    text: str = entry[language]
    return text.format(**words)


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
