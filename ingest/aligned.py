"""Tables without drawn columns, found by how words line up; prose and lists must not become tables.

It wants a reason to look: a table's caption, rules across the page, or strict alignment.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ingest.blocks import Piece, cut_piece
from ingest.figures import is_caption, is_table_caption
from ingest.grids import Segment, join_segments
from ingest.signals import read_signal
from ingest.skew import Straight
from ingest.steps import read_marker
from ingest.tables import Found, fill_grid
from ingest.whitespace import Cluster, Columns, Part, bare_grid, find_columns, grow, ruled_grid

_RULE = 60.0  # points: shorter rules part no rows
_TALLEST = 400.0  # points between two rules of one table


def find_aligned(page: Straight, pieces: Sequence[Piece]) -> list[Found]:
    """Unruled tables among lines that are in no ruled table, picture or margin."""
    clusters = _clusters([part for piece in pieces for part in _parts(page, piece)])
    rules = join_segments(
        [(r.y0 * page.height, r.x0 * page.width, r.x1 * page.width) for r in page.rulings if r.y0 == r.y1]
    )
    rules = [r for r in rules if r[2] - r[1] >= 6]
    found: list[Found] = []
    used: set[int] = set()  # indexes of lines
    for start in range(len(clusters)):
        own = (
            _captioned(clusters, start) or _between_rules(clusters, start, rules) or _strict(clusters, start)
        )
        lines = {p.piece.index for c in own or () for p in c}
        if own is None or lines & used:
            continue
        table = _build(page, own, rules)
        if table is not None:
            found.append(table)
            used |= table.indexes
    return found


def _parts(page: Straight, piece: Piece) -> list[Part]:
    words = page.lines[piece.index].words
    runs: list[list[int]] = []
    for i, word in enumerate(words):
        gap = (word.box.x0 - words[i - 1].box.x1) * page.width if i else 0.0
        if runs and gap <= 1.2 * piece.size:
            runs[-1].append(i)
        else:
            runs.append([i])
    if len(runs) < 2:
        return [Part(piece, piece.x0, piece.y0, piece.x1, piece.y1)]
    cuts = [cut_piece(page, piece, run) for run in runs]
    return [Part(piece, c.x0, c.y0, c.x1, c.y1) for c in cuts]


def _clusters(parts: Sequence[Part]) -> list[Cluster]:
    clusters: list[Cluster] = []
    for part in sorted(parts, key=lambda p: (p.middle, p.x0)):
        height = part.y1 - part.y0
        if clusters and abs(part.middle - clusters[-1][0].middle) < 0.3 * height:
            clusters[-1].append(part)
        else:
            clusters.append([part])
    return [sorted(c, key=lambda p: p.x0) for c in clusters]


def _captioned(clusters: Sequence[Cluster], start: int) -> list[Cluster] | None:
    """The rows below a "Table 3" line."""
    if start == 0 or not any(is_table_caption(p.piece.text) for p in clusters[start - 1]):
        return None
    if clusters[start][0].y0 - clusters[start - 1][0].y1 > 4 * clusters[start][0].piece.size:
        return None
    above = list(range(start, min(start + 4, len(clusters))))
    first = max(above, key=lambda i: (len(clusters[i]), -i))  # a header over several columns may come first
    head = clusters[first]
    if len(head) < 2 or (len(clusters[start]) == 1 and len(head) < 3):
        return None
    region = _follow(clusters, first, [(p.x0, p.x1) for p in head])
    return [clusters[i] for i in (*range(start, first), *region)] if len(region) >= 2 else None


def _between_rules(clusters: Sequence[Cluster], start: int, rules: Sequence[Segment]) -> list[Cluster] | None:
    """Rows between at least three rules of one width, of which one stands right below the header."""
    top, bottom = clusters[start][0].y0, max(p.y1 for p in clusters[start])
    for first in rules:
        if first[2] - first[1] < _RULE or not bottom - 3 <= first[0] <= bottom + 1.6 * (bottom - top):
            continue
        alike = [r for r in rules if abs(r[1] - first[1]) < 8 and abs(r[2] - first[2]) < 8]
        head = _within(clusters[start], first)
        if len(head) < 2 or len(alike) < 2 or any(is_caption(p.piece.text) for p in head):
            continue
        region, last, count = (
            [head],
            first,
            1 + any(r[0] < top and top - r[0] < 2 * (bottom - top) for r in alike),
        )
        for cluster in clusters[start + 1 :]:
            middle = cluster[0].middle
            after = [r for r in alike if r[0] > middle]
            if not after or after[0][0] - last[0] > _TALLEST:
                break
            own = _within(cluster, first)
            if [p.piece.text for p in own] == [p.piece.text for p in head]:
                break  # the next table with the same header
            if own:
                region.append(own)
            if after[0][0] > last[0] + 2:
                last, count = after[0], count + 1
        several = sum(len(c) >= 2 for c in region)
        if count >= 3 and len(region) >= 2 and several >= 0.5 * len(region) and _is_whole(clusters, region):
            return region
    return None


def _within(cluster: Cluster, rule: Segment) -> Cluster:
    return [p for p in cluster if rule[1] - 6 <= p.x0 and p.x1 <= rule[2] + 6]


def _is_whole(clusters: Sequence[Cluster], region: Sequence[Cluster]) -> bool:
    """Whether no line of the region goes on outside it."""
    inside = [p for c in region for p in c]
    lines = {p.piece.index for p in inside}
    return sum(p.piece.index in lines for c in clusters for p in c) == len(inside)


def _strict(clusters: Sequence[Cluster], start: int) -> list[Cluster] | None:
    """At least four rows of three or more short parts whose left edges line up row by row."""
    head = clusters[start]
    if len(head) < 3 or read_marker(head[0].piece.text):
        return None
    region = [start]
    for i in range(start + 1, len(clusters)):
        row = clusters[i]
        close = row[0].y0 - clusters[region[-1]][0].y1 < 2.2 * row[0].piece.size
        level = sum(abs(a.x0 - b.x0) < 3 for a in row for b in head)
        if not close or len(row) != len(head) or level < len(head) - 1:
            break
        region.append(i)
    parts = [p for i in region for p in clusters[i]]
    lengths = sorted(p.x1 - p.x0 for p in parts)
    short = lengths[len(lengths) // 2] < 110 and lengths[-1] < 240
    return [clusters[i] for i in region] if len(region) >= 4 and short else None


def _follow(clusters: Sequence[Cluster], start: int, columns: Columns) -> list[int]:
    """Rows from `start` on, until something stands across the columns, far below, or in other type."""
    region = [start]
    size = clusters[start][0].piece.size
    widest = 0.0
    for i in range(start + 1, len(clusters)):
        row, above = clusters[i], clusters[region[-1]]
        gap = row[0].y0 - max(p.y1 for p in above)
        if gap > max(1.6 * size, 2.2 * widest if len(region) > 2 else 0.0) or any(
            is_caption(p.piece.text) for p in row
        ):
            break
        if all(len(p.piece.text) > 2 and abs(p.piece.size - size) > _unlike(p.piece) * size for p in row):
            break
        grown = grow(columns, row)
        if grown is None or (len(row) == 1 and read_signal(row[0].piece.text)):
            break
        columns = grown
        widest = max(widest, gap)
        region.append(i)
    while len(region) > 1 and len(clusters[region[-1]]) == 1 and _is_trailing(clusters, region):
        region.pop()
    return region


def _unlike(piece: Piece) -> float:
    """From which share on sizes differ: OCR only estimates them."""
    return 0.13 if piece.read_by in ("textlayer", "plaintext", "editor") else 0.4


def _is_trailing(clusters: Sequence[Cluster], region: Sequence[int]) -> bool:
    """A lone last line that starts at the table's left edge and stands apart is text below the table."""
    last, before = clusters[region[-1]][0], clusters[region[-2]]
    return (
        abs(last.x0 - min(p.x0 for p in clusters[region[0]])) < 4
        and last.y0 - before[0].y1 > 0.9 * last.piece.size
    )


