"""Which manual a new file is an edition of, by maker, title and language; a near miss is left to a person.

It does not look into the file and stores nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kb_sources.manual import Edition, Language, Manual

# What tells editions of one manual apart in a title: "Rev B", "v2.1", "2019-11-28", "修订版".
_REVISION_WORDS = re.compile(
    r"\b(rev(ision)?\.?\s*[a-z0-9.]+|v(er(sion)?)?\.?\s*\d[\d.]*|\d{4}[-./]?\d{0,2}[-./]?\d{0,2})\b|修订版?|第.版",
    re.I,
)


def same_manual(
    known: Iterable[Manual], *, maker: str, title: str, language: Language | None
) -> Manual | None:
    """The manual of that maker and title; of that language, where one is given."""
    for manual in known:
        if language is not None and manual.language != language:
            continue
        if _fold(manual.maker) == _fold(maker) and _fold(manual.title) == _fold(title):
            return manual
    return None


def near_miss(known: Iterable[Manual], manual: Manual, *, language: Language | None = None) -> Manual | None:
    """Another manual of that maker for the same products, whose title differs by a revision alone."""
    stem = _stem(manual.title)
    for other in known:
        if other.id == manual.id or not stem or (language is not None and other.language != language):
            continue
        same_title = _fold(other.maker) == _fold(manual.maker) and _stem(other.title) == stem
        if same_title and set(other.products) == set(manual.products):
            return other
    return None


def settling(edition: Edition, other: Manual | None) -> str:
    """Why an edition awaits review, and what settles it, in words that follow its name."""
    like, manual = (f" of {other.title!r}", other.id) if other else ("", "ID")
    return (
        f"looks like another revision{like} and awaits review: `kb-ingest review approve {edition.id[:12]}` "
        f"makes it a manual of its own; `kb-ingest add {edition.source_name} --manual {manual}` makes it the "
        "next edition"
    )


def _stem(title: str) -> str:
    return _fold(_REVISION_WORDS.sub(" ", title))


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
