"""Which version of an address was added last, so that it is fetched again only when it has changed.

A cache of what servers said (RFC 9111): losing it costs a download. It keeps no address, only its hash,
since an address can hold somebody's key; and it does not know whether the edition is still there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a source said of a version (Fetched.stamp), the edition (sha256) it became, of which manual."""

    stamp: str
    edition: str
    manual: str


class Stamps:
    """One small file an address, so that commands side by side cannot undo each other's notes.

    `scope` parts what must not be shared: another tenant has other editions, and another recipe reads a known
    file anew, for which it must be fetched.
    """

    def __init__(self, folder: Path, scope: str) -> None:
        self._folder = folder
        self._scope = scope

    def known(self, location: str) -> Stamp | None:
        """The note about an address; a damaged one is none."""
        try:
            return Stamp(**json.loads(self._file(location).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def note(self, location: str, stamp: Stamp) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file(location)
        draft = file.with_suffix(f".{uuid.uuid4().hex}")
        draft.write_text(json.dumps(asdict(stamp)), "utf-8")
        draft.replace(file)

    def forget(self, edition: str) -> None:
        """Forget every note about an edition, whatever its scope."""
        for file in self._folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                if json.loads(file.read_text("utf-8")).get("edition") == edition:
                    file.unlink(missing_ok=True)

    def _file(self, location: str) -> Path:
        name = hashlib.sha256(f"{self._scope}\0{location}".encode()).hexdigest()
        return self._folder / f"{name}.json"
