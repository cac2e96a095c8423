"""Manuals from a file or folder on this machine; folders are walked whole, hidden files left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from kb_sources.errors import SourceUnavailable
from kb_sources.source import Fetched, SourceItem, SourceSettings

# A folder of manuals also holds firmware, drawings and lists; only these are offered to the reader.
_SUFFIXES = frozenset((".pdf", ".md", ".txt", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"))


class FolderSource:
    """A folder, or one file whatever its name ends in. It gives no stamps: looking is cheap."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def items(self) -> Iterator[SourceItem]:
        if self._path.is_file():
            yield SourceItem(str(self._path), self._path.name)
            return
        if not self._path.is_dir():
            raise SourceUnavailable(f"{self._path} does not exist.", hint="Check the path.")
        found = False
        for file in sorted(self._path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(self._path).parts)
            if file.is_file() and not hidden and file.suffix.lower() in _SUFFIXES:
                found = True
                yield SourceItem(str(file), file.name)
        if not found:
            kinds = ", ".join(sorted(s.lstrip(".") for s in _SUFFIXES))
            raise SourceUnavailable(f"{self._path} holds no manuals.", hint=f"Looked for: {kinds}.")

    def fetch(self, item: SourceItem, stamp: str = "") -> AbstractContextManager[Fetched | None]:
        path = Path(item.location)
        if not path.is_file():
            raise SourceUnavailable(f"{path} is gone.", hint="Was it moved while the command ran?")
        return nullcontext(Fetched(path, item.name))


def build(settings: SourceSettings) -> FolderSource:
    return FolderSource(Path(settings.location).expanduser())
