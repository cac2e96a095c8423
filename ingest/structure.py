"""Pages as read → blocks in reading order and how they belong together.

The order of the work stands here; each judgement has its own module. It cuts no passages and knows no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.aligned import find_aligned
from ingest.blocks import Block, Margin, Piece, Row, Structured, make_row, pieces_of, read_words
from ingest.cautions import bind
from ingest.columns import Item, arrange, item_of, join_markers
from ingest.figures import Picture, adopt_keys, find_pictures, find_signs, introduce
from ingest.flow import Flow
from ingest.headings import Body, measure_body
from ingest.margins import Place, label_margins
from ingest.page import PageRead
from ingest.signals import read_signal
from ingest.skew import Straight, straighten
from ingest.spacing import Spacing, measure_spacing
from ingest.steps import number_procedures
from ingest.tables import Found, append, find_caption, find_ruled, read_table, repeats_header, same_columns
from ingest.told import find_told, hint_for
from kb_sources.manual import Box, Language

__all__ = ["Block", "Structured", "structure"]


def structure(pages: Sequence[PageRead], language: Language) -> Structured:
    """Every line of every page in exactly one block."""
    straight = [straighten(page) for page in pages]
    pieces = [pieces_of(page) for page in straight]
    ruled = [_find_certain(page, own) for page, own in zip(straight, pieces, strict=True)]
    taken = frozenset((t.page, i) for tables in ruled for t in tables for i in t.indexes)
    margins = label_margins(pieces, [p.height for p in pages], taken)
    flowing: list[Row | Block] = []
    counter = _Counter()
    for page, own, tables in zip(straight, pieces, ruled, strict=True):
        flowing += _read_page(page, own, tables, margins, counter)
    flowing = _join_tables(flowing, counter.found, {p.number: p.width for p in pages})
    rows = [each for each in flowing if isinstance(each, Row)]
    body, spacing = measure_body(rows), measure_spacing(rows)
    flow = Flow(body, spacing, _find_cover(pages, rows, body, spacing), _is_question_list(rows, body))
    for each in flowing:
        if isinstance(each, Row):
            flow.add_row(each)
        else:
            flow.add_block(each)
    blocks = introduce(number_procedures(adopt_keys(flow.close())))
    return Structured(tuple(bind(blocks)), language, read_words(p for own in pieces for p in own))


def _find_certain(page: Straight, pieces: Sequence[Piece]) -> list[Found]:
    """Tables with drawn rows and columns, then those that a model told of; others are only guessed at."""
    ruled = find_ruled(page, pieces)
    told = find_told(page, pieces, frozenset(i for t in ruled for i in t.indexes))
    return sorted((*ruled, *told), key=lambda t: (t.y0, t.x0))


def _is_question_list(rows: Sequence[Row], body: Body) -> bool:
    """Whether the pages are a list of questions and answers set by us: one heading size, answers below."""
    if not rows or any(p.read_by not in ("plaintext", "editor") for row in rows for p in row.pieces):
        return False
    large = {round(row.size, 1) for row in rows if row.size > 1.1 * body.size}
    return len(large) == 1 and max(large) < 1.3 * body.size and rows[0].size > 1.1 * body.size


def _find_cover(pages: Sequence[PageRead], rows: Sequence[Row], body: Body, spacing: Spacing) -> int:
    """The first page, when it bears the title and no running text; 0 when there is no such page."""
    first = [row for row in rows if pages and row.page == pages[0].number]
    if len(pages) < 2 or not first or len(first) > 16 or any(id(row) in spacing.prose for row in first):
        return 0
    return pages[0].number if max(row.size for row in first) >= 1.5 * body.size else 0


@dataclass(slots=True)
class _Counter:
    """Numbers that run through a reading, and the tables they were given to."""

    columns: int = 0
    frames: int = 0
    found: dict[int, Found] = field(default_factory=dict)

    def next_column(self) -> int:
        self.columns += 1
        return self.columns

    def next_frame(self) -> int:
        self.frames += 1
        return self.frames


def _read_page(
    page: Straight,
    pieces: Sequence[Piece],
    ruled: Sequence[Found],
    margins: dict[Place, Margin],
    counter: _Counter,
) -> list[Row | Block]:
    """A page's rows and ready blocks in reading order, its margins first and last."""
    head = [Block(margins[key], (p,)) for p in pieces if (key := (p.page, p.index)) in margins]
    in_tables = {i for t in ruled for i in t.indexes}
    free = [p for p in pieces if (p.page, p.index) not in margins and p.index not in in_tables]
    pictures = find_pictures(page, free, [t.box for t in ruled])
    used = {p.index for picture in pictures for p in (*picture.labels, *picture.caption)}
    aligned = find_aligned(page, [p for p in free if p.index not in used])
    tables = [*ruled, *aligned]
    used |= {i for t in aligned for i in t.indexes}
    things: list[Block] = []
    items: list[Item] = []
    for table in tables:
        caption = find_caption(table, [p for p in free if p.index not in used])
        used |= {p.index for p in caption}
        items.append(
            _thing(table.x0, min([table.y0, *(p.y0 for p in caption)]), table.x1, table.y1, len(things))
        )
        counter.found[len(counter.found)] = table
        things.append(
            Block(
                "table",
                (*caption, *table.pieces),
                part_of=len(counter.found) - 1,
                table=read_table(table),
                caption=tuple(caption),
            )
        )
    for picture in pictures:
        corners = _around(picture)
        items.append(_thing(*corners, len(things)))
        lines = (*picture.caption, *picture.labels)
        hint = hint_for(picture.box, page.figures)
        area = page.number, picture.box
        things.append(Block("figure", lines, caption=picture.caption, area=area, hint=hint))
    rest = [p for p in free if p.index not in used]
    return [*head, *_order(page, rest, items, things, counter)]


