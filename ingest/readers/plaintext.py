"""Markdown, plain text and question lists as HTML to be set on pages: a citation opens a page with boxes.

It does not set the pages, and loads nothing that a text points at.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal

TextKind = Literal["markdown", "text", "faq"]

_MARKDOWN = re.compile(
    r"^(#{1,6} +\S|\s*[-*+] +\S|\s*\d+\. +\S.*\n\s*\d+\. |\|.+\||```|.+\n(===+|---+)$)"
    r"|\*\*\S.*?\*\*|!?\[[^\]\n]+\]\([^)\n]+\)",
    re.MULTILINE,
)
_QUESTION, _ANSWER, _PRODUCTS = (
    ("question", "问题", "问"),
    ("answer", "答案", "回答", "答"),
    ("products", "product", "产品", "型号"),
)


def decode(content: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB18030; None when it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    else:
        codecs = ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        odd = sum((c < " " and c not in "\t\n\r\f") or "\x7f" <= c < "\xa0" or c == "\ufffd" for c in text)
        if odd <= len(text) // 200 and "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return None


def kind_of(text: str) -> TextKind:
    """What a text is, by its content: a table with question and answer columns, Markdown, or plain text."""
    if _columns(text) is not None:
        return "faq"
    return "markdown" if _MARKDOWN.search(text) else "text"


def to_html(text: str, kind: TextKind) -> tuple[str, str]:
    """The body as HTML without anything active or fetched, and the title ("" when it has none)."""
    if kind == "faq":
        return _faq(text), ""
    if kind == "text":
        paragraphs = re.split(r"\n\s*\n", text.strip("\n"))
        return "".join(f"<p>{html.escape(p).replace(chr(10), '<br/>')}</p>" for p in paragraphs), ""
    return _markdown(text)


def _markdown(text: str) -> tuple[str, str]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL))
    parser.add_render_rule("image", _picture_name)
    titles = (b.content for a, b in pairwise(tokens) if a.type == "heading_open" and a.tag == "h1")
    title = next(titles, "")
    return str(parser.renderer.render(tokens, parser.options, {})), title


def _picture_name(_renderer: Any, tokens: Sequence[Any], index: int, *_: Any) -> str:
    """A picture's description in its place: the file it points at is not ours to open."""
    return html.escape(f"[{tokens[index].content}]") if tokens[index].content else ""


def _columns(text: str) -> tuple[int, int, int | None] | None:
    """Places of question, answer and products in the first row of a list of questions."""
    first = next(csv.reader(io.StringIO(text[:4000].split("\n", 1)[0])), [])
    names = [cell.strip().casefold() for cell in first]

    def place(wanted: Sequence[str]) -> int | None:
        return next((names.index(name) for name in wanted if name in names), None)

    question, answer = place(_QUESTION), place(_ANSWER)
    return None if question is None or answer is None else (question, answer, place(_PRODUCTS))


def _faq(text: str) -> str:
    columns = _columns(text)
    assert columns is not None
    question, answer, products = columns
    parts = []
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        cells = [cell.strip() for cell in row] + [""] * 16
        if not cells[question] or not cells[answer]:
            continue
        parts.append(f"<h3>{html.escape(cells[question])}</h3>")
        parts += [f"<p>{html.escape(part)}</p>" for part in cells[answer].split("\n") if part.strip()]
        if products is not None and cells[products]:
            parts.append(f"<p><i>[{html.escape(cells[products])}]</i></p>")
    return "".join(parts)
