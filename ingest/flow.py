"""Rows in reading order → headings, paragraphs, steps, bullets and warnings with all their lines.

It does not order rows (columns.py), judge a line alone (headings.py, steps.py, cautions.py) or relate blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind, Row, count_cjk
from ingest.figures import is_caption
from ingest.headings import Body, Heading, Outline, read_heading
from ingest.lines import is_cjk
from ingest.signals import Signal, forbids, is_mild, is_safety_title, read_signal, speaks_of_harm
from ingest.spacing import Spacing, same_gap
from ingest.steps import Marker, read_marker
from kb_sources.manual import WarningLevel

_LEADERS = re.compile(r"(?:[.·…]\s?){4,}\s*[\w-]{0,6}\s*$")
_TERMINAL = re.compile(r"[.!?。！？:：;；][”\"')）\]]?\s*$")
_DASH = re.compile(r"\s*[-–—*]\s")


@dataclass(slots=True)
class _Draft:
    """A block being written."""

    kind: BlockKind
    rows: list[Row]
    label: str = ""
    level: WarningLevel | None = None
    depth: int = 0
    asked: bool = False
    body_x: float | None = None  # where a step's or bullet's words begin
    open_word: bool = False  # a signal word stood alone: the next paragraph belongs to it
    mild: bool = False  # opened by a mere "Note"


def _is_red(colour: int) -> bool:
    return colour >> 16 > 0xB0 and colour >> 8 & 255 < 0x60 and colour & 255 < 0x60


def _warns(draft: _Draft) -> bool:
    """Whether a note speaks of harm, or is printed in red."""
    return any(speaks_of_harm(row.text) or _is_red(row.colour) for row in draft.rows)


def _unlike(row: Row) -> float:
    """From which share on two sizes differ: OCR only estimates them."""
    return 0.14 if row.pieces[0].read_by in ("textlayer", "plaintext", "editor") else 0.35


class Flow:
    """Writes blocks row by row; `close` returns them."""

    def __init__(self, body: Body, spacing: Spacing, cover: int = 0, asked: bool = False) -> None:
        self._body, self._spacing = body, spacing
        self._cover = cover  # the page whose headings are the manual's title, 0 for none
        self._asked = asked  # a list of questions and answers: whatever is set large is a question
        self._outline = Outline()
        self._blocks: list[Block] = []
        self._draft: _Draft | None = None
        self._item: tuple[Marker, float] | None = None  # the last item of the list, and where it began
        self._waiting: list[Block] = []  # figures and margins met in the middle of a block

    def add_block(self, block: Block) -> None:
        """A table, figure or margin at its place; a sentence may go on behind the latter two."""
        draft = self._draft
        cut = (
            draft is not None
            and draft.kind not in ("heading", "contents")
            and not _TERMINAL.search(draft.rows[-1].text)
        )
        if block.kind == "table" or not cut:
            self._finish()
            self._blocks.append(self._placed(block))
        else:
            self._waiting.append(block)

    def add_row(self, row: Row) -> None:
        text = row.text.strip()
        draft = self._draft
        if self._asked:
            self._add_answer(row)
            return
        signal = read_signal(text)
        if signal is not None and signal.mild and not self._harms(row, signal):
            signal = None
        under_sign = draft is not None and draft.kind == "warning" and draft.rows[-1].sign
        if signal is None and row.sign and speaks_of_harm(text) and not under_sign:
            signal = Signal("warning", False, False)
        if signal is None and row.said is not None:
            signal = Signal(row.said, False, False)
        if (
            draft is not None
            and draft.kind == "warning"
            and row.frame >= 0
            and row.frame == draft.rows[0].frame
            and (signal is None or not signal.alone or len(draft.rows) < 2)
        ):
            draft.rows.append(row)
            return
        if _LEADERS.search(text):
            self._start(_Draft("contents", [row]))
            return
        if signal is not None and self._heads_cautions(row, signal):
            self._start_heading(row, False, 0)
            return
        if signal is not None:
            self._start(
                _Draft("warning", [row], level=signal.level, open_word=signal.alone, mild=signal.mild)
            )
            return
        if self._continues_heading(row):
            assert draft is not None
            draft.rows.append(row)
            return
        marker = read_marker(text)
        if self._belongs_to_open_word(row, marker):
            assert draft is not None
            draft.rows.append(row)
            return
        heading = None if self._goes_on(row) or is_caption(text) else read_heading(row, self._body)
        if heading is not None and not (
            marker is not None and marker.style in ("bullet", "circle", "letter")
        ):
            self._start_heading(row, heading.asked, heading.depth, heading.number)
        elif marker is not None and not self._is_wrapped_value(row, marker):
            self._start_item(row, marker)
        elif draft is not None and self._continues(draft, row):
            draft.rows.append(row)
        else:
            self._start(_Draft("text", [row]))

    def _add_answer(self, row: Row) -> None:
        """A row of a list of questions: part of a question, or of the answer below it."""
        draft = self._draft
        kind: BlockKind = "heading" if row.size > 1.1 * self._body.size else "faq"
        near = draft is not None and row.middle - draft.rows[-1].middle < 1.9 * row.size
        if draft is not None and draft.kind == kind and (near or row.page != draft.rows[-1].page):
            draft.rows.append(row)
        else:
            self._start(_Draft(kind, [row], asked=kind == "heading"))

    def close(self) -> list[Block]:
        self._finish()
        return self._blocks

    # --- starting -----------------------------------------------------------------------------------

    def _start(self, draft: _Draft) -> None:
        self._finish()
        self._draft = draft

    def _start_heading(self, row: Row, asked: bool, depth: int, number: str = "") -> None:
        self._start(_Draft("heading", [row], label=number, depth=depth, asked=asked))

    def _start_item(self, row: Row, marker: Marker) -> None:
        """A numbered step, a bullet, or an item of a list of cautions."""
        path = self._path_with_draft()
        kind: BlockKind = "bullet" if marker.style == "bullet" else "step"
        level: WarningLevel | None = None
        mild = False
        if path and is_safety_title(path[-1]):
            signal = read_signal(path[-1])
            kind, level, mild = "warning", signal.level if signal else "notice", is_mild(path[-1])
        elif kind == "bullet" and forbids(row.text.strip()[marker.end :]):
            kind, level = "warning", "notice"
        pieces = row.pieces
        words_x = pieces[1].x0 if len(pieces) > 1 and read_marker(pieces[0].text) else None
        if words_x is None:
            words_x = row.x0 + (row.x1 - row.x0) * marker.end / max(len(row.text), 1)
        self._item = marker, row.x0
        self._start(_Draft(kind, [row], label=marker.label, level=level, body_x=words_x, mild=mild))

    def _path_with_draft(self) -> tuple[str, ...]:
        self._finish_if(self._draft is not None and self._draft.kind == "heading")
        return self._outline.path

    # --- going on -----------------------------------------------------------------------------------

    def _harms(self, row: Row, signal: Signal) -> bool:
        """A note alone on its line may head cautions; else it must speak of harm itself."""
        return signal.alone or speaks_of_harm(row.text) or _is_red(row.colour)

    def _heads_cautions(self, row: Row, signal: Signal) -> bool:
        """A title such as "Notes" or 注意事项 above cautions; a bare WARNING is the warning itself."""
        if not signal.alone or row.frame >= 0 or not (signal.mild or is_safety_title(row.text, plural=True)):
            return False
        heading = read_heading(row, self._body)
        return (
            heading is not None and row.size > 1.14 * self._body.size and id(row) not in self._spacing.prose
        )

    def _belongs_to_open_word(self, row: Row, marker: Marker | None) -> bool:
        """Whether a row goes with the signal word that stands alone above it: its paragraph or its list."""
        draft = self._draft
        if draft is None or draft.kind != "warning" or not draft.open_word:
            return False
        last = draft.rows[-1]
        if row.column != last.column and len(draft.rows) > 1:
            return False
        near = row.column != last.column or row.middle - last.middle <= 2.2 * self._spacing.of(row)
        if len(draft.rows) == 1:
            return (
                near and row.x0 >= draft.rows[0].x0 - 12 and row.size <= 1.2 * max(last.size, self._body.size)
            )
        listed = next((m for r in draft.rows[1:] if (m := read_marker(r.text))), None)
        if listed is not None:
            alike = marker is not None and marker.style == listed.style
            return near and (alike or (marker is None and self._continues(draft, row)))
        if marker is not None or row.size > 1.14 * draft.rows[1].size:
            return False
        beside = row.column == last.column and abs(row.x0 - draft.rows[1].x0) < 4
        return self._continues(draft, row) or (near and beside and speaks_of_harm(row.text))

    def _goes_on(self, row: Row) -> bool:
        """Whether a row stands within prose, so that its size or weight makes no heading of it."""
        draft = self._draft
        if id(row) in self._spacing.prose and not (row.bold and not self._body.bold):
            return True
        if draft is None or draft.kind in ("heading", "contents"):
            return False
        last = draft.rows[-1]
        cut = (
            not _TERMINAL.search(last.text)
            and row.column == last.column
            and abs(row.size - last.size) < 0.06 * last.size
        )
        close = 0 < row.middle - last.middle <= same_gap(row) * max(self._spacing.of(row), 0.9 * row.size)
        return cut and close and not self._broke_early(last, row) and not read_marker(row.text)

    def _continues_heading(self, row: Row) -> bool:
        """The second line of a heading: same type, right below, and no number or signal of its own."""
        draft = self._draft
        if draft is None or draft.kind != "heading" or len(draft.rows) > 2:
            return False
        last = draft.rows[-1]
        alike = (
            abs(row.size - last.size) < 0.06 * last.size
            and row.bold == last.bold
            and row.colour == last.colour
        )
        if row.column != last.column or not alike or read_marker(row.text):
            return False
        if draft.asked:
            return not _TERMINAL.search(last.text) and self._continues(draft, row)
        if read_heading(row, self._body) is None and row.size < 1.14 * self._body.size:
            return False
        wide = last.x1 > self._spacing.right.get(row.column, 0.0) - 0.3 * (last.x1 - last.x0)
        return row.middle - last.middle < 2.0 * last.size and wide and not _TERMINAL.search(last.text)

    def _is_wrapped_value(self, row: Row, marker: Marker) -> bool:
        """A line that only looks like an item: "3 motherboard" or "12. July" inside a paragraph."""
        draft = self._draft
        if draft is None or draft.kind not in ("text", "bullet", "step", "warning"):
            return False
        last = draft.rows[-1]
        if marker.style == "bullet":
            dash = row.text.strip()[0] in "-–—*" and not _DASH.match(draft.rows[0].text)
            return (
                dash
                and not _TERMINAL.search(last.text)
                and self._continues(draft, row)
                and abs(row.x0 - last.x0) < 3
            )
        if row.column != last.column or _TERMINAL.search(last.text):
            return False
        follows = self._counts_on(draft, row, marker)
        return (
            not follows
            and marker.rank != 1
            and self._continues(draft, row)
            and not self._broke_early(last, row)
        )

    def _counts_on(self, draft: _Draft, row: Row, marker: Marker) -> bool:
        """Whether a number goes on with the list: the one after the last, where the last one stood."""
        before = self._item
        if before is None or before[0].rank is None or marker.rank is None or marker.style == "step":
            return False
        same = marker.rank == before[0].rank + 1 and marker.style == before[0].style
        return (same and row.x0 <= before[1] + 4) or (
            draft.kind == "step" and before[0].style != marker.style
        )

    def _continues(self, draft: _Draft, row: Row) -> bool:
        """Whether a row is the next line of the block."""
        if draft.kind in ("contents", "heading") and not draft.asked:
            return False
        last = draft.rows[-1]
        if row.frame != last.frame or abs(row.size - last.size) > _unlike(row) * last.size:
            return False
        if row.column != last.column or row.page != last.page:
            return self._goes_over(draft, last, row)
        distance = row.middle - last.middle
        usual = max(self._spacing.of(row), 0.9 * row.size)
        if draft.body_x is not None and draft.kind in ("step", "bullet", "warning"):
            if row.x0 >= draft.rows[0].x0 + 4 and row.x0 >= draft.body_x - 0.6 * row.size:
                return distance <= 2.2 * usual
            if (
                len(draft.rows) > 1
                and row.x0 < draft.rows[1].x0 - 4
                and draft.rows[1].x0 > draft.rows[0].x0 + 4
            ):
                return False
        if distance > same_gap(row) * usual or distance < -0.2 * row.size:
            return False
        if row.colour != last.colour and _TERMINAL.search(last.text):
            return False
        if draft.kind == "warning" and (
            row.colour != last.colour or (row.bold != last.bold and len(draft.rows) > 1)
        ):
            return False
        if draft.kind == "text" and row.bold != last.bold and _TERMINAL.search(last.text):
            return False
        if self._broke_early(last, row):
            # A warning may hold several short lines; only a gap as well ends it.
            ended = _TERMINAL.search(last.text) is not None and distance > 1.1 * usual
            if draft.kind != "warning" or ended:
                return False
        indented = row.x0 > last.x0 + 0.9 * row.size and draft.kind == "text"
        return not (indented and _TERMINAL.search(last.text) and len(draft.rows) > 1)

    def _broke_early(self, last: Row, row: Row) -> bool:
        """Whether the next line's first word would have fitted on the line before: a break that was meant."""
        first = row.text.split(maxsplit=1)[0] if row.text.split() else ""
        share = 1 if first and is_cjk(first[0]) else len(first)
        width = (row.x1 - row.x0) * share / max(len(row.text), 1)
        room = self._spacing.right.get(last.column, last.x1) - last.x1
        if count_cjk(last.text) * 2 > len(last.text) and not _TERMINAL.search(last.text):
            width += 3 * row.size  # a Chinese line may end early for the mark that follows
        return room > width + 1.5 * row.size

    def _goes_over(self, draft: _Draft, last: Row, row: Row) -> bool:
        """A sentence that goes on in the next column or on the next page."""
        if row.page - last.page not in (0, 1) or _TERMINAL.search(last.text) or row.bold != last.bold:
            return False
        if (
            draft.kind == "text"
            and row.text[:1].isupper()
            and not last.text.rstrip().endswith((",", "-", "，", "、"))
        ):
            return (
                self._spacing.right.get(last.column, last.x1) - last.x1 < 2 * last.size
                and row.text[:1].isalpha()
            )
        return len(draft.rows) > 1 or self._spacing.right.get(last.column, last.x1) - last.x1 < 6 * last.size

    # --- finishing ----------------------------------------------------------------------------------

    def _finish_if(self, condition: bool) -> None:
        if condition:
            self._finish()

    def _finish(self) -> None:
        draft, self._draft = self._draft, None
        waiting, self._waiting = self._waiting, []
        if draft is not None and draft.open_word and draft.mild and not _warns(draft):
            self._blocks.append(self._made(replace(draft, kind="text", level=None, rows=draft.rows[:1])))
            for row in draft.rows[1:]:  # a mere note: what follows is not part of it
                self.add_row(row)
            self._finish()
        elif draft is not None:
            self._blocks.append(self._made(draft))
        self._blocks += [self._placed(b) for b in waiting]

    def _made(self, draft: _Draft) -> Block:
        pieces = tuple(p for row in draft.rows for p in row.pieces)
        block = Block(
            draft.kind,
            pieces,
            label=draft.label,
            level=draft.level,
            asked=draft.asked,
            left=draft.rows[0].left,
        )
        if draft.kind == "heading" and draft.rows[0].page == self._cover:
            return replace(block, kind="title")
        if draft.kind == "heading":
            return self._headed(draft, block)
        if draft.mild and draft.kind == "warning" and not _warns(draft):
            listed = draft.body_x is not None
            kind: BlockKind = "text" if not listed else "step" if draft.label else "bullet"
            block = replace(block, kind=kind, level=None)
        return self._placed(block)

    def _headed(self, draft: _Draft, block: Block) -> Block:
        first = draft.rows[0]
        heading = Heading("", 1, asked=True) if self._asked else read_heading(first, self._body)
        estimated = first.pieces[0].read_by not in ("textlayer", "plaintext", "editor")
        if heading is None:  # a signal word set as a heading
            heading = Heading("", 0)
        path = self._outline.enter(heading, block.text, first.size, first.bold, estimated)
        return Block("heading", block.pieces, path, depth=len(path), label=draft.label, asked=draft.asked)

    def _placed(self, block: Block) -> Block:
        return replace(block, section=self._outline.path)
