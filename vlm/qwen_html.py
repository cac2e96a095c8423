"""The tags of `qwenvl html`, old and new dialect, become blocks: text, table, image or comment, in order.

It does not know Markdown, LaTeX or what a box's numbers mean. Total, and linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

from vlm.qwen_latex import raised
from vlm.qwen_markup import BLOCKS, SKIPPED, TABLES, mark_up
from vlm.qwen_tables import Table, Written, lay_out, span_of, tidy_cells

BREAK = "\v"  # a <br>: a line of the text, but no new row of a Markdown table
_DEEPEST = 100  # blocks within blocks
_INNER = frozenset({
    "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col",
})  # fmt: skip

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    kind: Literal["text", "table", "image", "comment"]
    text: str = ""
    tag: str = ""  # of the innermost block, "" for loose text
    shape: str = ""  # its class: "text", "image caption", "formula", …
    bbox: str | None = None  # the attribute as written
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Blocks:
    blocks: tuple[Block, ...]
    tags: int  # how many tags of blocks and tables there were
    invented: int  # links and picture addresses that were left out
    unclosed: bool  # it ends within a tag or a block


def read_blocks(text: str) -> Blocks:
    """The blocks of any text, tagged or not."""
    marked = mark_up(text)
    builder = _Builder()
    builder.feed(marked.text)
    builder.close()
    unclosed = builder.finish()
    return Blocks(tuple(builder.blocks), marked.tags, builder.invented, unclosed or marked.cut)


@dataclass(slots=True)
class _Open:
    """A block whose end has not come yet."""

    tag: str
    shape: str
    bbox: str | None
    items: int = 0  # of a list
    said: bool = False  # it holds text, or a picture was made of it


@dataclass(slots=True)
class _OpenTable:
    bbox: str | None
    rows: list[list[Written]] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)  # of each row: every cell is a heading
    words: list[str] | None = None  # of the open cell
    spans: tuple[int, int] = (1, 1)
    in_head: bool = False
    inner: int = 0  # tables within a cell


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.invented = 0
        self._stack: list[_Open] = []
        self._words: list[str] = []
        self._table: _OpenTable | None = None
        self._skipping = ""
        self._raised: list[tuple[str, int]] = []

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """Nothing here is a script: what it says is left out by its tag."""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._skipping and (tag in BLOCKS or tag in TABLES or tag == "img"):
            self._skipping = ""
        if tag in SKIPPED:
            self._skipping = self._skipping or tag
        if self._skipping:
            return
        if tag == "br":
            self._say(BREAK)
        elif tag == "img":
            self._see(values)
        elif tag in ("sub", "sup"):
            self._raised.append((tag, len(self._target())))
        elif tag == "a":
            self.invented += "href" in values
        elif tag == "table":
            self._open_table(values)
        elif tag in _INNER and self._table is not None:
            self._enter(self._table, tag, values)
        elif tag in BLOCKS or tag == "hr":
            self._open(tag, values)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "img", "hr"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping = "" if tag == self._skipping else self._skipping
            return
        if tag in ("sub", "sup"):
            self._raise(tag)
        elif self._table is not None and (tag == "table" or tag in _INNER):
            self._leave(self._table, tag)
        elif tag in BLOCKS and not (self._table and self._table.words is not None):
            self._close(tag)
        elif tag in BLOCKS:
            self._say(BREAK)

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._say(data)

    def handle_comment(self, data: str) -> None:
        self._flush()
        self._close_table()
        self.blocks.append(Block("comment", data))

    def finish(self) -> bool:
        """Closes what is open; whether anything was."""
        was_open = self._table is not None or any(o.tag not in ("html", "body") for o in self._stack)
        self._flush()
        self._close_table()
        while self._stack:
            self._end(self._stack.pop())
        return was_open

    # text

    def _target(self) -> list[str]:
        return self._table.words if self._table and self._table.words is not None else self._words

    def _say(self, words: str) -> None:
        if self._table is not None and self._table.words is None and not words.strip():
            return
        self._target().append(words)

    def _raise(self, tag: str) -> None:
        """10<sup>3</sup> is not 103."""
        if not self._raised:
            return
        opened, start = self._raised.pop()
        target = self._target()
        if opened == tag and start <= len(target):
            target[start:] = [raised("".join(target[start:]), "^" if tag == "sup" else "_")]

    def _flush(self) -> None:
        """What was said so far becomes a block of the innermost open one."""
        words, self._words = "".join(self._words), []
        self._raised.clear()
        if not words.strip():
            return
        inner = self._stack[-1] if self._stack else None
        if inner is not None and inner.tag == "li":
            words = self._numbered(words)
        bbox = next((o.bbox for o in reversed(self._stack) if o.bbox is not None), None)
        shape = next((o.shape for o in reversed(self._stack) if o.shape), "")
        for each in self._stack[-2:]:
            each.said = True
        self.blocks.append(Block("text", words, inner.tag if inner else "", shape, bbox))

    def _numbered(self, words: str) -> str:
        """An <ol> prints its numbers although they are not written."""
        item = self._stack[-1]
        if item.said or len(self._stack) < 2 or self._stack[-2].tag != "ol" or words.lstrip()[:1].isdigit():
            return words
        return f"{self._stack[-2].items}. {words.lstrip()}"

    # blocks

    def _open(self, tag: str, values: Attributes) -> None:
        if self._table is not None:
            if self._table.words is not None and "data-bbox" not in values:
                self._say(BREAK)
                return
            self._close_table()
        self._flush()
        if tag in ("p", "li") and self._stack and self._stack[-1].tag == tag:
            self._end(self._stack.pop())
        if tag == "hr" or len(self._stack) >= _DEEPEST:
            return
        if tag == "li" and self._stack:
            self._stack[-1].items += 1
        bbox = values.get("data-bbox", values.get("data-polygon"))
        self._stack.append(_Open(tag, values.get("class", "").strip().lower(), bbox))

    def _close(self, tag: str) -> None:
        self._close_table()
        self._flush()
        if any(o.tag == tag for o in self._stack):
            while (ended := self._stack.pop()).tag != tag:
                self._end(ended)
            self._end(ended)

    def _end(self, ended: _Open) -> None:
        """A block that is a picture is one, whatever stands in it."""
        if (ended.tag == "figure" or ended.shape in ("image", "figure", "chart")) and not ended.items:
            self.blocks.append(Block("image", tag=ended.tag, shape=ended.shape, bbox=ended.bbox))

    def _see(self, values: Attributes) -> None:
        """A picture; its address is always invented, its alternative text is not on the page."""
        source = values.get("src", "")
        self.invented += bool(source) and not source.startswith("data:")
        bbox = values.get("data-bbox")
        inside = next((o for o in reversed(self._stack) if o.tag == "figure" or o.shape == "image"), None)
        if inside is not None:
            inside.bbox = inside.bbox if inside.bbox is not None else bbox
        elif bbox is not None:
            self._flush()
            self.blocks.append(Block("image", tag="img", bbox=bbox))

    # tables

    def _open_table(self, values: Attributes) -> None:
        if self._table is not None and self._table.words is not None and "data-bbox" not in values:
            self._table.inner += 1
            return
        self._close_table()
        self._flush()
        around = next((o.bbox for o in reversed(self._stack) if o.bbox is not None), None)
        self._table = _OpenTable(values.get("data-bbox", around))

    def _enter(self, table: _OpenTable, tag: str, values: Attributes) -> None:
        if table.inner:
            self._say(" ")
            return
        if tag in ("thead", "tbody", "tfoot", "tr", "caption"):
            self._end_cell(table)
            table.in_head = tag == "thead" or (tag == "tr" and table.in_head)
        if tag == "tr":
            table.rows.append([])
            table.heads.append(True)
        elif tag in ("td", "th"):
            self._end_cell(table)
            if not table.rows:
                table.rows.append([])
                table.heads.append(True)
            table.heads[-1] &= tag == "th" or table.in_head
            table.words = []
            table.spans = span_of(values.get("rowspan")), span_of(values.get("colspan"))

    def _leave(self, table: _OpenTable, tag: str) -> None:
        if table.inner:
            table.inner -= tag == "table"
            return
        if tag == "table":
            self._close_table()
        elif tag in ("td", "th", "tr", "thead", "tbody", "tfoot"):
            self._end_cell(table)
            table.in_head &= tag != "thead"

    def _end_cell(self, table: _OpenTable) -> None:
        if table.words is not None:
            table.rows[-1].append(Written("".join(table.words), *table.spans))
            table.words = None

    def _close_table(self) -> None:
        table, self._table = self._table, None
        if table is None:
            return
        self._end_cell(table)
        self._flush()  # words between the cells, a caption
        rows = [(row, head) for row, head in zip(table.rows, table.heads, strict=True) if row]
        header = next((n for n, (_, head) in enumerate(rows) if not head), len(rows))
        laid = lay_out(tidy_cells(row for row, _ in rows), header if header < len(rows) else 0)
        if laid is not None:
            for each in self._stack[-2:]:
                each.said = True
            self.blocks.append(Block("table", tag="table", bbox=table.bbox, table=laid))