def _build(page: Straight, clusters: Sequence[Cluster], rules: Sequence[Segment]) -> Found | None:
    columns = find_columns(clusters)
    if columns is None or len(columns) < 2:
        return None
    parts = [p for c in clusters for p in c]
    left, right = min(p.x0 for p in parts) - 2, max(p.x1 for p in parts) + 2
    top, bottom = min(p.y0 for p in parts) - 1, max(p.y1 for p in parts) + 1
    within = [
        (y, max(x0, left), min(x1, right))
        for y, x0, x1 in rules
        if top + 4 < y < bottom + 8 and x0 < right - 4 and x1 > left + 4
    ]
    cuts = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    full = [r for r in within if r[2] - r[1] > 0.85 * (right - left)]
    bare = bare_grid(parts, cuts, (left, top, right, bottom))
    # Rules part the rows of an open table; where there are fewer, they only part its header and its end.
    parted = len(full) >= 2 and (bare is None or len(full) >= 0.6 * (bare.rows - 1))
    if parted or (full and len(clusters) == 2):
        grid = ruled_grid(parts, within, cuts, (left, top, right, max(bottom, within[-1][0])))
    else:
        grid = bare
    if grid is None or grid.rows < 2:
        return None
    whole = list(dict.fromkeys(p.piece for p in parts))
    return fill_grid(page, grid, whole)
