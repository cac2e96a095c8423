"""Text files as people save them: in any usual encoding, JSON lines with their numbers, names of columns.

It does not know what a line means; tables.py reads rows.
"""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kb_sources.errors import InputRejected

_ENCODINGS = ("utf-8-sig", "gb18030")  # what spreadsheets save in the West, and in China
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # "Unicode text"
_SHOWN = 20  # bad lines named in a message


def read_text(path: Path) -> str:
    """Raises InputRejected when the file cannot be read, or with the line that is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputRejected(f"{path} cannot be read: {error.strerror}.", hint="Is its name right?") from error
    line = 1
    for encoding in ("utf-16",) if data.startswith(_WIDE) else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise InputRejected(f"{path.name}, line {line}: neither UTF-8 nor GB18030.", hint="Save it as UTF-8.")


def folded(name: str) -> str:
    """A column's name as names are compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").split())


def json_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold anything, with their numbers. No letter but a line feed ends a line."""
    return ((n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip())


def json_object(text: str) -> dict[str, Any]:
    """Raises ValueError that says what is wrong, for nesting without end as well."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON that can be used: {error}") from error
    if not isinstance(told, dict):
        raise ValueError("no JSON object")
    return told


def unusable(name: str, problems: Sequence[str], hint: str, shown: int = _SHOWN) -> InputRejected:
    """The error that names the bad lines of a file, the first of many."""
    more = f"; and {len(problems) - shown} more" if len(problems) > shown else ""
    return InputRejected(
        f"{name} has {len(problems)} unusable line(s): {'; '.join(problems[:shown])}{more}.", hint=hint
    )


def delimiter_of(text: str) -> str:
    """Of a table: what its first line has most of."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)
