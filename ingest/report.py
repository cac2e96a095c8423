"""What an editor wants to know about a reading at a glance, and what to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ingest.page import PageRead
from kb_sources.manual import Passage

_LOW_CONFIDENCE = 0.8


def report(pages: Sequence[PageRead], passages: Sequence[Passage]) -> dict[str, Any]:
    """Counts by route and kind, and the pages worth a look, worst first."""
    kinds = Counter(p.kind for p in passages)
    return {
        "pages": len(pages),
        "routes": dict(Counter(p.route for p in pages)),
        "passages": len(passages),
        "procedures": len({p.part_of for p in passages if p.kind == "step"}),
        "steps": kinds["step"],
        "warnings": kinds["warning"],
        "tables": len({p.part_of for p in passages if p.kind == "row"}),
        "rows": kinds["row"],
        "figures": sum(p.kind == "figure" and not p.hint for p in passages),
        "unsure": sum(line.unsure for page in pages for line in page.lines),
        "look_first": _worth_a_look(pages),
    } | _by_model(pages)


def _by_model(pages: Sequence[PageRead]) -> dict[str, Any]:
    """What a model did, where one was wanted: pages by outcome, mean agreement by letters, doubts."""
    asked = [page.consulted for page in pages if page.consulted is not None]
    if not asked:
        return {}
    compared = [
        (sum(len(line.text) for line in page.lines), page.consulted.agreement)
        for page in pages
        if page.consulted is not None and page.consulted.agreement
    ]
    letters = sum(count for count, _ in compared)
    agreement = sum(count * alike for count, alike in compared) / letters if letters else None
    return {
        "model": {
            "asked": len(asked),
            "read": sum(note.state == "read" for note in asked),
            "fell_back": sum(note.state == "fell_back" for note in asked),
            "agreement": None if agreement is None else round(agreement, 4),
            "disagreements": sum(bool(line.other) for page in pages for line in page.lines),
            "alone": sum(line.drawn for page in pages for line in page.lines),
            "figures": sum(len(page.figures) for page in pages),
        }
    }


def _worth_a_look(pages: Sequence[PageRead], most: int = 10) -> list[dict[str, Any]]:
    found: list[tuple[int, int, str]] = []
    for page in pages:
        unsure = sum(line.unsure for line in page.lines)
        faint = sum(line.confidence < _LOW_CONFIDENCE for line in page.lines)
        if page.route == "failed":
            found.append((1000, page.number, f"not read: {page.reason}"))
        elif page.consulted is not None and page.consulted.state == "fell_back":
            found.append((700, page.number, page.consulted.outcome))
        elif page.suspicious:
            found.append((500, page.number, f"left out: {'; '.join(page.suspicious)}"))
        elif unsure or faint:
            found.append((10 * unsure + faint, page.number, f"{unsure} unsure, {faint} faint lines"))
    found.sort(key=lambda item: (-item[0], item[1]))
    return [{"page": number, "why": why} for _, number, why in found[:most]]
