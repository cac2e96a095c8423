"""Figures: pictures and drawings with their captions, labels and call-outs.

It does not crop anything and does not describe what a picture shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, Piece, count_cjk
from ingest.signals import read_signal
from ingest.skew import Straight
from kb_sources.manual import Box

_NUMBER = r"\s*(?:[A-Z]{0,2}\d{1,3}(?:[-–.]\d{1,3})*[a-z]?)"
_FIGURE = re.compile(
    rf"^\s*(?:Figure|Fig\.?|FIGURE|FIG\.?|Illustration|图|附图|图表){_NUMBER}(?=[\s.:：、．）)]|[^\W\d_]|$)"
)
_TABLE = re.compile(rf"^\s*(?:Table|TABLE|Tab\.|表|附表|表格){_NUMBER}(?=[\s.:：、．）)]|[^\W\d_]|$)")
_LEAST = 24.0  # points: smaller pictures are icons
_SIGN = 48.0  # points: no larger is the sign beside a warning
_APART = 36.0  # points between parts of one drawing
_MOST_PARTS = 120
_KEY = re.compile(r"^\s*\(?([1-9]\d?|[A-Z])[.)、:：]?\s+\S")
_SHOWS = re.compile(r"shown|follow|below|figure|picture|diagram|screen|图|如下|所示", re.IGNORECASE)
_SECTION = re.compile(r"^\s*\d{1,2}\.\d{1,2}")
_PROSE = 14  # words: a longer line inside a drawing is text with a drawn background, not a label


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure's area with the lines inside and its caption, before reading order."""

    box: Box
    x0: float
    y0: float
    x1: float
    y1: float
    labels: tuple[Piece, ...]
    caption: tuple[Piece, ...]


def is_caption(text: str) -> bool:
    return is_figure_caption(text) or is_table_caption(text)


def is_figure_caption(text: str) -> bool:
    """Whether a line is "Figure 3-2 Pump" or 图 3-2 水泵, and not "Figure 3-2 shows the pump."."""
    found = _FIGURE.match(text)
    return found is not None and not _is_sentence(text, found.end())


def is_table_caption(text: str) -> bool:
    found = _TABLE.match(text)
    return found is not None and not _is_sentence(text, found.end())


def _is_sentence(text: str, end: int) -> bool:
    rest = text[end:].lstrip()
    return rest[:1].islower() or (count_cjk(rest) > 0 and rest.endswith("。"))


def caption_label_end(text: str) -> int:
    """Where the printed number of a caption ends: "Figure 3-2 Pump" → 10; 0 when there is none."""
    found = _FIGURE.match(text) or _TABLE.match(text)
    return found.end() if found else 0


def find_pictures(page: Straight, pieces: Sequence[Piece], tables: Sequence[Box]) -> list[Picture]:
    """Pictures and drawings of a page, each line in at most one of them; `tables` are no drawings."""
    paragraphs = _paragraphs(pieces)
    prose = {id(p) for paragraph in paragraphs for p in paragraph}
    boxes = _figure_boxes(page, pieces, tables, [Box.around(p.box for p in lines) for lines in paragraphs])
    if not paragraphs and _is_drawn(page, pieces):
        boxes = [Box.around(p.box for p in pieces)]
    if page.scanned and pieces and not boxes:
        boxes = _scanned_figures(page, pieces, tables)
    free = [p for p in pieces if id(p) not in prose]
    captions: dict[int, list[Piece]] = {}
    near = [
        (n, p) for p in pieces if is_figure_caption(p.text) and (n := _nearest(p, boxes, page)) is not None
    ]
    for (_, at), piece in sorted(near, key=lambda pair: pair[0]):
        if at not in captions:
            captions[at] = _whole_caption(piece, pieces)
            free = [p for p in free if p not in captions[at]]
    pictures: list[Picture] = []
    for i, box in enumerate(boxes):
        inside = [p for p in free if box.y0 < p.box.y1 and p.box.y0 < box.y1 and p.box.covered(box) > 0.6]
        labels = [p for p in inside if p.in_picture or _is_label(p)]
        if _is_notice(labels):
            continue
        labels += _legend(box, labels, captions.get(i, []), [p for p in free if p not in labels])
        free = [p for p in free if p not in labels]
        x, y = page.width, page.height
        corners = (box.x0 * x, box.y0 * y, box.x1 * x, box.y1 * y)
        pictures.append(Picture(box, *corners, tuple(labels), tuple(captions.get(i, ()))))
    return pictures