def _thing(x0: float, y0: float, x1: float, y1: float, index: int) -> Item:
    return Item(x0, y0, x1, y1, thing=index)


def _around(picture: Picture) -> tuple[float, float, float, float]:
    each = [(picture.x0, picture.y0, picture.x1, picture.y1)]
    each += [(p.x0, p.y0, p.x1, p.y1) for p in picture.caption]
    return min(e[0] for e in each), min(e[1] for e in each), max(e[2] for e in each), max(e[3] for e in each)


def _order(
    page: Straight, pieces: Sequence[Piece], items: Sequence[Item], things: Sequence[Block], counter: _Counter
) -> list[Row | Block]:
    """Lines and larger things in reading order; a drawn box with lines in it is one thing, read by itself."""
    outside = list(pieces)
    boxed: dict[int, tuple[Box, list[Item]]] = {}
    every = list(items)
    for frame in _frames(page, things):
        inside = [
            p for p in outside if frame.y0 < p.box.y1 and p.box.y0 < frame.y1 and p.box.covered(frame) > 0.7
        ]
        if not inside or (len(inside) > 0.8 * len(pieces) and len(pieces) > 12):
            continue
        outside = [p for p in outside if p not in inside]
        key = len(things) + len(boxed)
        boxed[key] = frame, join_markers(inside)
        around = item_of(inside)
        every.append(_thing(around.x0, around.y0, around.x1, around.y1, key))
    every += join_markers(outside)
    result: list[Row | Block] = []
    signs = find_signs(page)
    for column in arrange(every):
        number = counter.next_column()
        for item in column:
            if item.pieces:
                sign = _sign_before(item.pieces[0].box, signs, page)
                result.append(make_row(item.pieces, number, around=sign, sign=sign is not None))
            elif item.thing < len(things):
                result.append(things[item.thing])
            else:
                frame, inner = boxed[item.thing]
                result += _read_box(frame, inner, things, counter)
                number = counter.next_column()
    return result


def _read_box(
    frame: Box, inner: Sequence[Item], things: Sequence[Block], counter: _Counter
) -> list[Row | Block]:
    """The rows of a drawn box; a picture in it may say that the box is a warning."""
    number = counter.next_frame()
    rows: list[Row] = []
    for column in arrange(inner):
        own = counter.next_column()
        rows += [make_row(i.pieces, own, number, frame) for i in column]
    words = [p.text for t in things if t.area and t.area[1].covered(frame) > 0.8 for p in t.pieces]
    signals = [s for s in map(read_signal, words) if s is not None and not s.mild]
    if rows and signals:
        rows[0] = replace(rows[0], said=signals[0].level)
    return list(rows)


def _sign_before(box: Box, signs: Sequence[Box], page: Straight) -> Box | None:
    """The small picture that stands left of a line."""
    reach = 30 / page.width
    return next(
        (s for s in signs if s.y0 < box.y1 and s.y1 > box.y0 and -0.005 < box.x0 - s.x1 < reach), None
    )


def _frames(page: Straight, things: Sequence[Block]) -> list[Box]:
    """Drawn boxes that may hold text of their own, the outermost of nested ones."""
    kept: list[Box] = []
    figures = [t.area[1] for t in things if t.area is not None]
    frames = [
        a.box
        for a in page.areas
        if a.box.area <= 0.6 and a.box.height <= 0.85 and not any(a.box.covered(f) > 0.8 for f in figures)
    ]
    for box in sorted(frames, key=lambda b: -b.area):
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if not any(k.x0 <= x <= k.x1 and k.y0 <= y <= k.y1 for k in kept):
            kept.append(box)
    return kept


def _join_tables(
    flowing: Sequence[Row | Block], found: dict[int, Found], widths: dict[int, float]
) -> list[Row | Block]:
    """Tables that go on over a page break become one block at the place of the first."""
    joined: list[Row | Block] = []
    last: int | None = None  # place in `joined` of a table nothing but margins has followed
    tail: dict[int, Found] = {}
    for each in flowing:
        if isinstance(each, Block) and each.kind == "table" and each.table is not None:
            own = found[each.part_of]
            if (
                last is not None
                and (merged := _merged(joined[last], each, tail[last], own, widths)) is not None
            ):
                joined[last] = merged
            else:
                last = len(joined)
                joined.append(each)
            tail[last] = own
            continue
        if not (isinstance(each, Block) and each.kind in ("header", "folio")):
            last = None
        joined.append(each)
    return joined


def _merged(
    first: Row | Block, second: Block, tail: Found, own: Found, widths: dict[int, float]
) -> Block | None:
    if not isinstance(first, Block) or first.table is None or second.table is None:
        return None
    if own.page != tail.page + 1 or not same_columns(tail, own, widths):
        return None
    if second.caption and not (repeats_header(first.table, second.table) and _same_number(first, second)):
        return None
    table = append(first.table, own, second.table)
    return replace(first, pieces=first.pieces + second.pieces, table=table)


def _same_number(first: Block, second: Block) -> bool:
    """Whether two captions carry the same table number: "Table 3" and "Table 3 (continued)"."""
    if not first.caption:
        return True
    a, b = first.caption[0].text.split(), second.caption[0].text.split()
    return a[:2] == b[:2] or first.caption[0].text[:3] == second.caption[0].text[:3]
