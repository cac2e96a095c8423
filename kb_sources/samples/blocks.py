"""How each kind of block looks: headings, paragraphs, steps, warnings, figure keys.

Every function draws at a place and returns the height it used, so drawing on a spare canvas measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb_sources.samples.canvas import BLACK, WHITE, Canvas, Colour, Line
from kb_sources.samples.markup import Heading, Paragraph, Step, Warn
from kb_sources.samples.typography import Run, measure, plain, read_inline, wrap


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one manual; sizes in points."""

    size: float = 10.0
    table_size: float = 8.8
    accent: Colour = BLACK
    step: str = "{}."
    band: bool = False  # chapter titles stand on a bar of the accent colour

    @property
    def lead(self) -> float:
        return 1.42 * self.size


def draw_lines(
    canvas: Canvas,
    text: str,
    at: tuple[float, float],
    width: float,
    size: float,
    kind: str,
    bold: bool = False,
    colour: Colour = BLACK,
) -> float:
    """Wrapped text with its top at `at`; returns its height."""
    lead = 1.42 * size
    lines = wrap(read_inline(text, bold), width, size)
    for i, line in enumerate(lines):
        canvas.write((at[0], at[1] + 1.05 * size + i * lead), line, size, kind, colour=colour)
    return len(lines) * lead


def draw_heading(
    canvas: Canvas, block: Heading, at: tuple[float, float], width: float, style: Style
) -> float:
    x, y = at
    text = f"{block.number} {block.title}" if block.number else block.title
    size = style.size * {1: 1.75, 2: 1.3, 3: 1.1}[block.level]
    above = {1: 0.0, 2: 10.0, 3: 6.0}[block.level]
    if block.level == 1 and style.band:
        canvas.rect((x, y, x + width, y + 1.9 * size), 0, None, style.accent)
        draw_lines(canvas, text, (x + 8, y + 0.28 * size), width - 16, size, "title", True, WHITE)
        return 1.9 * size + 12
    colour = style.accent if block.level < 3 else BLACK
    height = draw_lines(canvas, text, (x, y + above), width, size, "title", True, colour)
    if block.level == 1:
        canvas.line((x, y + height + 3), (x + width, y + height + 3), 1.2, style.accent)
        return height + 14
    return above + height + 3


def draw_paragraph(
    canvas: Canvas, block: Paragraph, at: tuple[float, float], width: float, style: Style
) -> float:
    x, y = at
    if block.style == "bullet":
        canvas.ellipse((x + 5, y + 0.72 * style.size), 1.5, None, 0, None, BLACK)
        return draw_lines(canvas, block.text, (x + 14, y), width - 14, style.size, "bullet") + 3
    if block.style == "lead":
        return draw_lines(canvas, block.text, at, width, 1.25 * style.size, "body", True, style.accent) + 8
    if block.style == "small":
        return draw_lines(canvas, block.text, at, width, 0.85 * style.size, "body") + 5
    return draw_lines(canvas, block.text, at, width, style.size, "body") + 6


def draw_step(canvas: Canvas, block: Step, at: tuple[float, float], width: float, style: Style) -> float:
    """The number hangs in the margin of the step; number and first line are one printed line."""
    x, y = at
    number = Run(style.step.format(block.number), bold=True)
    gutter = max(20.0, measure((number,), style.size) + 6)
    lines = wrap(read_inline(block.text), width - gutter, style.size)
    baseline = y + 1.05 * style.size
    canvas.write((x, baseline), (number,), style.size)
    for i, line in enumerate(lines):
        drawn = canvas.write((x + gutter, baseline + i * style.lead), line, style.size, "step" if i else "")
        if i == 0:
            box = (x, baseline - 0.8 * style.size, x + gutter + drawn, baseline + 0.22 * style.size)
            canvas.lines.append(Line(f"{number.text} {plain(line)}", "step", box))
    return len(lines) * style.lead + 4


def draw_warning(canvas: Canvas, block: Warn, at: tuple[float, float], width: float, style: Style) -> float:
    drawers = {"word": _draw_word, "box": _draw_box, "icon": _draw_icon}
    return drawers[block.style](canvas, block, at, width, style)


def _draw_word(canvas: Canvas, block: Warn, at: tuple[float, float], width: float, style: Style) -> float:
    colon = "：" if block.word[0] > "\u2e80" else ": "
    return draw_lines(canvas, f"**{block.word}{colon}**{block.text}", at, width, style.size, "warning") + 6


def _draw_box(canvas: Canvas, block: Warn, at: tuple[float, float], width: float, style: Style) -> float:
    """A frame with the signal word on a bar; the bar's tone follows the level."""
    x, y = at[0], at[1] + 4
    tone = {"danger": 0.15, "warning": 0.3, "caution": 0.82, "notice": 0.9}[block.level]
    bar = 1.7 * style.size
    spare = Canvas(1, 1)
    height = draw_lines(spare, block.text, (0, 0), width - 16, style.size, "")
    bottom = y + bar + height + 8
    canvas.rect((x, y, x + width, y + bar), 0, None, (tone, tone, tone))
    canvas.rect((x, y, x + width, bottom), 1.1)
    canvas.write(
        (x + 8, y + 1.2 * style.size),
        block.word,
        style.size * 1.05,
        "warning",
        True,
        WHITE if tone < 0.5 else BLACK,
    )
    draw_lines(canvas, block.text, (x + 8, y + bar + 3), width - 16, style.size, "warning")
    return bottom - at[1] + 8


def _draw_icon(canvas: Canvas, block: Warn, at: tuple[float, float], width: float, style: Style) -> float:
    """At the left the general warning sign (ISO 7010 W001), or a ring with an i for a notice."""
    x, y = at[0], at[1] + 4
    if block.level == "notice":
        canvas.ellipse((x + 16, y + 14), 12, None, 1.6, BLACK, (0.75, 0.85, 1.0))
        canvas.ellipse((x + 16, y + 8), 1.8, None, 0, None, BLACK)
        canvas.rect((x + 14.4, y + 12, x + 17.6, y + 21), 0, None, BLACK)
    else:
        canvas.path(((x + 2, y + 26), (x + 30, y + 26), (x + 16, y + 2)), True, 2.0, BLACK, (1.0, 0.85, 0.1))
        stem = ((x + 14.6, y + 9.5), (x + 17.4, y + 9.5), (x + 16.7, y + 18.5), (x + 15.3, y + 18.5))
        canvas.path(stem, True, 0, None, BLACK)
        canvas.ellipse((x + 16, y + 21.8), 1.5, None, 0, None, BLACK)
    canvas.write((x + 40, y + 1.05 * style.size), block.word, style.size, "warning", True)
    height = draw_lines(canvas, block.text, (x + 40, y + style.lead), width - 40, style.size, "warning")
    return max(30.0, height + style.lead) + 12


def draw_key(
    canvas: Canvas, callouts: tuple[tuple[str, str], ...], at: tuple[float, float], width: float, style: Style
) -> float:
    """The call-outs' names under a figure, in as many columns as fit, read down each column."""
    size = style.table_size
    if not callouts:
        return 0.0
    widest = max(measure((Run(text),), size) for _, text in callouts) + 34
    columns = max(1, min(3, int(width // widest)))
    rows = -(-len(callouts) // columns)
    for i, (label, text) in enumerate(callouts):
        x = at[0] + (i // rows) * width / columns
        y = at[1] + (i % rows) * 1.4 * size + size
        line = (Run(label, True), Run(" " + text))
        canvas.write((x, y), line, size, "callout")
    return rows * 1.4 * size + 6
