"""From what a command names to receipts: each file fetched from its source, handed in at the counter, noted.

It does not wait for jobs and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.counter import Counter, Plain
from ingest.desk import Described
from ingest.stamps import Stamp, Stamps
from kb_sources.errors import NotFound, SettingsInvalid
from kb_sources.manifest import read_manifest
from kb_sources.source import Source, SourceItem


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to add."""

    source: Source
    item: SourceItem
    described: Described


def list_wanted(
    locations: Sequence[str], manifest: Path | None, described: Described, open_: Callable[[str], Source]
) -> Iterator[Wanted]:
    """The files of a manifest, then those of paths, folders and addresses. Nothing is fetched yet.

    Raises SettingsInvalid when nothing is named, ManifestRejected, SourceUnavailable.
    """
    if not locations and manifest is None:
        raise SettingsInvalid("Nothing to add.", hint="Name files, folders or addresses, or a --manifest.")
    if manifest is not None:
        for line in read_manifest(manifest):
            own = Described(
                line.title, line.maker or described.maker, line.products, line.language, line.revision
            )
            source = open_(line.location)
            yield from (Wanted(source, item, own) for item in source.items())
    for location in locations:
        source = open_(location)
        yield from (Wanted(source, item, described) for item in source.items())


def take_in(counter: Counter, stamps: Stamps, wanted: Wanted, *, again: bool, beside: bool) -> Plain:
    """Fetch a file and hand it in; the counter's receipt with the file's name.

    What its source calls unchanged is not fetched again, as long as the edition it became is there and read.
    """
    item = wanted.item
    known = None if again else stamps.known(item.location)
    if known is not None and not _stands(counter, known):
        known = None
    with wanted.source.fetch(item, known.stamp if known else "") as fetched:
        if fetched is not None:
            receipt = counter.add(fetched.path, fetched.name, wanted.described, again=again, beside=beside)
            if fetched.stamp:
                stamps.note(item.location, Stamp(fetched.stamp, receipt["edition"], receipt["manual"]))
            return receipt | {"name": fetched.name}
    return {
        "job": None,
        "edition": known.edition if known else "",
        "manual": known.manual if known else "",
        "noop": True,
        "message": f"{item.name} has not changed at its address: nothing to do (`--again` reads it again)",
        "name": item.name,
    }


def _stands(counter: Counter, known: Stamp) -> bool:
    """Whether the edition is still there and was read to its end."""
    try:
        editions = counter.manual(known.manual)["editions"]
    except NotFound:
        return False
    found = (e for e in editions if e["edition"]["id"] == known.edition)
    return any(e["report"] and e["edition"]["state"] not in ("staged", "needs_review") for e in found)
