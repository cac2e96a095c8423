"""Sample pages as a flawless Qwen3-VL would write them in its `qwenvl html` mode, from truth.json.

It changes no picture and asks no model.

Form and coordinates (0 to 1000, of the page as displayed) as in cookbooks/document_parsing.ipynb of Qwen3-VL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# Short scanned pages of both languages, for a model that can learn a few by heart.
SHORT = (
    ("qinglan-ql35-service-zh.pdf", 1),
    ("qinglan-ql35-service-zh.pdf", 2),
    ("qinglan-ql35-service-zh.pdf", 6),
    ("qinglan-ql35-service-zh.pdf", 9),
    ("orlen-p310-service.pdf", 8),
    ("orlen-p310-service.pdf", 10),
)
_IN_TABLES = ("table-head", "table")
_IN_PICTURES = ("label", "callout")
_GAP = 0.6  # line heights of white that end a paragraph

Truth = dict[str, Any]


@cache
def manual(file: str) -> Truth:
    """The record of one sample manual (truth.py)."""
    record: Truth = json.loads((FOLDER / "truth.json").read_text("utf-8"))["manuals"][file]
    return record


def manuals() -> list[str]:
    """The files of the sample manuals."""
    return list(json.loads((FOLDER / "truth.json").read_text("utf-8"))["manuals"])


def page_picture(file: str, page: int, dpi: int = 150) -> bytes:
    """The page as displayed, a PNG; at 150 dpi as ingest shows it to a model."""
    import pymupdf

    opened: Any = pymupdf.open(FOLDER / file)  # type: ignore[no-untyped-call]
    with opened:
        data: bytes = opened[page - 1].get_pixmap(dpi=dpi, alpha=False).tobytes("png")
    return data


def page_html(file: str, page: int) -> str:
    """What a flawless model would write about a page: text, tables and pictures in printed order.

    Words within a drawing are left out, its key is text: so does Qwen3-VL.
    """
    record = manual(file)
    lines = next(p for p in record["pages"] if p["page"] == page)["lines"]
    tables = iter([t for t in record["tables"] if any(row["page"] == page for row in t["rows"])])
    figures = [f for f in record["figures"] if f["page"] == page]
    out: list[str] = []
    for kind, run in groupby(lines, key=lambda line: _role(line["kind"])):
        own = list(run)
        if kind == "table":
            out += [_table(table, page, own) for table in _tables_in(own, tables)]
        elif kind == "picture":
            box = figures.pop(0)["box"] if figures else _around(own)  # a cover's drawing is no figure
            out.append(_div("image", box, ""))
            out += [_div("text", n["box"], n["text"]) for n in own if n["kind"] == "callout"]
        else:
            out += [_div("text", _around(p), _joined(p)) for p in _paragraphs(own)]
    return "<html><body>" + "\n".join(out) + "</body></html>"


def _role(kind: str) -> str:
    return "table" if kind in _IN_TABLES else "picture" if kind in _IN_PICTURES else "text"


def _tables_in(lines: Sequence[Truth], tables: Iterator[Truth]) -> Iterator[Truth]:
    """A run of table lines is one table: captions part neighbouring ones."""
    yield from [next(tables)] if lines else ()


def _paragraphs(lines: Sequence[Truth]) -> Iterator[list[Truth]]:
    """Lines of one kind below each other; a list's items and titles stand for themselves."""
    open_: list[Truth] = []
    for line in lines:
        last = open_[-1] if open_ else None
        apart = last is None or line["kind"] != last["kind"] or line["kind"] in ("title", "header", "caption")
        if last is not None and not apart:
            high = last["box"][3] - last["box"][1]
            below = line["box"][1] - last["box"][3]
            apart = not -high < below < _GAP * high or _ends(last["text"])
        if apart and open_:
            yield open_
            open_ = []
        open_.append(line)
    if open_:
        yield open_


def _ends(text: str) -> bool:
    return text.rstrip().endswith((".", "。", "!", "！", ":", "："))


def _joined(lines: Sequence[Truth]) -> str:
    text = ""
    for line in lines:
        own = line["text"]
        text += ("" if not text or ord(text[-1]) > 0x2E80 or ord(own[0]) > 0x2E80 else " ") + own
    return text


def _around(lines: Sequence[Truth]) -> list[float]:
    boxes = [line["box"] for line in lines]
    return [
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    ]


def _div(kind: str, box: Sequence[float], inner: str) -> str:
    corners = " ".join(str(round(1000 * v)) for v in box)
    return f'<div class="{kind}" data-bbox="{corners}">{inner}</div>'


def _table(table: Truth, page: int, lines: Sequence[Truth]) -> str:
    first = next(i for i, row in enumerate(table["rows"]) if row["page"] == page)
    rows = [row["cells"] for row in table["rows"] if row["page"] == page]
    spans = {
        (row - first, column): (high, wide)
        for row, column, high, wide in table["merged"]
        if 0 <= row - first < len(rows)
    }
    body = "".join(f"<tr>{_cells(cells, r, spans)}</tr>" for r, cells in enumerate(rows))
    return _div("table", _around(lines), f"<table>{_head(table['columns'])}{body}</table>")


def _head(columns: Sequence[Sequence[str]]) -> str:
    deepest = max(len(path) for path in columns)
    out = ""
    for level in range(deepest):
        cells = ""
        for title, run in groupby(
            enumerate(columns), key=lambda c: c[1][: level + 1] if len(c[1]) > level else c[0]
        ):
            own = list(run)
            if isinstance(title, int):
                continue  # covered from above
            down = deepest - level if len(own[0][1]) == level + 1 else 1
            cells += f"<th{_span(down, len(own))}>{title[-1]}</th>"
        out += f"<tr>{cells}</tr>"
    return f"<thead>{out}</thead>"


def _cells(cells: Sequence[str], row: int, spans: dict[tuple[int, int], tuple[int, int]]) -> str:
    covered = {
        (r + dr, c + dc)
        for (r, c), (high, wide) in spans.items()
        for dr in range(high)
        for dc in range(wide)
        if (dr, dc) != (0, 0)
    }
    return "".join(
        f"<td{_span(*spans.get((row, c), (1, 1)))}>{text}</td>"
        for c, text in enumerate(cells)
        if (row, c) not in covered
    )


def _span(down: int, across: int) -> str:
    told = (("rowspan", down), ("colspan", across))
    return "".join(f' {name}="{count}"' for name, count in told if count > 1)
