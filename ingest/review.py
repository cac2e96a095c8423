"""What a person should look at after a reading: unsure and faint lines, pages that were not read.

It derives its list from the stored pages and fixes; it keeps no state of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.page import Line, PageRead
from ingest.sheets import Fix, apply_fixes
from kb_sources.errors import NotFound
from kb_sources.manual import Box

FAINT = 0.8  # confidence below which a line is offered for review


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """What awaits a person. `id` is edition:page:line from 1; line 0 is the page itself; edition alone
    is the whole edition."""

    id: str
    edition: str
    page: int
    box: Box
    text: str
    why: str
    read_by: str
    confidence: float


def whole_edition(edition: str, title: str, why: str) -> ReviewItem:
    """An edition of which only a person can tell what it is an edition of."""
    return ReviewItem(edition[:12], edition, 1, Box(0, 0, 1, 1), title, why, "", 0)


def review_items(edition: str, pages: Iterable[PageRead], fixes: Sequence[Fix]) -> list[ReviewItem]:
    """Disagreements first, then what only a model has, then unread pages, then the faintest lines."""
    found: list[tuple[float, ReviewItem]] = []
    for read in pages:
        page = apply_fixes(read, fixes)
        if page.route == "failed":
            found.append((1.0, _whole_page(edition, page, page.reason)))
        elif page.consulted is not None and page.consulted.state == "fell_back":
            found.append(
                (1.0, _whole_page(edition, page, f"{page.consulted.outcome}; `kb-ingest add --again`"))
            )
        for at, line in enumerate(page.lines, start=1):
            if not line.unsure and line.confidence >= FAINT:
                continue
            item = ReviewItem(
                f"{edition[:12]}:{page.number}:{at}",
                edition,
                page.number,
                line.box,
                line.text,
                _why(line),
                line.read_by,
                line.confidence,
            )
            urgency = 0.5 if line.drawn else 0.0 if line.unsure else 1.0 + line.confidence
            found.append((urgency, item))
    found.sort(key=lambda pair: (pair[0], pair[1].page))
    return [item for _, item in found]


def _whole_page(edition: str, page: PageRead, why: str) -> ReviewItem:
    return ReviewItem(
        f"{edition[:12]}:{page.number}:0", edition, page.number, Box(0, 0, 1, 1), "", why, "", 0
    )


def _why(line: Line) -> str:
    if line.other:
        return f"two readings disagree; the other has {line.other!r}"
    if line.drawn:
        return "only the model has it"
    return "two readings disagree" if line.unsure else f"faint: read with confidence {line.confidence:.2f}"


def parse_item(item: str) -> tuple[str, int, int]:
    """Edition (its start), page and line of an item's id. Raises NotFound."""
    parts = item.split(":")
    if len(parts) != 3 or not (parts[1].isdigit() and parts[2].isdigit()):
        raise NotFound(f"{item!r} is no review item.", hint="`kb-ingest review list` shows their ids.")
    return parts[0], int(parts[1]), int(parts[2])
