"""Loose text of a model, Markdown with LaTeX in it, becomes headings, paragraphs and tables, in order.

It knows no tags and no boxes. Total, and linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vlm.qwen_latex import plain_math
from vlm.qwen_tables import Table, is_delimiter_row, is_pipe_row, read_pipes, read_tabular

_TABULAR = re.compile(r"\\(begin|end)\{(?:tabular[xy]?|longtable|array)\*?\}")
_WRAPPER = re.compile(
    r"\\(?:begin|end)\{(?:table|center|figure|document)\*?\}(?:\[[^\]\n]{0,20}\])?|\\centering"
)
_FENCE = re.compile(r"\s{0,9}(?:```|~~~)[\w+-]{0,20}\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s?){3,}\s*")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s|(?=[^\s#\d]))(.*)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,1000}\)|!\[[^\]\n]{0,500}\]\[[^\]\n]{0,100}\]")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\((?:https?://|www\.|mailto:|[#/.])[^()\s]{0,500}\)")
_BOLD = re.compile(
    r"\*\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*\*|(?<!\w)__(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s_])__(?!\w)"
)
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\*(?![\w*])")
_ESCAPED = re.compile(r"\\([*_#~|<>&%$\[\]()])")
_LONGEST_SPEC = 300  # characters of the columns of a tabular


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a heading (level 1..6) or a table."""

    text: str = ""
    level: int = 0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Split:
    pieces: tuple[Piece, ...]
    invented: int = 0  # links and picture addresses that were left out
    unclosed: bool = False  # it ends within a tabular
    marked: bool = False  # there was Markdown or LaTeX in it


def split_text(text: str, *, markdown: bool = True) -> Split:
    """The pieces of a text. Without `markdown` (the words of a tag) stars and rules are printed signs."""
    pieces: list[Piece] = []
    invented = 0
    marked = unclosed = False
    for stretch, is_tabular, is_open in _tabulars(text):
        unclosed |= is_open
        if is_tabular:
            marked = True
            table = read_tabular(stretch)
            if table is not None:
                pieces.append(Piece(table=table))
            continue
        without, images = _IMAGE.subn("", _WRAPPER.sub("", stretch))
        without, links = _LINK.subn(r"\1", without)
        found, formed = _pieces(without.split("\n"), markdown)
        pieces += found
        invented += images + links
        marked |= formed
    return Split(tuple(pieces), invented, unclosed, marked)


def _tabulars(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Stretches of the text, whether each is the body of a tabular, and whether that has no end."""
    at = begun = depth = 0
    for match in _TABULAR.finditer(text):
        if match[1] == "begin":
            if depth == 0:
                yield text[at : match.start()], False, False
                begun = _after_spec(text, match.end())
            depth += 1
            continue
        if depth == 0:
            yield text[at : match.start()], False, False  # an end of nothing
        elif depth == 1:
            yield text[begun : match.start()], True, False
        depth = max(0, depth - 1)
        at = match.end()
    if depth:
        yield text[begun:], True, True
    else:
        yield text[at:], False, False


def _after_spec(text: str, at: int) -> int:
    """Where the rows begin: after `{|c|p{3cm}|}`, `[t]` or `{\\textwidth}{|X|}`."""
    end = min(len(text), at + _LONGEST_SPEC)
    for opening, closing in ("[]", "{}", "{}"):
        if at < end and text[at] == opening:
            depth = 0
            for i in range(at, end):
                depth += (text[i] == opening) - (text[i] == closing)
                if depth == 0:
                    at = i + 1
                    break
    return at


def _pieces(lines: Sequence[str], markdown: bool) -> tuple[list[Piece], bool]:
    pieces: list[Piece] = []
    paragraph: list[str] = []
    formed = False

    def close() -> None:
        words = "\n".join(paragraph)
        paragraph.clear()
        if words:
            pieces.append(Piece(words))

    at = 0
    while at < len(lines):
        line = lines[at]
        rows = _table_rows(lines, at)
        if rows:
            close()
            formed = True
            table = read_pipes([plain_math(_unstarred(row, markdown)) for row in lines[at : at + rows]])
            if table is not None and any(cell.text for cell in table.cells):
                pieces.append(Piece(table=table))
            at += rows
            continue
        at += 1
        if _FENCE.fullmatch(line) or (markdown and _RULE.fullmatch(line)):
            formed |= "`" in line
            continue
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            close()
            formed = True
            pieces.append(Piece(_said(heading[2].rstrip("# "), markdown), len(heading[1])))
        elif not line.strip():
            close()
        elif words := _said(line, markdown):
            paragraph.append(words)
    close()
    return [p for p in pieces if p.text or p.table is not None], formed


def _table_rows(lines: Sequence[str], at: int) -> int:
    """How many lines from `at` are the rows of one Markdown table; 0 when there is none."""
    if not is_pipe_row(lines[at]) and not (
        "|" in lines[at] and at + 1 < len(lines) and is_delimiter_row(lines[at + 1])
    ):
        return 0
    end = at + 1
    bare = not is_pipe_row(lines[at])
    while end < len(lines) and (is_pipe_row(lines[end]) or (bare and "|" in lines[end])):
        end += 1
    return end - at


def _unstarred(line: str, markdown: bool) -> str:
    if not markdown or ("*" not in line and "__" not in line):
        return line
    return _ITALIC.sub(r"\1", _BOLD.sub(lambda m: m[1] or m[2], line))


def _said(line: str, markdown: bool) -> str:
    """The printed words of a line: without stars, escapes and the code of formulas; gaps made one."""
    words = plain_math(_unstarred(line, markdown))
    if markdown and "\\" in words:
        words = _ESCAPED.sub(r"\1", words)
    return "\n".join(" ".join(part.split()) for part in words.split("\v") if part.strip())