def _is_drawn(page: Straight, pieces: Sequence[Piece]) -> bool:
    """Whether the whole page is one drawing, such as a circuit diagram: a hundred labels and no text."""
    if page.scanned or len(pieces) < 100 or not any(a.kind == "drawing" for a in page.areas):
        return False
    return sum(_is_scattered(p) for p in pieces) > 0.9 * len(pieces)


def _scanned_figures(page: Straight, pieces: Sequence[Piece], tables: Sequence[Box]) -> list[Box]:
    """On a scan without known areas: from the line of running text above a caption down to the caption."""
    left, right = min(p.box.x0 for p in pieces), max(p.box.x1 for p in pieces)
    found: list[Box] = []
    for caption in pieces:
        if not is_figure_caption(caption.text):
            continue
        above = [p.box.y1 for p in pieces if p.box.y1 <= caption.box.y0 and not _is_scattered(p)]
        above += [t.y1 for t in tables if t.y1 <= caption.box.y0]
        top = max(above, default=0.05)
        if (caption.box.y0 - top) * page.height > 60:
            found.append(Box.clipped(left, top, right, caption.box.y0))
    return found


def _is_scattered(piece: Piece) -> bool:
    """Whether a line may be a label or key of a figure: few words, no sentence, title or warning."""
    text = piece.text.strip()
    if read_signal(text) or is_caption(text) or text.endswith((".", "。", "：", ":")):
        return False
    return len(text.split()) <= 5 and count_cjk(text) <= 9 and not _SECTION.match(text)


