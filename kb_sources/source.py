"""Where manuals come from: a source lists items and fetches each to a local file. Connectors implement it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One file of a source: how the source names it, and the file name to remember it by."""

    location: str
    name: str


class Source(Protocol):
    """A place that holds manuals."""

    def items(self) -> Iterator[SourceItem]:
        """What is there, in a stable order. Raises SourceUnavailable."""

    def fetch(self, item: SourceItem) -> AbstractContextManager[Path]:
        """A local file with the item's bytes, for as long as the context lasts. Raises SourceUnavailable."""
