"""What Qwen3-VL wrote about a page (`qwenvl html`, `qwenvl markdown`, spotting JSON, mixtures, plain text)
becomes elements with boxes, and findings that tell what was odd.

It does not know the page itself: whether the text is true is for who sees the picture. `parse_page` is total
(it raises on no text) and linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb_sources.manual import Box
from vlm.loops import exclaims, find_loop
from vlm.model import Finish
from vlm.qwen_boxes import Corners, is_grid, overtaken, place_boxes
from vlm.qwen_html import Block, read_blocks
from vlm.qwen_json import Json, flat_objects, read_json
from vlm.qwen_tables import Table
from vlm.qwen_text import split_text

Kind = Literal["text", "title", "table", "image", "caption", "formula", "folio", "running"]
Dialect = Literal["html", "markdown", "json", "plain"]

_LONGEST = 400_000  # characters: several times what a page can hold
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PREAMBLE = re.compile(r"\s*[^\n<{|#`]{1,300}[:：]\s*\n\s*(?=```|<html|<!--|<body|<div)", re.IGNORECASE)
_OUTER_FENCE = re.compile(r"\s*```(?:html|markdown|md|json|latex)?[ \t]*\n?", re.IGNORECASE)
_POSTAMBLE = re.compile(
    r"```[ \t]*\n+[ \t]*(?:this|the above|note|please|i |here|let me|以上|注[:：]|请注意|该)"
    r"[^\n]{0,400}\s*\Z",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*([A-Za-z\u4e00-\u9fff ]{1,20}?)\s*[:：]?\s*[(（\[]([-\d\s,，.]{3,60})[)）\]]\s*")
_PICTURED = frozenset({"image", "img", "picture", "图", "图片", "图像"})
_FOLIO = re.compile(
    r"[-–—·•|\s]*(?:page|p\.|第|页码)?\s*(?:\d{1,3}[-–.])?\d{1,4}\s*(?:页|/\s*\d{1,4}|of\s+\d{1,4}|共\s*\d+\s*页)?[-–—·•|\s]*",
    re.IGNORECASE,
)
_EDGE = 2  # elements from either end of a page among which a folio or running line is looked for
_TEXT_KEYS = ("text_content", "text", "content", "label", "name", "name_zh", "name_en")
_BOX_KEYS = ("bbox_2d", "bbox", "box_2d", "box")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd about what was written; `element` is the index of the element it concerns."""

    name: str
    detail: str = ""
    element: int | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on the page. A table's words stand in `table`; `text` has them a row a line, too."""

    kind: Kind
    text: str
    box: Box | None = None  # as the model drew it: for finding pictures and tables, never a citation's
    table: Table | None = None
    level: int = 0  # of a title, 1..6; 0 where none was given
    partial: bool = False  # the answer broke off within it
    out_of_order: bool = False  # written after what stands below it


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as written, in the order it was written."""

    elements: tuple[Element, ...]
    findings: tuple[Finding, ...]
    dialect: Dialect
    truncated: bool  # something is missing at the end

    @property
    def text(self) -> str:
        """The words of the page's body, an element a paragraph; without folios and running lines."""
        return "\n\n".join(e.text for e in self.elements if e.text and e.kind not in ("folio", "running"))

    def has(self, name: str) -> bool:
        return any(finding.name == name for finding in self.findings)


def parse_page(text: str, *, sent: tuple[int, int] | None = None, finish: Finish = "unknown") -> PageText:
    """The elements of a model's answer about one page.

    `sent` is the size in pixels of the picture it was shown, needed where it counts in pixels.
    """
    findings: list[Finding] = []
    body = _cleaned(text, finish, findings)
    cut = finish == "length" or any(f.name in ("loop", "exclamation_run", "too_long") for f in findings)
    drafts, dialect, unclosed = _read(body, finish, findings)
    truncated = cut or (unclosed and finish != "stop")
    if truncated:
        findings.append(Finding("truncated", "the answer breaks off"))
    elif unclosed:
        findings.append(Finding("unclosed", "a tag or table has no end"))
    elements = _placed(drafts, sent, findings)
    if truncated and elements:
        elements[-1] = replace(elements[-1], partial=True)
    _label_edges(elements)
    if not any(e.text for e in elements) and any(f.name == "invented_src" for f in findings):
        findings.append(Finding("lazy_ocr", "a picture was named instead of its words"))
    return PageText(tuple(elements), tuple(findings), dialect, truncated)


def in_reading_order(page: PageText) -> tuple[Element, ...]:
    """The elements with those that were written too late put before what stands below them.

    The model's order is kept otherwise: it knows columns better than boxes do.
    """
    on_time = [e for e in page.elements if not e.out_of_order]
    late = [e for e in page.elements if e.out_of_order and e.box is not None]
    if len(late) > len(page.elements) // 4:
        return page.elements
    for element in late:
        before = next((i for i, e in enumerate(on_time) if _is_below(e.box, element.box)), len(on_time))
        on_time.insert(before, element)
    return tuple(on_time)


