"""Who owns the knowledge base's folder: one process at a time, told apart by an flock on KB_DATA/owner.

It does not know what the owner does; the file tells others where to reach it.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kb_sources.errors import Busy

WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds the folder. `url` is "" when it cannot be reached over HTTP (a command line)."""

    pid: int
    url: str
    token: str


class Held:
    """The folder is ours until `release`."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._file = file
        self._path = path
        self.owner = Owner(os.getpid(), "", secrets.token_urlsafe(32))
        self.announce("")

    def announce(self, url: str) -> None:
        """Tell others where this process can be reached."""
        self.owner = Owner(self.owner.pid, url, self.owner.token)
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": self.owner.pid, "url": url, "token": self.owner.token}, self._file)
        self._file.flush()

    def release(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.close()


def take(data: Path) -> Held | None:
    """Own the folder, or None when another process does."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "owner"
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return Held(file, path)


def current(data: Path) -> Owner | None:
    """The owner as announced; None while it has not announced itself."""
    try:
        told = json.loads((data / "owner").read_text("utf-8"))
        return Owner(int(told["pid"]), str(told["url"]), str(told["token"]))
    except (OSError, ValueError, KeyError):
        return None


@contextmanager
def hold_or_reach(data: Path, wait_s: float = WAIT_S) -> Iterator[Held | Owner]:
    """Own the folder, or get the service that owns it; a command line that owns it is waited for.

    Raises Busy, naming the process, when the wait was in vain.
    """
    deadline = time.monotonic() + wait_s
    while True:
        held = take(data)
        if held is not None:
            try:
                yield held
            finally:
                held.release()
            return
        owner = current(data)
        if owner is not None and owner.url:
            yield owner
            return
        if time.monotonic() > deadline:
            pid = owner.pid if owner else "unknown"
            raise Busy(
                f"Another command (pid {pid}) is using {data}.",
                hint="Wait for it to finish, or run `kb-serve`: commands then work through it, side by side.",
            )
        time.sleep(0.1)
