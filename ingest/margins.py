"""Running headers, footers and page numbers, recognised across pages.

It only labels them; it does not remove anything and never takes a caution's signal word for a header.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from ingest.blocks import Margin, Piece
from ingest.figures import is_caption
from ingest.signals import read_signal

Place = tuple[int, int]  # page, index of the line

_ZONE = 0.13  # of the page height, from either edge
_EDGE = 0.075  # within it two equal lines are enough
_MOST_ROWS = 4
_FOLIO = re.compile(
    r"^[-–—·.\s]*(?:page|p\.|第|页码)?\s*((?:[A-Z]{1,3}|\d{1,3})[-–.])?(\d{1,4}|[ivxl]{1,6}|[IVXL]{1,6})"
    r"\s*(?:页|/\s*\d{1,4}|of\s+\d{1,4}|\s*共\s*\d+\s*页)?[-–—·.\s]*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(
    r"^\s*(?:step|chapter|section|第\s*[\d一二三四五六七八九十]+\s*[步章节])\b|^\s*\d+[.)、．]", re.IGNORECASE
)


def label_margins(
    pages: Sequence[Sequence[Piece]], heights: Sequence[float], taken: frozenset[Place]
) -> dict[Place, Margin]:
    """The lines that run on in the margins of `pages`; lines in `taken` (tables) are never among them."""
    edges = [
        (_edge_rows(pieces, height, taken, True), _edge_rows(pieces, height, taken, False))
        for pieces, height in zip(pages, heights, strict=True)
    ]
    found: dict[Place, Margin] = {}
    for side in (0, 1):
        rows = [edge[side] for edge in edges]
        repeats = _count_repeats(rows, heights)
        offsets = _folio_offsets(rows)
        for number, (page_rows, height) in enumerate(zip(rows, heights, strict=True)):
            for depth, row in enumerate(page_rows):
                if any(read_signal(p.text) or is_caption(p.text) for p in row):
                    break
                if not _is_running(row, side, height, repeats, len(pages)) and not _is_folio(
                    row, depth, number, offsets, height, side, len(pages)
                ):
                    break
                for piece in row:
                    place = piece.page, piece.index
                    found[place] = "folio" if _FOLIO.match(piece.text) else "header"
    return found | _in_folio_places(pages, heights, found)


def _in_folio_places(
    pages: Sequence[Sequence[Piece]], heights: Sequence[float], found: Mapping[Place, Margin]
) -> dict[Place, Margin]:
    """Short lines that stand exactly where other pages have their number: "A" among 1, 2, 3."""
    spots: Counter[tuple[int, str, int]] = Counter()
    short: list[tuple[Piece, float]] = []
    for pieces, height in zip(pages, heights, strict=True):
        for piece in pieces:
            if found.get((piece.page, piece.index)) == "folio":
                spots.update(_spots(piece, height))
            elif len(piece.text) <= 5 and (piece.page, piece.index) not in found:
                short.append((piece, height))
    return {
        (piece.page, piece.index): "folio"
        for piece, height in short
        if any(spots[spot] >= 3 for spot in _spots(piece, height))
    }


def _spots(piece: Piece, height: float) -> tuple[tuple[int, str, int], ...]:
    """Where a line stands, to a hundredth of the page and eight points, by its left and its right edge."""
    row = round(piece.middle / height * 100)
    return (row, "left", round(piece.x0 / 8)), (row, "right", round(piece.x1 / 8))


def _edge_rows(
    pieces: Sequence[Piece], height: float, taken: frozenset[Place], top: bool
) -> list[list[Piece]]:
    """Rows from the page's edge inward, up to the first that holds a table's line."""
    inside = [p for p in pieces if (p.y1 <= _ZONE * height if top else p.y0 >= (1 - _ZONE) * height)]
    inside.sort(key=lambda p: p.middle if top else -p.middle)
    rows: list[list[Piece]] = []
    for piece in inside:
        if (piece.page, piece.index) in taken:
            break
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.4 * min(rows[-1][0].height, piece.height):
            rows[-1].append(piece)
        elif len(rows) == _MOST_ROWS:
            break
        else:
            rows.append([piece])
    return rows


def _count_repeats(rows: Sequence[list[list[Piece]]], heights: Sequence[float]) -> Mapping[Place, int]:
    """On how many pages a similar line stands at the same height; looks two pages back, so that even
    and odd pages may differ."""
    parent: dict[Place, Place] = {}

    def root(place: Place) -> Place:
        while parent[place] != place:
            place = parent[place]
        return place

    flat = [[p for row in page for p in row] for page in rows]
    for number, pieces in enumerate(flat):
        for piece in pieces:
            place = piece.page, piece.index
            parent[place] = place
            for other in (q for back in (1, 2) if number >= back for q in flat[number - back]):
                near = abs(other.middle / heights[number] - piece.middle / heights[number]) < 0.012
                if near and _similar(other, piece):
                    parent[place] = root((other.page, other.index))
                    break
    on_pages: dict[Place, set[int]] = defaultdict(set)
    for place in parent:
        on_pages[root(place)].add(place[0])
    return {place: len(on_pages[root(place)]) for place in parent}


def _similar(a: Piece, b: Piece) -> bool:
    """The same words, where numbers are equal or count with the pages."""
    if a.text == b.text:
        return True
    counted = _COUNTED.match(a.text)
    first, second = _DIGITS.findall(a.text), _DIGITS.findall(b.text)
    if len(first) != len(second):
        return False
    for x, y in zip(first, second, strict=True):
        if x != y and (counted or len(x) > 6 or len(y) > 6 or int(y) - int(x) != b.page - a.page):
            return False
    bare_a, bare_b = _DIGITS.sub("#", a.text).casefold(), _DIGITS.sub("#", b.text).casefold()
    if bare_a == bare_b:
        return True
    misread = "textlayer" not in (a.read_by, b.read_by)
    return misread and len(bare_a) >= 8 and fuzz.ratio(bare_a, bare_b) >= 88


def _is_running(
    row: Sequence[Piece], side: int, height: float, repeats: Mapping[Place, int], pages: int
) -> bool:
    at_edge = row[0].y1 <= _EDGE * height if side == 0 else row[0].y0 >= (1 - _EDGE) * height
    enough = 2 if at_edge else min(3, max(pages, 2))
    return any(repeats[p.page, p.index] >= enough for p in row)


def _folio_value(row: Sequence[Piece]) -> int | None:
    found = _FOLIO.match(row[0].text) if len(row) == 1 else None
    return int(found[2]) if found and found[2].isdigit() else None


def _folio_offsets(rows: Sequence[list[list[Piece]]]) -> frozenset[int]:
    """Differences between printed and counted page number that two pages next to each other share."""
    seen = [{v - n for row in page if (v := _folio_value(row)) is not None} for n, page in enumerate(rows)]
    return frozenset(offset for a, b in pairwise(seen) for offset in a & b)


def _is_folio(
    row: Sequence[Piece],
    depth: int,
    number: int,
    offsets: frozenset[int],
    height: float,
    side: int,
    pages: int,
) -> bool:
    found = _FOLIO.match(row[0].text) if len(row) == 1 else None
    if found is None:
        return False
    value = _folio_value(row)
    if value is not None and value - number in offsets:
        return True
    outermost = depth == 0 and (row[0].y1 <= 0.1 * height if side == 0 else row[0].y0 >= 0.9 * height)
    return outermost and (found[1] is not None or value is None or pages == 1 or abs(value - number) <= 40)