def _is_below(box: Box | None, other: Box | None) -> bool:
    if box is None or other is None:
        return False
    return box.y0 >= other.y1 and min(box.x1, other.x1) > max(box.x0, other.x0)


def mark_running(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """The pages with lines that stand at the edge of three or more of them marked "running".

    Digits and gaps do not count: "Page: 3 / 79" is "Page: 4 / 79". An element whose first or last line runs
    is parted.
    """
    edges: dict[str, set[int]] = {}
    for number, page in enumerate(pages):
        for line in _edge_lines(page):
            edges.setdefault(_same(line), set()).add(number)
    running = {line for line, where in edges.items() if len(where) >= 3 and line}
    return tuple(replace(page, elements=_with_running(page, running)) for page in pages)


def _edge_lines(page: PageText) -> list[str]:
    spoken = [e for e in page.elements if e.kind in ("text", "title") and e.text]
    first = [line for e in spoken[:_EDGE] for line in e.text.split("\n")[:_EDGE]]
    last = [line for e in spoken[-_EDGE:] for line in e.text.split("\n")[-_EDGE:]]
    return first + last


def _same(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line)).casefold()


def _with_running(page: PageText, running: set[str]) -> tuple[Element, ...]:
    spoken = [i for i, e in enumerate(page.elements) if e.kind in ("text", "title") and e.text]
    at_edge = {*spoken[:_EDGE], *spoken[-_EDGE:]}
    out: list[Element] = []
    for index, element in enumerate(page.elements):
        lines = element.text.split("\n") if index in at_edge else []
        if not any(_same(line) in running for line in lines):
            out.append(element)
            continue
        for line in lines:
            kind: Kind = "running" if _same(line) in running else element.kind
            if out and out[-1].kind == kind == element.kind and out[-1].box == element.box:
                out[-1] = replace(out[-1], text=f"{out[-1].text}\n{line}")
            else:
                out.append(replace(element, kind=kind, text=line))
    return tuple(out)


def _cleaned(text: str, finish: Finish, findings: list[Finding]) -> str:
    """Without what no page has printed, and without what a model says for ever."""
    if len(text) > _LONGEST:
        findings.append(Finding("too_long", f"{len(text)} characters"))
        text = text[:_LONGEST]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", _UNPRINTED.sub("", text))
    if exclaims(text):
        findings.append(Finding("exclamation_run", "the engine is broken, not the page"))
        text = text.rstrip().rstrip("!")
    elif (loop := find_loop(text, ended=finish == "stop")) is not None:
        said = text[loop.start : loop.start + min(loop.period, 40)]
        findings.append(Finding("loop", f"{said!r} from character {loop.start} on"))
        text = text[: loop.start]
    preamble = _PREAMBLE.match(text)
    if preamble is not None:
        findings.append(Finding("preamble", preamble[0].strip()[:80]))
        text = text[preamble.end() :]
    postamble = _POSTAMBLE.search(text, max(0, len(text) - 500))
    if postamble is not None and text.lstrip().startswith("```"):
        findings.append(Finding("postamble", postamble[0][3:].strip()[:80]))
        text = text[: postamble.start()]
    return text


@dataclass(slots=True)
class _Draft:
    """An element before its box is worked out."""

    element: Element
    written: Corners | str | None = None


def _read(body: str, finish: Finish, findings: list[Finding]) -> tuple[list[_Draft], Dialect, bool]:
    spotted = _spotted(body, finish, findings)
    if spotted is not None:
        return spotted, "json", False
    fence = _OUTER_FENCE.match(body)
    read = read_blocks(body[fence.end() :] if fence else body)
    made = _Assembly(read.tags > 0, findings)
    for block in read.blocks:
        made.add(block)
    made.end()
    if read.invented + made.invented:
        findings.append(Finding("invented_src", f"{read.invented + made.invented} addresses left out"))
    dialect: Dialect = "html" if read.tags else "markdown" if made.marked or fence else "plain"
    if dialect == "plain" and made.drafts:
        findings.append(Finding("format_fallback", "plain text instead of the format asked for"))
    return made.drafts, dialect, read.unclosed or made.unclosed


