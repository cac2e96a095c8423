"""Text files as people save them: in any usual encoding, JSON lines with their numbers, names of columns.

It does not know what a line means; tables.py reads rows.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kb_sources.errors import InputRejected, SettingsInvalid

# What a file begins with that says itself how it is written; UTF-32's holds UTF-16's.
_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF32_LE: "UTF-32-LE",
    codecs.BOM_UTF32_BE: "UTF-32-BE",
    codecs.BOM_UTF16_LE: "UTF-16-LE",
    codecs.BOM_UTF16_BE: "UTF-16-BE",
    "\ufeff".encode("gb18030"): "GB18030",
}
_WIDE = r"\u3001-\u303f\u3400-\u9fff\uff00-\uffef"  # Han and full-width characters
_TOGETHER = re.compile(f"[{_WIDE}]{{2,}}|(?<![A-Za-z])[{_WIDE}](?![A-Za-z])")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 20  # bad lines named in a message


def read_text(path: Path) -> str:
    """Raises InputRejected when the file cannot be read, or with the line that is no text."""
    return read_encoded(path)[0]


def read_encoded(path: Path, wanted: str = "") -> tuple[str, str]:
    """The file's text and the encoding it was read as: what was asked for, else what its first bytes say,
    else UTF-8, else what fits it of GB18030 and Windows-1252; never with a byte that does not belong.

    Raises InputRejected as `read_text`, SettingsInvalid for an encoding that nobody knows.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputRejected(f"{path} cannot be read: {error.strerror}.", hint="Is its name right?") from error
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if wanted or marked:
        return _decoded(data, wanted or marked, path.name), wanted or marked
    if (text := _fitting(data, "utf-8")) is not None:
        return text, "UTF-8"
    chinese, western = _fitting(data, "gb18030"), _fitting(data, "cp1252")
    if chinese is not None and (western is None or _is_chinese(chinese)):
        return chinese, "GB18030"
    if western is not None and (chinese is not None or _is_western(western)):
        return western, "Windows-1252"
    broken = data.decode("gb18030", errors="replace")
    line = broken[: broken.find("\ufffd")].count("\n") + 1
    raise InputRejected(f"{path.name}, line {line}: neither UTF-8 nor GB18030.", hint="Save it as UTF-8.")


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(codecs.lookup(encoding).name).removeprefix("\ufeff")
    except LookupError as error:
        raise SettingsInvalid(
            f"There is no encoding {encoding!r}.", hint="Such as utf-8, gb18030, cp1252 or utf-16."
        ) from error
    except UnicodeError as error:
        raise InputRejected(f"{name} is not in {encoding}: {error}.", hint="Save it as UTF-8.") from error


def _fitting(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Whether Han characters stand together, or alone as words. Of a Western text GB18030 makes one, alone
    among ASCII letters, of an accent or a curly quote and the letter after it: won抰; or of a sign and the
    letter after it, which the sets before GB18030 did not have: 20 癈."""
    together = (run for run in _TOGETHER.findall(text) if len(run) > 1 or _is_plain(run))
    return sum(map(len, together)) * 2 > sum(not c.isascii() for c in text)


def _is_plain(wide: str) -> bool:
    return all(byte > 0xA0 for byte in wide.encode("gb18030"))


def _is_western(text: str) -> bool:
    """Whether letters beyond ASCII stand in words with plain ones."""
    words = [word for word in _LATIN_WORD.findall(text) if not word.isascii()]
    strange = sum(len(word) > 1 and not any(c.isascii() for c in word) for word in words)
    return strange * 2 <= len(words)


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