def _paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Runs of three or more lines of running text, one below the other from one left edge."""
    open_runs: list[list[Piece]] = []
    done: list[list[Piece]] = []
    wordy = [p for p in pieces if not p.in_picture and (len(p.text.split()) >= 4 or count_cjk(p.text) >= 12)]
    for piece in sorted(wordy, key=lambda p: p.y0):
        open_runs, old = (
            [r for r in open_runs if piece.middle - r[-1].middle <= 3.0 * piece.size],
            [r for r in open_runs if piece.middle - r[-1].middle > 3.0 * piece.size],
        )
        done += old
        for run in open_runs:
            if abs(run[-1].x0 - piece.x0) < 4 and abs(run[-1].size - piece.size) < 0.06 * piece.size:
                run.append(piece)
                break
        else:
            open_runs.append([piece])
    return [r for r in (*done, *open_runs) if len(r) >= 3 and sum(len(p.text) for p in r) >= 25 * len(r)]


def find_signs(page: Straight) -> list[Box]:
    """Small pictures and drawings, such as the triangle beside a warning."""
    return [
        a.box
        for a in page.areas
        if a.kind != "frame"
        and 8 <= a.box.width * page.width <= _SIGN
        and 8 <= a.box.height * page.height <= _SIGN
    ]


def _is_notice(labels: Sequence[Piece]) -> bool:
    """Whether what looks like a picture is a box that says "Note:" or "WARNING" and a sentence."""
    lines = sorted(labels, key=lambda p: (p.y0, p.x0))
    if not 1 <= len(lines) <= 12 or read_signal(lines[0].text) is None:
        return False
    wordy = sum(len(p.text.split()) >= 4 or count_cjk(p.text) >= 6 for p in lines)
    return wordy >= max(1, len(lines) // 2)


def _is_label(piece: Piece) -> bool:
    return len(piece.text.split()) <= _PROSE and len(piece.text) <= 90


def _figure_boxes(
    page: Straight, pieces: Sequence[Piece], tables: Sequence[Box], paragraphs: Sequence[Box]
) -> list[Box]:
    """Areas that are figures; parts that stand close, with no running text between, are one drawing."""
    signals = [p.box for p in pieces if read_signal(p.text)]
    lines = [p.box for p in pieces if not p.in_picture]
    pictures = [a.box for a in page.areas if a.kind == "picture" and _counts(page, a.box, tables)]
    drawings = [
        a.box
        for a in page.areas
        if a.kind == "drawing"
        and _counts(page, a.box, tables)
        and not _is_sign(page, a.box, signals)
        and not _is_written(a.box, lines)
    ]
    prose = [p.box for p in pieces if len(p.text.split()) > 5 or len(p.text) > 40]
    if 0 < len(drawings) <= _MOST_PARTS:
        frames = [
            a.box
            for a in page.areas
            if a.kind == "frame"
            and a.box.area < 0.5
            and not any(a.box.covered(t) > 0.7 for t in tables)
            and not any(p.shared(a.box) for p in (*prose, *signals))
        ]
        drawings = _grown(page, drawings, frames[:_MOST_PARTS], prose)
    parts = [part for box in (*pictures, *drawings) for part in _beside(box, paragraphs)]
    return _merged([b for b in parts if _counts(page, b, ())])


def _is_written(box: Box, lines: Sequence[Box]) -> bool:
    """Whether a drawing is a banner or box around words rather than a picture."""
    return sum(line.shared(box) for line in lines) >= 0.2 * box.area


def _beside(box: Box, paragraphs: Sequence[Box]) -> list[Box]:
    """What is left of an area without the running text in it: one area may hold two figures and a column."""
    inside = [p for p in paragraphs if p.covered(box) > 0.5 or p.shared(box) > 0.08 * box.area]
    if not inside:
        return [box]
    text = Box.around(inside)
    x0, x1 = max(text.x0, box.x0), min(text.x1, box.x1)
    parts = []
    if x0 - box.x0 > 0.05:
        parts.append(Box(box.x0, box.y0, x0, box.y1))
    if box.x1 - x1 > 0.05:
        parts.append(Box(x1, box.y0, box.x1, box.y1))
    if text.y0 - box.y0 > 0.04:
        parts.append(Box(x0, box.y0, x1, text.y0))
    if box.y1 - text.y1 > 0.04:
        parts.append(Box(x0, text.y1, x1, box.y1))
    return parts


def _is_sign(page: Straight, box: Box, signals: Sequence[Box]) -> bool:
    if max(box.width * page.width, box.height * page.height) > _SIGN:
        return False
    return any(box.y0 < s.y1 and box.y1 > s.y0 and -0.01 < s.x0 - box.x1 < 30 / page.width for s in signals)


def _grown(page: Straight, drawings: Sequence[Box], frames: Sequence[Box], prose: Sequence[Box]) -> list[Box]:
    """Drawings joined with their neighbours, and with plain rectangles that belong to them."""
    dx, dy = _APART / page.width, _APART / page.height
    groups, rest = list(drawings), list(frames)
    at = 0
    while at < len(groups):
        box = groups[at]
        reach = Box.clipped(box.x0 - dx, box.y0 - dy, box.x1 + dx, box.y1 + dy)
        for pool in (groups, rest):
            near = [b for b in pool if b is not box and _meet(b, reach)]
            both = next((w for b in near if not _parted(w := Box.around((box, b)), prose)), None)
            if both is not None:
                other = next(b for b in near if Box.around((box, b)) == both)
                pool.remove(other)
                groups[groups.index(box)] = both
                at = -1
                break
        at += 1
    return groups


def _meet(a: Box, b: Box) -> bool:
    return a.x0 <= b.x1 and a.x1 >= b.x0 and a.y0 <= b.y1 and a.y1 >= b.y0


def _parted(box: Box, prose: Sequence[Box]) -> bool:
    return any(p.shared(box) for p in prose)


def _legend(
    box: Box, labels: Sequence[Piece], caption: Sequence[Piece], free: Sequence[Piece]
) -> list[Piece]:
    """The key to a figure's call-outs: short numbered lines between figure and caption, or right below the
    figure where its labels carry the same numbers."""
    below = sorted((p for p in free if p.box.y0 >= box.y1 - 0.005), key=lambda p: p.y0)
    bottom = caption[0].box.y0 if caption and caption[0].box.y0 > box.y1 else None
    key: list[Piece] = []
    last = box.y1
    for piece in below:
        if bottom is not None and piece.box.y0 >= bottom:
            break
        if piece.box.y0 - last > 0.04 or _KEY.match(piece.text) is None or len(piece.text.split()) > 8:
            break
        key.append(piece)
        last = max(last, piece.box.y1)
    if bottom is not None:
        return key
    printed = {p.text.strip() for p in labels}
    numbers = [m[1] for p in key if (m := _KEY.match(p.text))]
    return key if len(key) >= 2 and sum(n in printed for n in numbers) >= 0.6 * len(numbers) else []


def _counts(page: Straight, box: Box, tables: Sequence[Box]) -> bool:
    if box.width * page.width < _LEAST or box.height * page.height < _LEAST:
        return False
    if box.width > 0.85 and box.height > 0.85:
        return False  # the scan itself, or a background
    return not any(box.covered(table) > 0.7 for table in tables)


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Overlapping areas become one figure."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.area):
        for i, other in enumerate(merged):
            if box.covered(other) > 0.5:
                merged[i] = Box.around((box, other))
                break
        else:
            merged.append(box)
    return sorted(merged, key=lambda b: (b.y0, b.x0))


def _nearest(piece: Piece, boxes: Sequence[Box], page: Straight) -> tuple[float, int] | None:
    """How near (points) the picture is whose caption a line may be: above or below it, else beside."""
    best: tuple[float, int] | None = None
    for i, box in enumerate(boxes):
        across = min(piece.box.x1, box.x1) - max(piece.box.x0, box.x0)
        gap = max(piece.box.y0 - box.y1, box.y0 - piece.box.y1, 0.0) * page.height
        beside = max(piece.box.x0 - box.x1, box.x0 - piece.box.x1, 0.0) * page.width
        distance = gap if across > 0 else gap + beside + 20
        if piece.box.y1 < box.y0:
            distance += 8  # captions stand below more often than above
        if distance < 70 and (best is None or distance < best[0]):
            best = (distance, i)
    return best


def _whole_caption(first: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The caption's line and those that go on below it in the same type."""
    lines = [first]
    below = sorted((p for p in pieces if p.y0 > first.y0 and p is not first), key=lambda p: p.y0)
    for piece in below:
        last = lines[-1]
        if piece.y0 - last.y1 > 0.6 * last.height or len(lines) == 4:
            break
        across = min(piece.x1, last.x1) - max(piece.x0, last.x0)
        alike = abs(piece.size - last.size) < 0.5 and piece.bold == last.bold and piece.colour == last.colour
        centred = abs(piece.x0 + piece.x1 - last.x0 - last.x1) < 12 or abs(piece.x0 - last.x0) < 3
        if across > 0 and alike and centred and not is_caption(piece.text) and last.size < 9.6:
            lines.append(piece)
    return lines