class _Assembly:
    """Blocks become elements, in order."""

    def __init__(self, tagged: bool, findings: list[Finding]) -> None:
        self.drafts: list[_Draft] = []
        self.invented = 0
        self.unclosed = False
        self.marked = False  # there was Markdown in it
        self._tagged = tagged
        self._findings = findings
        self._announced: str | None = None  # the box of the table that a marker says comes next

    def add(self, block: Block) -> None:
        if block.kind == "text":
            self._add_text(block)
        elif block.kind == "table" and block.table is not None:
            self._add_table(block.table, block.bbox)
        elif block.kind == "image":
            self.drafts.append(_Draft(Element("image", ""), block.bbox))
        else:
            self._add_marker(block.text)

    def end(self) -> None:
        if self._announced is not None:
            self._findings.append(Finding("marker_without_table", f"({self._announced})"))
            self._announced = None

    def _add_marker(self, comment: str) -> None:
        self.end()
        kind, box = _marker(comment, self._findings)
        self.marked |= bool(kind)
        if kind == "table":
            self._announced = box
        elif kind == "image":
            self.drafts.append(_Draft(Element("image", ""), box))

    def _add_table(self, table: Table, written: str | None) -> None:
        announced, self._announced = self._announced, None
        box = written if written is not None else announced
        self.drafts.append(_Draft(Element("table", table.text, table=table), box))

    def _add_text(self, block: Block) -> None:
        split = split_text(block.text, markdown=not (self._tagged and block.tag))
        self.invented += split.invented
        self.unclosed |= split.unclosed
        self.marked |= split.marked
        for piece in split.pieces:
            if piece.table is not None:
                self._add_table(piece.table, block.bbox)
                continue
            self.end()
            self.drafts.append(_Draft(_worded(piece.text, piece.level, block), block.bbox))


def _worded(text: str, level: int, block: Block) -> Element:
    if level or (len(block.tag) == 2 and block.tag[0] == "h" and block.tag[1].isdigit()):
        return Element("title", text, level=level or int(block.tag[1]))
    if "caption" in block.shape or block.tag in ("figcaption", "caption"):
        return Element("caption", text)
    if "formula" in block.shape:
        return Element("formula", text)
    return Element("text", text)


def _marker(comment: str, findings: list[Finding]) -> tuple[Literal["", "image", "table"], str]:
    """What a comment such as `Table (63, 87, 360, 300)` announces, and its box as written."""
    match = _MARKER.fullmatch(comment)
    if match is None:
        if comment.strip():
            findings.append(Finding("unknown_marker", comment.strip()[:80]))
        return "", ""
    name, box = match[1].strip().lower(), match[2].replace("，", ",")
    if name in ("table", "表", "表格"):
        return "table", box
    if name not in _PICTURED:
        findings.append(Finding("unknown_marker", comment.strip()[:80]))
    return "image", box


def _spotted(body: str, finish: Finish, findings: list[Finding]) -> list[_Draft] | None:
    """The elements of an answer in JSON, as for "spot all the text"; None when it is none."""
    opening = body.lstrip()[:400].removeprefix("```json").removeprefix("```").lstrip()
    if opening[:1] not in ("[", "{"):
        return None
    read = read_json(body, finish)
    objects = [o for o in flat_objects(read.value) if _box_of(o) is not None]
    if not objects:
        return None
    findings += [Finding(name) for name in read.findings]
    drafts: list[_Draft] = []
    for each in objects:
        words = next((v for key in _TEXT_KEYS if isinstance(v := each.get(key), str) and v.strip()), "")
        drafts.append(_Draft(Element("text", " ".join(words.split())), _box_of(each)))
    return drafts


def _box_of(values: dict[str, Json]) -> Corners | str | None:
    listed = next((v for key in _BOX_KEYS if isinstance(v := values.get(key), list)), None)
    if listed is None:
        listed = [values.get(key) for key in ("x1", "y1", "x2", "y2")]
    numbers = [v for v in listed if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if len(numbers) != 4 or len(listed) != 4:
        return None if not any(key in values for key in _BOX_KEYS) else "?"
    if any(abs(n) > 1_000_000 for n in numbers):
        return "?"
    return float(numbers[0]), float(numbers[1]), float(numbers[2]), float(numbers[3])


def _placed(drafts: Sequence[_Draft], sent: tuple[int, int] | None, findings: list[Finding]) -> list[Element]:
    placed, absolute = place_boxes([d.written for d in drafts], sent)
    if absolute:
        findings.append(Finding("absolute_boxes", "in pixels" if sent else "in pixels of a size not told"))
    findings += [Finding(p.wrong, str(drafts[n].written), n) for n, p in enumerate(placed) if p.wrong]
    boxes = [p.box for p in placed]
    if is_grid([b for b in boxes if b is not None]):
        findings.append(Finding("grid_boxes", "all of one size and step: drawn by rule, not measured"))
        boxes = [None] * len(boxes)
    late = overtaken(boxes)
    return [
        replace(draft.element, box=box, out_of_order=is_late)
        for draft, box, is_late in zip(drafts, boxes, late, strict=True)
    ]


def _label_edges(elements: list[Element]) -> None:
    """A page number that stands alone at the page's end, or marked as one at its beginning."""
    for index in {*range(min(_EDGE, len(elements))), *range(max(0, len(elements) - _EDGE), len(elements))}:
        element = elements[index]
        if element.kind != "text" or len(element.text) > 40 or not _FOLIO.fullmatch(element.text):
            continue
        if index == len(elements) - 1 or not element.text.strip().isdigit():
            elements[index] = replace(element, kind="folio")
