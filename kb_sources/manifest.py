"""A CSV that says what each file is: file (or its address), title, maker, products, language, revision.

It neither opens nor fetches the files; a broken line stops the run before anything is added.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from kb_sources.errors import ManifestRejected
from kb_sources.manual import Language

COLUMNS = ("file", "title", "maker", "products", "language", "revision")


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One file. `products` are separated by semicolons in the CSV; empty fields are derived from the file."""

    location: str  # a path, or an http(s) address
    title: str
    maker: str
    products: tuple[str, ...]
    language: Language | None
    revision: str

    @property
    def file(self) -> Path:
        """The path of a file that is no address."""
        return Path(self.location)


def read_manifest(path: Path) -> tuple[ManifestLine, ...]:
    """The lines; paths are relative to the manifest. Raises ManifestRejected, naming every bad line."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ManifestRejected(f"The manifest {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ManifestRejected(f"The manifest {path} is not UTF-8.", hint="Save it as CSV UTF-8.") from error
    rows = csv.DictReader(io.StringIO(text), restkey="extra")
    header = [name.strip() for name in rows.fieldnames or []]
    if "file" not in header or not set(header) <= set(COLUMNS):
        raise ManifestRejected(
            f"The first line of {path} must name the columns; found {', '.join(header) or 'nothing'}.",
            hint=f"Columns: {', '.join(COLUMNS)}; only `file` is needed.",
        )
    rows.fieldnames = header
    lines: list[ManifestLine] = []
    problems: list[str] = []
    seen: set[str] = set()
    for row in rows:
        try:
            line = _line(row, path.parent)
        except ValueError as error:
            problems.append(f"line {rows.line_num}: {error}")
            continue
        if line.location in seen:
            problems.append(f"line {rows.line_num}: {row['file']} is listed twice")
        seen.add(line.location)
        lines.append(line)
    if problems:
        raise ManifestRejected(
            f"{path} has {len(problems)} unusable line(s): {'; '.join(problems)}.",
            hint="Nothing was added; mend these lines and run it again.",
        )
    if not lines:
        raise ManifestRejected(f"{path} lists no files.")
    return tuple(lines)


def _line(row: dict[str, str | None], folder: Path) -> ManifestLine:
    if "extra" in row:
        raise ValueError("more fields than columns; put fields that hold a comma in quotes")
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not cells["file"]:
        raise ValueError("the field `file` is empty")
    location = _location(cells["file"], folder)
    language: Language | None
    match cells["language"].lower():
        case "":
            language = None
        case "zh" | "zh-cn":
            language = "zh"
        case "en":
            language = "en"
        case other:
            raise ValueError(f"language {other!r} is neither zh nor en")
    products = tuple(dict.fromkeys(p.strip() for p in cells["products"].split(";") if p.strip()))
    return ManifestLine(location, cells["title"], cells["maker"], products, language, cells["revision"])


def _location(file: str, folder: Path) -> str:
    scheme, separator, _ = file.partition("://")
    if separator and scheme.lower() not in ("http", "https"):
        raise ValueError(f"{scheme}:// addresses cannot be fetched, only http:// and https://")
    if not separator and not (folder / file).is_file():
        raise ValueError(f"{file} does not exist")
    return file if separator else str(folder / file)
