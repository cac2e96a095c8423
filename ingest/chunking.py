"""Blocks → Passages: one per step, warning, table row, figure; prose in pieces of one section.

It judges no layout; every run of a passage's text points at the line or cell it was printed in.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ingest.blocks import Block, Cell, Piece, Stretches, Structured, Table, write
from ingest.figures import caption_label_end
from ingest.splitting import measure, split, split_lines
from kb_sources.manual import Passage, PassageKind, Place, ReadBy, Span

NAMESPACE = uuid.UUID("6f1de1c2-8f5c-5b0e-9a43-3f2f6a8f3f10")  # ours alone, so that ids are our own
_ALONE = ("step", "warning")


@dataclass(frozen=True, slots=True)
class _Text:
    """Text with where it stands and where readings disagree."""

    text: str
    spans: tuple[Span, ...]
    unsure: Stretches = ()

    def part(self, start: int, end: int) -> _Text:
        spans = tuple(
            Span(max(s.start, start) - start, min(s.end, end) - start, s.page, s.box)
            for s in self.spans
            if s.start < end and s.end > start
        )
        unsure = tuple(
            (max(a, start) - start, min(b, end) - start) for a, b in self.unsure if a < end and b > start
        )
        return _Text(self.text[start:end], spans, unsure)


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: PassageKind
    section: tuple[str, ...]
    text: _Text
    read_by: ReadBy
    blocks: tuple[int, ...]  # indexes it was cut from
    model: Block  # the block that lends its relations
    hint: bool = False


def _no_picture(place: Place) -> str:
    return ""


def chunk(
    structured: Structured,
    *,
    edition: str,
    reading: str,
    crop: Callable[[Place], str] = _no_picture,
) -> tuple[Passage, ...]:
    """The passages of a reading, in order; the same blocks give the same passages and ids.

    `crop` takes a figure's page and box and returns the key of its picture.
    """
    drafts = [*_drafts(structured), *_hints(structured)]
    ids = [str(uuid.uuid5(NAMESPACE, f"{reading}|{i}|{d.text.text}")) for i, d in enumerate(drafts)]
    of_block: dict[int, list[str]] = {}
    for id_, draft in zip(ids, drafts, strict=True):
        for index in draft.blocks:
            of_block.setdefault(index, []).append(id_)
    passages = []
    for order, (id_, draft) in enumerate(zip(ids, drafts, strict=True)):
        warnings = sorted({w for b in draft.blocks for w in structured.blocks[b].warned_by})
        warned_by = tuple(dict.fromkeys(i for w in warnings for i in of_block.get(w, ())))
        passages.append(
            Passage(
                id=id_,
                edition=edition,
                reading=reading,
                kind=draft.kind,
                section=draft.section,
                order=order,
                text=draft.text.text,
                spans=draft.text.spans,
                read_by=draft.read_by,
                part_of=_part_of(draft, reading),
                step=draft.model.label if draft.kind == "step" else "",
                level=draft.model.level if draft.kind == "warning" else None,
                warned_by=tuple(w for w in warned_by if w != id_),
                unsure=draft.text.unsure,
                figure=_picture(draft, crop),
                hint=draft.hint,
            )
        )
    return tuple(passages)


def _picture(draft: _Draft, crop: Callable[[Place], str]) -> str:
    if draft.kind != "figure" or draft.model.area is None:
        return ""
    page, box = draft.model.area
    return crop(Place(page, (box,)))


def _part_of(draft: _Draft, reading: str) -> str:
    block = draft.model
    if block.hint:
        return str(uuid.uuid5(NAMESPACE, f"{reading}|figure|{draft.blocks[0]}"))
    if block.part_of < 0:
        return ""
    kind = "table" if block.kind == "table" else "procedure"
    return str(uuid.uuid5(NAMESPACE, f"{reading}|{kind}|{block.part_of}"))


def _drafts(structured: Structured) -> Iterator[_Draft]:
    """Blocks one by one; neighbouring prose of a section together, up to a passage's size."""
    prose: list[int] = []
    size = 0.0  # of the gathered prose, 1 being full
    asked: list[int] = []  # a question's or symptom's own line, said again with what answers it
    blocks = structured.blocks
    for i, block in enumerate(blocks):
        if block.kind in ("text", "bullet", "title", "faq"):
            own = measure(block.text)
            if prose and (blocks[prose[-1]].section != block.section or size + own > 1):
                yield from _prose(structured, [*asked, *prose])
                prose, asked, size = [], [], 0.0
            prose.append(i)
            size += own
            continue
        if block.kind in ("header", "folio"):
            continue
        if prose:
            yield from _prose(structured, [*asked, *prose])
            prose, asked, size = [], [], 0.0
        if block.kind == "heading":
            asked = [i] if block.asked else []
            if _stands_bare(blocks, i):
                yield from _prose(structured, [i])
        elif block.kind == "table":
            yield from _rows(structured, i)
        elif block.kind == "figure":
            yield from _figure(structured, i)
        elif block.kind in _ALONE:
            yield from _lone(structured, i, asked)
            asked = []
    if prose:
        yield from _prose(structured, [*asked, *prose])


def _stands_bare(blocks: Sequence[Block], index: int) -> bool:
    """A heading with nothing under it before the next heading that is not its own subheading."""
    for block in islice(blocks, index + 1, None):
        if block.kind in ("header", "folio", "contents"):
            continue
        if block.kind != "heading":
            return False
        return len(block.section) <= len(blocks[index].section)
    return True


