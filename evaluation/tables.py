"""A CSV with a line of column names, read strictly: rows, the lines they begin on, what is wrong there.

It does not know what the columns mean.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kb_sources.errors import InputRejected


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by column, "" where the row ends before; `wrong` says why it cannot be used, else ""."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""


def read_table(text: str, file: str, delimiter: str = ",") -> tuple[list[str], Iterator[Row]]:
    """The columns, and the rows below; of a column that occurs twice the last cell counts.

    Raises InputRejected, also while rows are taken, where a quote is not closed: it swallows what follows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = _rows(reader, file)
    first = next(rows, (1, [], ""))
    if first[2]:
        raise InputRejected(f"{file}, line 1: {first[2]}.")
    header = [name.strip() for name in first[1]]
    return header, (_row(header, *row) for row in rows)


class _Lines(Protocol):
    """What csv.reader makes; its type has no public name."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...


def _rows(reader: _Lines, file: str) -> Iterator[tuple[int, list[str], str]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                raise InputRejected(
                    f"{file}, line {line}: a quote is opened and never closed.",
                    hint='Close it, or write it twice ("") within a quoted cell.',
                ) from error
            end = reader.line_num
            upto = f" (it goes on to line {end}; is a quote not closed?)" if end > line else ""
            yield line, [], f"the row cannot be read{upto}: {error}"
            continue
        if cells:
            yield line, cells, ""


def _row(header: list[str], line: int, cells: list[str], wrong: str) -> Row:
    if len(cells) > len(header):
        wrong = "more cells than columns; a comma or semicolon in a cell needs quotes around it"
    filled = cells + [""] * (len(header) - len(cells))
    return Row(line, dict(zip(header, filled, strict=False)), wrong)
