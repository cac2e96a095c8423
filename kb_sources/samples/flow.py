"""From blocks to pages, and the record of what every page says.

It does not know how a block looks (blocks.py, tables.py) nor how a page becomes PDF (assembly.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb_sources.samples.blocks import (
    Style,
    draw_heading,
    draw_key,
    draw_lines,
    draw_paragraph,
    draw_step,
    draw_warning,
)
from kb_sources.samples.canvas import Canvas
from kb_sources.samples.figures.drawings import DRAWINGS
from kb_sources.samples.markup import Block, Command, Figure, Heading, Paragraph, Source, Step, Table, Warn
from kb_sources.samples.sheets import A4, LEFT, Rectangle, Sheet, Sheets, title_of
from kb_sources.samples.tables import (
    Band,
    columns_of,
    draw_band,
    measure_band,
    resolve,
    span_of,
    split_groups,
)
from kb_sources.samples.truth import (
    FigureTruth,
    ManualTruth,
    ProcedureTruth,
    RowTruth,
    SectionTruth,
    StepTruth,
    TableTruth,
    WarningTruth,
    bind_warnings,
    read_unit,
)
from kb_sources.samples.typography import Run, measure

CONTINUED = {"en": " (continued)", "zh": "（续）"}
Labels = dict[str, tuple[int, str]]  # heading as printed → its level and page label


@dataclass(slots=True)
class Typesetter:
    source: Source
    style: Style
    contents: Mapping[str, tuple[int, str]]  # from an earlier run; empty on the first
    sheets: Sheets = field(init=False)
    truth: ManualTruth = field(init=False)
    labels: Labels = field(default_factory=dict)
    path: list[Heading] = field(default_factory=list)
    scopes: dict[str, tuple[list[str], str, int | None]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)  # warnings since the last step

    def __post_init__(self) -> None:
        meta = self.source.meta
        self.sheets = Sheets(meta)
        products = [name.strip() for name in meta["products"].split(";")]
        self.truth = ManualTruth(
            meta["file"], meta["title"], meta["maker"], products, meta["language"], meta["revision"]
        )

    def run(self) -> None:
        """Sets every block, closes the pages, settles which steps each warning is for."""
        blocks = self.source.blocks
        for i, block in enumerate(blocks):
            self._keep_together(blocks[i:])
            self._place(block)
        self.truth.pages = self.sheets.close()
        bind_warnings(self.truth, self.scopes)

    @property
    def sheet(self) -> Sheet:
        return self.sheets.last

    @property
    def headings(self) -> list[str]:
        return [title_of(heading) for heading in self.path]

    @property
    def section(self) -> str:
        return next((heading.number for heading in reversed(self.path) if heading.number), "")

    def _keep_together(self, ahead: tuple[Block, ...]) -> None:
        """Breaks before a heading or warning that would stand apart from what follows it."""
        if isinstance(ahead[0], Command) or (isinstance(ahead[0], Heading) and ahead[0].level == 1):
            return
        need = 0.0
        for block in ahead:
            if isinstance(block, Command) or (isinstance(block, Heading) and block.level == 1):
                break
            need += self._least(block)
            if not isinstance(block, Heading | Warn):
                break
        if need > self.sheet.room:
            self.sheets.advance()

    def _least(self, block: Block) -> float:
        """The height a block needs before a page break may come."""
        width, spare = self.sheet.width, Canvas(*A4)
        if isinstance(block, Table):
            edges, size = columns_of(block, width), self.style.table_size
            first, last = split_groups(block.rows)[0]
            head = measure_band(block.header, edges, size, True)
            return 24 + head.height + measure_band(block.rows[first:last], edges, size, False).height
        if isinstance(block, Figure):
            return block.height + 30 + draw_key(spare, block.callouts, (0, 0), width, self.style)
        return self._draw(spare, block, (0.0, 0.0), width)

    def _draw(self, canvas: Canvas, block: Block, at: tuple[float, float], width: float) -> float:
        if isinstance(block, Heading):
            return draw_heading(canvas, block, at, width, self.style)
        if isinstance(block, Paragraph):
            return draw_paragraph(canvas, block, at, width, self.style)
        if isinstance(block, Step):
            return draw_step(canvas, block, at, width, self.style)
        if isinstance(block, Warn):
            return draw_warning(canvas, block, at, width, self.style)
        raise TypeError(f"{type(block).__name__} is not a block of running text")

    def _place(self, block: Block) -> None:
        if isinstance(block, Command):
            self._obey(block)
        elif isinstance(block, Table):
            self._place_table(block)
        elif isinstance(block, Figure):
            self._place_figure(block)
        else:
            if isinstance(block, Heading):
                self._enter(block)
            sheet, top = self.sheet, self.sheet.y
            sheet.y += self._draw(sheet.canvas, block, (sheet.x, top), sheet.width)
            self._note(block, (sheet.x, top, sheet.x + sheet.width, sheet.y))

    def _obey(self, command: Command) -> None:
        if command.name in ("page", "landscape"):
            self.sheets.turn(landscape=command.name == "landscape")
        elif command.name == "columns":
            self.sheets.set_columns(int(command.value))
        elif command.name == "column":
            self.sheets.advance()
        elif command.name == "space":
            self.sheet.y += float(command.value)
        elif command.name == "cover":
            self._draw_cover()
        elif command.name == "contents":
            self._draw_contents(int(command.value or 2))
        else:
            raise ValueError(f"unknown command %{command.name}")

    def _enter(self, heading: Heading) -> None:
        """Every heading ends the procedure before it."""
        self.waiting = []
        self.path = [each for each in self.path if each.level < heading.level] + [heading]
        if heading.level == 1:
            self.sheets.start_chapter(heading)
        self.truth.sections.append(
            SectionTruth(heading.number, heading.title, heading.level, self.sheet.number)
        )
        self.labels[title_of(heading)] = (heading.level, self.sheet.label)

    def _note(self, block: Block, box: Rectangle) -> None:
        """Writes a placed warning or step into the record."""
        if isinstance(block, Warn):
            name = f"w{len(self.truth.warnings) + 1}"
            text, area = block.text.replace("**", ""), self.sheet.fractions(box)
            self.truth.warnings.append(
                WarningTruth(name, block.level, block.word, block.style, text, self.sheet.number, area)
            )
            self.scopes[name] = (self.headings, block.steps, None)
            self.waiting.append(name)
        elif isinstance(block, Step):
            procedures = self.truth.procedures
            if procedures and procedures[-1].path == self.headings:
                for name in self.waiting:
                    path, explicit, _ = self.scopes[name]
                    self.scopes[name] = (path, explicit, block.number)
            else:
                procedures.append(ProcedureTruth(self.path[-1].title, self.section, self.headings))
            self.waiting = []
            procedures[-1].steps.append(
                StepTruth(block.number, block.text.replace("**", ""), self.sheet.number)
            )

    def _place_table(self, table: Table) -> None:
        size = self.style.table_size
        edges = columns_of(table, self.sheet.width)
        head = measure_band(table.header, edges, size, True)
        paths = [list(dict.fromkeys(column)) for column in zip(*resolve(table.header), strict=True)]
        merged = [
            (r, c, *span_of(table.rows, r, c))
            for r, row in enumerate(table.rows)
            for c, text in enumerate(row)
            if text not in ("^", "<") and span_of(table.rows, r, c) != (1, 1)
        ]
        units = [read_unit(path) for path in paths]
        record = TableTruth(table.caption, self.section, paths, units, merged)
        self.truth.tables.append(record)
        full = resolve(table.rows)
        self._draw_table_head(table.caption, head, edges, table.style)
        for first, last in split_groups(table.rows):
            band = measure_band(table.rows[first:last], edges, size, False)
            if band.height > self.sheet.room:
                self.sheets.advance()
                self._draw_table_head(
                    table.caption + CONTINUED[self.truth.language], head, edges, table.style
                )
            sheet = self.sheet
            draw_band(sheet.canvas, band, edges, (sheet.x, sheet.y), size, table.style)
            for r, height in enumerate(band.heights):
                box = sheet.fractions((sheet.x, sheet.y, sheet.x + edges[-1], sheet.y + height))
                record.rows.append(RowTruth(sheet.number, full[first + r], box))
                sheet.y += height
        self.sheet.y += 1.2 * self.style.size

    def _draw_table_head(self, caption: str, head: Band, edges: list[float], table_style: str) -> None:
        sheet, size = self.sheet, self.style.table_size
        sheet.y += 8 + draw_lines(
            sheet.canvas, caption, (sheet.x, sheet.y + 5), edges[-1], size, "caption", True
        )
        draw_band(sheet.canvas, head, edges, (sheet.x, sheet.y), size, table_style)
        sheet.y += head.height

    def _place_figure(self, figure: Figure) -> None:
        """Drawing, key to the call-outs, caption."""
        sheet, canvas = self.sheet, self.sheet.canvas
        box = (sheet.x, sheet.y + 4, sheet.x + sheet.width, sheet.y + 4 + figure.height)
        DRAWINGS[figure.drawing](canvas, box)
        y = box[3] + 6
        y += draw_key(canvas, figure.callouts, (sheet.x, y), sheet.width, self.style)
        size = self.style.table_size
        extent = measure((Run(figure.caption, True),), size)
        canvas.write((sheet.x + (sheet.width - extent) / 2, y + size), figure.caption, size, "caption", True)
        area = sheet.fractions((box[0], box[1], box[2], y + 1.3 * size))
        callouts = [{"label": label, "text": text} for label, text in figure.callouts]
        self.truth.figures.append(FigureTruth(figure.caption, sheet.number, area, callouts))
        sheet.y = y + 2.4 * size

    def _draw_cover(self) -> None:
        """Maker, title, what it is for, edition, and a drawing of the product."""
        meta, sheet = self.source.meta, self.sheet
        canvas, accent = sheet.canvas, self.style.accent
        canvas.rect((0, 0, canvas.width, 12), 0, None, accent)
        canvas.write((LEFT, 120), meta["maker_printed"], 22, "title", True, accent)
        y = 170.0
        y += draw_lines(canvas, meta["title"], (LEFT, y), sheet.width, 28, "title", True)
        y += draw_lines(canvas, meta["cover"], (LEFT, y + 6), sheet.width, 13, "body") + 24
        DRAWINGS[meta["cover_drawing"]](canvas, (LEFT + 60, y, LEFT + sheet.width - 60, y + 300))
        y = 700.0
        for line in meta["imprint"].split(" / "):
            y += draw_lines(canvas, line, (LEFT, y), sheet.width, 9.5, "body")
        canvas.rect((0, canvas.height - 12, canvas.width, canvas.height), 0, None, accent)
        sheet.y = canvas.height

    def _draw_contents(self, deepest: int) -> None:
        """Section titles with dot leaders and the printed page labels."""
        sheet, size = self.sheet, self.style.size
        dot = measure((Run("."),), size)
        for title, (level, label) in self.contents.items():
            if level > deepest:
                continue
            indent, bold = 16.0 * (level - 1), level == 1
            sheet.y += 5 if bold else 0
            left = measure((Run(title, bold),), size)
            room = sheet.width - indent - left - measure((Run(label),), size) - 8
            line = (Run(title, bold), Run(" " + "." * int(room / dot) + " " + label))
            sheet.canvas.write((sheet.x + indent, sheet.y + size), line, size, "contents")
            sheet.y += 1.5 * size