def _prose(structured: Structured, indexes: Sequence[int]) -> Iterator[_Draft]:
    blocks = [structured.blocks[i] for i in indexes]
    whole = _join([_text(b.pieces, structured) for b in blocks], "\n")
    own = blocks[-1]
    kind: PassageKind = "faq" if own.kind == "faq" else "text"
    for start, end in split(whole.text, structured.language):
        yield _Draft(
            kind,
            own.section,
            whole.part(start, end),
            _reader(blocks),
            tuple(indexes),
            replace(own, part_of=-1),
        )


def _lone(structured: Structured, index: int, asked: Sequence[int]) -> Iterator[_Draft]:
    block = structured.blocks[index]
    kind: PassageKind = "warning" if block.kind == "warning" else "step"
    whole = _text(block.pieces, structured)
    indexes = (index,)
    if asked:
        whole = _join([*(_text(structured.blocks[i].pieces, structured) for i in asked), whole], "\n")
    ranges = (
        [(0, len(whole.text))] if kind != "step" and whole.text else split(whole.text, structured.language)
    )
    for start, end in ranges:
        yield _Draft(kind, block.section, whole.part(start, end), _reader([block]), indexes, block)


def _figure(structured: Structured, index: int) -> Iterator[_Draft]:
    """Caption, labels and call-outs; a figure without words has no passage."""
    block = structured.blocks[index]
    caption = _captioned(block, structured)
    lines = [_text([p], structured) for p in block.pieces if p not in block.caption]
    if not caption.text and block.about:
        caption = _text(block.about, structured)
    whole = _join([t for t in (caption, *lines) if t.text], "\n")
    for start, end in split_lines(whole.text):
        yield _Draft("figure", block.section, whole.part(start, end), _reader([block]), (index,), block)


def _hints(structured: Structured) -> Iterator[_Draft]:
    """What a model says of figures, after everything that is printed: neighbours stay neighbours."""
    for index, block in enumerate(structured.blocks):
        if block.hint and block.area is not None:
            page, box = block.area
            told = _Text(block.hint, (Span(0, len(block.hint), page, box),))
            yield _Draft("figure", block.section, told, "qwen3vl", (index,), block, hint=True)


def _captioned(block: Block, structured: Structured) -> _Text:
    """The caption; its printed number points at the picture, the rest at its own line."""
    whole = _text(block.caption, structured)
    end = caption_label_end(whole.text)
    if not whole.spans or block.area is None or not 0 < end < whole.spans[0].end:
        return whole
    first = whole.spans[0]
    page, box = block.area
    label = Span(0, end, page, box)
    after = end + len(whole.text[end : first.end]) - len(whole.text[end : first.end].lstrip())
    rest = (Span(after, first.end, first.page, first.box),) if after < first.end else ()
    return _Text(whole.text, (label, *rest, *whole.spans[1:]), whole.unsure)


def _rows(structured: Structured, index: int) -> Iterator[_Draft]:
    block = structured.blocks[index]
    table = block.table
    if table is None:
        return
    caption = write(block.caption)[0]
    for row, band in zip(table.rows, table.groups, strict=True):
        whole = _row(table, row, structured)
        if not whole.text:
            continue
        tail = tuple(t for t in (caption, " ".join(c.text for c in band)) if t)
        yield _Draft("row", block.section + tail, whole, _reader([block]), (index,), block)


def _row(table: Table, row: Sequence[Cell], structured: Structured) -> _Text:
    """`Header: cell | Header: cell`; without a header two columns read as name and value."""
    parts: list[_Text] = []
    if not any(table.header) and len(row) == 2 and row[0] is not row[1] and row[0].pieces and row[1].pieces:
        parts.append(_join([_cell(row[0], structured), _cell(row[1], structured)], ": "))
    else:
        for column, (header, cell) in enumerate(zip(table.header, row, strict=True)):
            if not cell.pieces or (_is_wide(cell) and column > cell.column):
                continue
            path = _join([_cell(h, structured) for h in header], " / ")
            value = _cell(cell, structured)
            parts.append(_join([path, value], ": ") if path.text and not _is_wide(cell) else value)
    return _join(parts, " | ")


def _is_wide(cell: Cell) -> bool:
    """Whether a cell lies across so many columns that none of their headers names it, like a total."""
    return cell.column_end - cell.column >= 3


def _cell(cell: Cell, structured: Structured) -> _Text:
    """A cell's text; every line of it points at the whole cell."""
    text, spans, unsure = write(cell.pieces, structured.words, cell.box.x1)
    return _Text(text, tuple(Span(s.start, s.end, cell.page, cell.box) for s in spans), unsure)


def _text(pieces: Sequence[Piece], structured: Structured) -> _Text:
    return _Text(*write(pieces, structured.words))


def _join(parts: Sequence[_Text], glue: str) -> _Text:
    text = ""
    spans: list[Span] = []
    unsure: list[tuple[int, int]] = []
    for part in parts:
        if not part.text:
            continue
        if text:
            text += glue
        shift = len(text)
        spans += [Span(s.start + shift, s.end + shift, s.page, s.box) for s in part.spans]
        unsure += [(a + shift, b + shift) for a, b in part.unsure]
        text += part.text
    return _Text(text, tuple(spans), tuple(unsure))


def _reader(blocks: Sequence[Block]) -> ReadBy:
    counts = Counter(p.read_by for b in blocks for p in b.pieces)
    counts.update(p.read_by for b in blocks for p in b.about)
    return counts.most_common(1)[0][0] if counts else "textlayer"
