"""What every sample page says, in order: the record that reading tests are held against.

It is filled while a source is typeset and never by reading a PDF back. Boxes are fractions of the page
as displayed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Fractions = tuple[float, float, float, float]

UNITS = re.compile(
    r"[mkMµ]?[VAΩW]|k?Hz|N·m|mm|k?g|°C|%|s|min|h|bar|kPa|mAh|Wh|µF|rpm|r/min|pages|页|l/min"
)  # what may stand in brackets at the end of a column's header


@dataclass(slots=True)
class LineTruth:
    text: str
    # header, title, body, bullet, step, warning, table-head, table, caption, callout, label, contents, folio
    kind: str
    box: Fractions


@dataclass(slots=True)
class PageTruth:
    page: int  # 1-based, file order
    label: str  # as printed on the page, "" where none is
    medium: str  # digital, scan, scan+ocr
    rotate: int  # the page's /Rotate
    skew: float  # degrees clockwise, of a scan
    lines: list[LineTruth] = field(default_factory=list)


@dataclass(slots=True)
class SectionTruth:
    number: str
    title: str
    level: int
    page: int


@dataclass(slots=True)
class RowTruth:
    page: int
    cells: list[str]  # a merged cell's text stands in every row and column it covers
    box: Fractions


@dataclass(slots=True)
class TableTruth:
    caption: str
    section: str
    columns: list[list[str]]  # header path of each column, outermost first
    units: list[str | None]
    merged: list[tuple[int, int, int, int]]  # row, column, rows, columns of each merged body cell, 0-based
    rows: list[RowTruth] = field(default_factory=list)


@dataclass(slots=True)
class StepTruth:
    number: int
    text: str
    page: int
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ProcedureTruth:
    title: str
    section: str
    path: list[str]
    steps: list[StepTruth] = field(default_factory=list)


@dataclass(slots=True)
class WarningTruth:
    id: str
    level: str  # danger, warning, caution, notice
    word: str  # as printed
    style: str  # word, box, icon
    text: str
    page: int
    box: Fractions
    binds: list[dict[str, Any]] = field(default_factory=list)  # {"procedure": title, "steps": [numbers]}


@dataclass(slots=True)
class FigureTruth:
    caption: str
    page: int
    box: Fractions
    callouts: list[dict[str, str]]


@dataclass(slots=True)
class ManualTruth:
    file: str
    title: str
    maker: str
    products: list[str]
    language: str
    revision: str
    pages: list[PageTruth] = field(default_factory=list)
    sections: list[SectionTruth] = field(default_factory=list)
    tables: list[TableTruth] = field(default_factory=list)
    procedures: list[ProcedureTruth] = field(default_factory=list)
    warnings: list[WarningTruth] = field(default_factory=list)
    figures: list[FigureTruth] = field(default_factory=list)


def read_unit(header_path: Sequence[str]) -> str | None:
    """The unit in the last brackets of a column's header, innermost header first."""
    for text in reversed(header_path):
        found = re.search(r"[(（]([^()（）]+)[)）]$", text)
        if found and UNITS.fullmatch(found[1]):
            return found[1]
    return None


def bind_warnings(manual: ManualTruth, scopes: dict[str, tuple[list[str], str, int | None]]) -> None:
    """Settles which steps each warning belongs to.

    `scopes` maps a warning to the headings above it, its own `steps=a-b` ("" for none) and the number of the
    step it stands right before, None when it stands before the first step under its heading: then it holds
    for every step below that heading.
    """
    for warning in manual.warnings:
        path, explicit, following = scopes[warning.id]
        for procedure in manual.procedures:
            if procedure.path[: len(path)] != path:
                continue
            chosen = [s for s in procedure.steps if following is None or s.number == following]
            if following is not None and procedure.path != path:
                chosen = []
            if explicit:
                first, _, last = explicit.partition("-")
                chosen = [s for s in procedure.steps if int(first) <= s.number <= int(last or first)]
            for step in chosen:
                step.warnings.append(warning.id)
            if chosen:
                warning.binds.append({"procedure": procedure.title, "steps": [s.number for s in chosen]})


def dump(value: Any, depth: int = 0) -> str:
    """JSON that a person can read and a diff can show: short values on one line, long ones opened."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + depth <= 180 or not isinstance(value, dict | list):
        return flat
    pad = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {dump(item, depth + 1)}" for key, item in value.items()
        ]
        return "{" + pad + f",{pad}".join(parts) + "\n" + " " * depth + "}"
    return "[" + pad + f",{pad}".join(dump(item, depth + 1) for item in value) + "\n" + " " * depth + "]"


def write_truth(manuals: Sequence[ManualTruth], photos: dict[str, Any], built_with: dict[str, str]) -> str:
    """The content of truth.json; `photos` tells of each photo its words and what on it is private."""
    content = {
        "built_with": built_with,
        "manuals": {manual.file: asdict(manual) for manual in manuals},
        "photos": photos,
    }
    return dump(json.loads(json.dumps(content))) + "\n"