def introduce(blocks: Sequence[Block]) -> list[Block]:
    """Figures with the lines that introduce them where they have no caption."""
    done = list(blocks)
    for i, block in enumerate(done):
        if block.kind == "figure" and not block.caption:
            before = next(
                (b for b in reversed(done[:i]) if b.kind not in ("header", "folio", "figure")), None
            )
            if before is not None and before.pieces and _introduces(before, block):
                done[i] = replace(block, about=before.pieces)
    return done


def adopt_keys(blocks: Sequence[Block]) -> list[Block]:
    """Numbered lists that name the numbers printed in a figure beside them belong to it, and are no steps."""
    done = list(blocks)
    start = 0
    while start < len(done):
        end = start
        while end < len(done) and done[end].kind in ("step", "figure", "header", "folio"):
            end += 1
        run = [b for b in done[start:end] if b.kind == "step"]
        at = _figure_of(done, start, end, run) if len(run) >= 3 else None
        if at is not None:
            key = tuple(p for b in run for p in b.pieces)
            done[at] = replace(done[at], pieces=done[at].pieces + key)
            kept = [b for b in done[start:end] if b.kind != "step"]
            done[start:end] = kept
            end = start + len(kept)
        start = max(end, start + 1)
    return done


def _figure_of(blocks: Sequence[Block], start: int, end: int, run: Sequence[Block]) -> int | None:
    """The figure on the list's page whose labels carry its numbers, the items being names, not sentences."""
    page = run[0].pieces[0].page
    if any(len(b.text.split()) > 8 or b.text.rstrip().endswith((".", "。", ";", "；")) for b in run):
        return None
    near = [i for i in range(max(0, start - 6), min(len(blocks), end + 3)) if _is_on(blocks[i], page)]
    labels = {p.text.strip() for i in near for p in blocks[i].pieces}
    wanted = [b.label for b in run if b.label]
    if not near or sum(w in labels for w in wanted) < 0.6 * len(run):
        return None
    return max(near, key=lambda i: sum(p.text.strip() in wanted for p in blocks[i].pieces))


def _is_on(block: Block, page: int) -> bool:
    return block.kind == "figure" and block.area is not None and block.area[0] == page


def _introduces(before: Block, figure: Block) -> bool:
    """A short line right above a picture, on its page."""
    if figure.area is None or before.pieces[-1].page != figure.area[0] or len(before.pieces) > 2:
        return False
    if before.kind not in ("heading", "text", "step", "bullet") or len(before.text) > 90:
        return False
    if before.kind == "text" and not _SHOWS.search(before.text):
        return False
    return figure.area[1].y0 - before.pieces[-1].box.y1 < 0.05
