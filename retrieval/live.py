"""What is live, as a search sees it: which manuals are asked, by which names, and in which languages.

It reads no passage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kb_sources.manual import Edition, Language, Manual
from retrieval.query import Hit, Query

SAME_LANGUAGE = 1.02  # enough to win a tie
TRANSLATION = 0.4  # of a passage of a product that also has a manual in the asker's language


def names_of(live: Mapping[str, tuple[Manual, Edition]], products: Sequence[str]) -> set[str]:
    """The products, and the makers of their manuals."""
    wanted = set(products)
    return wanted | {manual.maker for manual, _ in live.values() if wanted & set(manual.products)}


def manuals_of(live: Mapping[str, tuple[Manual, Edition]], products: Sequence[str]) -> frozenset[str] | None:
    if not products:
        return None
    wanted = set(products)
    return frozenset(manual.id for manual, _ in live.values() if wanted & set(manual.products))


def spoken_in(query: Query, live: Mapping[str, tuple[Manual, Edition]]) -> frozenset[str]:
    """The products that have a manual in the asker's language."""
    return frozenset(p for m, e in live.values() if e.language == query.language for p in m.products)


def unmet(kin: Iterable[Manual], met: Sequence[Hit], language: Language | None) -> tuple[str, ...]:
    """The products of manuals that no hit in this language is of."""
    known = {p for hit in met if language in (None, hit.edition.language) for p in hit.manual.products}
    return tuple(dict.fromkeys(m.products[0] for m in kin if m.products and known.isdisjoint(m.products)))


def by_language(query: Query, manual: Manual, edition: Edition, own: Collection[str]) -> float:
    """A second language must not crowd out the same content in the asker's, nor hide what is only there."""
    if query.language is None:
        return 1.0
    if edition.language == query.language:
        return SAME_LANGUAGE
    return TRANSLATION if any(product in own for product in manual.products) else 1.0
