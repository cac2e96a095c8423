"""The markup our manual sources are written in, read into blocks.

It knows words and order only: no page, no font, no drawing. The README of this folder shows the markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb_sources.samples.typography import join_lines

WORDS = {
    "en": {"danger": "DANGER", "warning": "WARNING", "caution": "CAUTION", "notice": "NOTICE"},
    "zh": {"danger": "危险", "warning": "警告", "caution": "小心", "notice": "注意"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 1 chapter, 2 section, 3 subsection
    number: str  # "" when unnumbered
    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: str = "body"  # body, bullet, lead, legal


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Warn:
    level: str  # danger, warning, caution, notice
    word: str  # as printed
    style: str  # word, box, icon
    text: str
    steps: str = ""  # "2-4" where the rule of the README does not hold


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    widths: tuple[float, ...]
    style: str  # grid, open, bare
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]  # "^" continues the cell above, "<" the cell to the left


@dataclass(frozen=True, slots=True)
class Figure:
    drawing: str
    height: float  # points
    caption: str
    callouts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Command:
    name: str  # page, columns, column, landscape, contents, space
    value: str = ""


Block = Heading | Paragraph | Step | Warn | Table | Figure | Command


@dataclass(frozen=True, slots=True)
class Source:
    """One manual: its `@` lines and its blocks."""

    meta: dict[str, str]
    blocks: tuple[Block, ...]

    def listed(self, key: str) -> tuple[int, ...]:
        """File page numbers named by an `@` line."""
        return tuple(int(word) for word in self.meta.get(key, "").split())


def choose_edition(text: str, edition: str) -> str:
    """Keeps `{{A:…}}` and lines that start with `?A ` when A is built; drops those of others."""
    text = re.sub(r"\{\{(\w):(.*?)\}\}", lambda m: m[2] if m[1] == edition else "", text)
    kept = []
    for line in text.split("\n"):
        mark = re.match(r"\?(\w) ?", line)
        if mark is None:
            kept.append(line)
        elif mark[1] == edition:
            kept.append(line[mark.end() :])
    return "\n".join(kept)


def read_source(text: str, edition: str = "") -> Source:
    """Parses a source; ValueError names the line that is no markup."""
    meta: dict[str, str] = {}
    blocks: list[Block] = []
    lines = choose_edition(text, edition).split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip() or line.startswith("//"):
            at += 1
        elif line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            meta[key] = value.strip()
            at += 1
        else:
            end = at + 1
            while end < len(lines) and continues_block(line, lines[end]):
                end += 1
            blocks.append(read_block(lines[at:end], meta.get("language", "en")))
            at = end
    return Source(meta, tuple(blocks))


def continues_block(first: str, line: str) -> bool:
    """An indented line goes on with its block, `|` lines with a table, `label text` lines with a figure."""
    if first.startswith("%table "):
        return line.startswith("|")
    if first.startswith("%figure ") and re.match(r"\S{1,3} \S", line):
        return not re.match(r"#|%|!|- |\d+\. |//|~ ", line)
    return line.startswith("  ") and bool(line.strip())


def read_block(lines: list[str], language: str) -> Block:
    first = lines[0]
    if found := re.match(r"(#+) (?:([\dA-Z]+(?:\.\d+)*) )?(.+)", first):
        return Heading(len(found[1]), found[2] or "", found[3])
    if found := re.match(r"(\d+)\. ", first):
        return Step(int(found[1]), join_lines([first[found.end() :], *lines[1:]]))
    if first.startswith("!"):
        return read_warning(lines, language)
    if first.startswith("%table "):
        return read_table(lines)
    if first.startswith("%figure "):
        return read_figure(lines)
    if first.startswith("%"):
        name, _, value = first[1:].partition(" ")
        return Command(name, value)
    if first.startswith("- "):
        return Paragraph(join_lines([first[2:], *lines[1:]]), "bullet")
    if first.startswith("~ "):
        style, _, rest = first[2:].partition(" ")
        return Paragraph(join_lines([rest, *lines[1:]]), style)
    return Paragraph(join_lines(lines))


def read_warning(lines: list[str], language: str) -> Warn:
    """`!level style [word=…] [steps=a-b]: text`."""
    found = re.match(r"!(\w+) (word|box|icon)((?: \w+=[^ :]+)*): (.*)", lines[0])
    if found is None:
        raise ValueError(f"not a warning: {lines[0]!r}")
    options = dict(option.split("=") for option in found[3].split())
    word = options.get("word", WORDS[language][found[1]])
    return Warn(found[1], word, found[2], join_lines([found[4], *lines[1:]]), options.get("steps", ""))


def read_table(lines: list[str]) -> Table:
    """`%table caption | widths | style`, then `|= header | …` and `| cell | …`."""
    caption, widths, style = (part.strip() for part in lines[0].removeprefix("%table ").split("|"))
    header: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for line in lines[1:]:
        cells = tuple(cell.strip() for cell in line.strip().removeprefix("|").removeprefix("=").split("|"))
        if len(cells) != len(widths.split()):
            raise ValueError(f"{caption}: {len(cells)} cells for {len(widths.split())} columns in {line!r}")
        (header if line.startswith("|=") else rows).append(cells)
    return Table(caption, tuple(float(w) for w in widths.split()), style, tuple(header), tuple(rows))


def read_figure(lines: list[str]) -> Figure:
    """`%figure drawing height | caption`, then `number text` for each call-out."""
    head, caption = (part.strip() for part in lines[0].removeprefix("%figure ").split("|"))
    drawing, height = head.split()
    callouts = tuple((label, text) for label, _, text in (line.strip().partition(" ") for line in lines[1:]))
    return Figure(drawing, float(height), caption, callouts)
