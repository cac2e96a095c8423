"""Where manuals come from: a source lists items and fetches each to a local file. Connectors implement it.

It does not read the files nor remember what was fetched before; that is for whoever adds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from kb_sources import plugins
from kb_sources.errors import SettingsInvalid

_CONNECTORS = "kb_sources.connectors"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What a connector is built from. `own_hosts` are trusted hosts of one's own network."""

    location: str
    own_hosts: frozenset[str] = frozenset()
    max_bytes: int = 300 << 20
    total_s: float = 600.0  # for one file


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One file of a source: how the source names it, and the file name as far as it is known unfetched."""

    location: str
    name: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A local copy of an item. `stamp` tells this version from a later one, "" where the source cannot."""

    path: Path
    name: str
    stamp: str = ""


class Source(Protocol):
    """A place that holds manuals."""

    def items(self) -> Iterator[SourceItem]:
        """What is there, in a stable order. Raises SourceUnavailable."""

    def fetch(self, item: SourceItem, stamp: str = "") -> AbstractContextManager[Fetched | None]:
        """The item's bytes as a local file, for as long as the context lasts; None where the source says that
        they are still those of `stamp`. Raises SourceUnavailable, PayloadTooLarge."""


def open_source(settings: SourceSettings) -> Source:
    """The source for a path, or for an address by its scheme. Raises SettingsInvalid for another scheme."""
    scheme, separator, _ = settings.location.partition("://")
    name = {"http": "http", "https": "http"}.get(scheme.lower(), "") if separator else "folder"
    if not name:
        raise SettingsInvalid(
            f"{scheme}:// addresses cannot be fetched.", hint="Use http://, https:// or a path."
        )
    source: Source = plugins.load(_CONNECTORS, name).build(settings)
    return source


def file_name(sent: str, otherwise: str) -> str:
    """A plain file name out of one that a stranger chose: no folders, no leading dots, printable, bounded."""
    last = PurePosixPath(sent.replace("\\", "/")).name
    printable = "".join(c for c in last if c.isprintable()).strip().lstrip(".").strip()
    stem, dot, suffix = printable.rpartition(".")
    if len(printable) > _LONGEST_NAME and dot and len(suffix) < 10:
        return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}"
    return printable[:_LONGEST_NAME] or otherwise
