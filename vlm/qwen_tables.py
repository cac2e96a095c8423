"""Tables as Qwen3-VL writes them (LaTeX, pipes, HTML cells) become one grid.

It does not know where a table stands on a page, nor which of its rows are headings where nothing says so.
Every function takes any text, never raises, and is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vlm.qwen_latex import read_latex

_MOST_SPAN = 64  # columns or rows of one cell: more is a slip of the model
_MOST_COLUMNS = 256
_MOST_SPANNED = 20_000  # places that spans may fill in one table

_DELIMITER = re.compile(r"\s*:?-+:?\s*")
_BREAK = re.compile(r"[\n\v]+\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the rectangle of grid places it covers."""

    text: str
    row: int  # 0-based
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order; no two cover the same place."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 0  # leading rows that the source marks as headings

    @property
    def grid(self) -> tuple[tuple[str, ...], ...]:
        """Rows of equal length; a cell that covers several places stands in each, "" where none is."""
        places = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                places[row][cell.column : cell.column + cell.columns] = [cell.text] * cell.columns
        return tuple(tuple(row) for row in places)

    @property
    def text(self) -> str:
        """One line a row, its cells parted by " | "; a cell that covers several places is said once."""
        lines: list[list[str]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            lines[cell.row].append(cell.text.replace("\n", " "))
        return "\n".join(" | ".join(line) for line in lines)


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as it was written, before spans are laid out."""

    text: str
    rows: int = 1
    columns: int = 1


def lay_out(
    written: Sequence[Sequence[Written]], header_rows: int = 0, *, covered_are_written: bool = False
) -> Table | None:
    """The table of rows of written cells; None when there is no cell.

    HTML leaves out the cells that another one covers from above; LaTeX writes them, empty
    (`covered_are_written`).
    """
    cells: list[Cell] = []
    taken: dict[int, tuple[int, int]] = {}  # column → first row that is free again, index of its cell
    spanned = width = 0
    for row, line in enumerate(written):
        column = 0
        beyond: list[str] = []
        for cell in line:
            if not covered_are_written:
                while column in taken and taken[column][0] > row:
                    column += 1
            elif column in taken and taken[column][0] > row:
                if not cell.text:
                    column += cell.columns
                    continue
                _end_above(cells, taken, column, row)
            if column >= _MOST_COLUMNS:
                beyond.append(cell.text)
                continue
            columns = max(1, min(cell.columns, _MOST_SPAN, _MOST_COLUMNS - column))
            rows = max(1, min(cell.rows, _MOST_SPAN, len(written) - row))
            if spanned + rows * columns > _MOST_SPANNED:
                rows = columns = 1
            columns = _free(taken, column, columns, row)
            spanned += rows * columns if rows * columns > 1 else 0
            for place in range(column, column + columns):
                taken[place] = (row + rows, len(cells))
            cells.append(Cell(cell.text, row, column, rows, columns))
            column += columns
            width = max(width, column)
        if beyond and cells:
            cells[-1] = replace(cells[-1], text=" ".join((cells[-1].text, *filter(None, beyond))).strip())
    return Table(tuple(cells), len(written), width, min(header_rows, len(written))) if cells else None


def _free(taken: dict[int, tuple[int, int]], column: int, columns: int, row: int) -> int:
    """How many of `columns` places from `column` nothing covers from above; at least 1."""
    for wide in range(1, columns):
        if taken.get(column + wide, (0, 0))[0] > row:
            return wide
    return columns


def _end_above(cells: list[Cell], taken: dict[int, tuple[int, int]], column: int, row: int) -> None:
    """A place covered from above holds a text of its own: the cell above ends there."""
    above = cells[taken[column][1]]
    cells[taken[column][1]] = replace(above, rows=row - above.row)
    for place in range(above.column, above.column + above.columns):
        taken[place] = (row, taken[place][1])


def read_tabular(body: str) -> Table | None:
    r"""The table between `\begin{tabular}{…}` and `\end{tabular}`; None when it has no cell."""
    rows: list[list[Written]] = [[]]
    words: list[str] = []
    span = Written("")

    def close() -> None:
        rows[-1].append(Written(_tidy("".join(words)), span.rows, span.columns))

    for token in read_latex(body):
        if isinstance(token, str):
            words.append(token)
        elif token.kind == "rows":
            span = Written("", token.count, span.columns)
        elif token.kind == "columns":
            span = Written("", span.rows, token.count)
        else:
            close()
            words, span = [], Written("")
            if token.kind == "row":
                rows.append([])
    close()
    return lay_out([row for row in rows if _is_written(row)], covered_are_written=True)


def _is_written(row: Sequence[Written]) -> bool:
    """A row of one empty cell is what stands after the last `\\\\`, or between two rules."""
    return len(row) > 1 or any(cell.text for cell in row)


def is_pipe_row(line: str) -> bool:
    """A line that is a row of a Markdown table: it begins and ends with a bar and holds a cell."""
    line = line.strip()
    return len(line) >= 3 and line[0] == "|" and line[-1] == "|" and line[-2] != "\\"


def is_delimiter_row(line: str) -> bool:
    """`|---|:-:|`, with or without the outer bars."""
    inner = line.strip().strip("|")
    return "-" in inner and "|" in line and all(_DELIMITER.fullmatch(part) for part in inner.split("|"))


def read_pipes(lines: Sequence[str]) -> Table | None:
    """The table of consecutive lines of a Markdown table; None when no line holds a cell."""
    rows: list[list[Written]] = []
    header = 0
    for line in lines:
        if is_delimiter_row(line):
            header = header or (len(rows) if len(rows) <= 2 else 0)
            continue
        rows.append([Written(_tidy(cell)) for cell in _split_bars(line)])
    return lay_out(rows, header)


def _split_bars(line: str) -> Iterator[str]:
    """The cells of a row; an escaped bar belongs to its cell."""
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    cell: list[str] = []
    for part in inner.split("|"):
        if part.endswith("\\"):
            cell.append(part[:-1] + "|")
            continue
        yield "".join((*cell, part))
        cell = []
    if cell:
        yield "".join(cell)


def _tidy(text: str) -> str:
    """Gaps made one space; a break within the cell is kept as a line."""
    lines = (" ".join(line.split()) for line in _BREAK.split(text))
    return "\n".join(line for line in lines if line)


def span_of(value: str | None) -> int:
    """The value of a colspan or rowspan; 1 where it says nothing sensible."""
    digits = (value or "").strip()
    return min(int(digits), _MOST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def tidy_cells(rows: Iterable[Iterable[Written]]) -> list[list[Written]]:
    """Written cells with their gaps made one."""
    return [[Written(_tidy(c.text), max(1, c.rows), max(1, c.columns)) for c in row] for row in rows]
