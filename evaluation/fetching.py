"""Brings public sets from their repositories, at a pinned commit, with the bytes that are expected.

A file is there whole and right, or not at all; what was cut off is taken up again. It does not know
what is in a set.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import httpx

from kb_sources.errors import NotFound, SourceUnavailable

PINS = Path(__file__).with_name("pins.toml")
_HOST = "https://raw.githubusercontent.com"
_CHUNK = 1 << 16
Progress = Callable[[str, int, int], None]  # file, bytes there, bytes in all


@dataclass(frozen=True, slots=True)
class Pinned:
    """A file as it is in the repository, and where it goes in the set's folder."""

    path: str
    to: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PinnedSet:
    folder: str
    repository: str
    commit: str
    licence: str
    about: str
    files: tuple[Pinned, ...]

    def address(self, file: Pinned) -> str:
        return f"{_HOST}/{self.repository}/{self.commit}/{quote(file.path)}"


def read_pins(path: Path = PINS) -> Mapping[str, PinnedSet]:
    sets = tomllib.loads(path.read_text("utf-8"))
    return {
        name: PinnedSet(**{**one, "files": tuple(Pinned(**file) for file in one["files"])})
        for name, one in sets.items()
    }


def pinned_set(name: str) -> PinnedSet:
    """Raises NotFound with the names of those there are."""
    pins = read_pins()
    if name not in pins:
        raise NotFound(f"There is no pinned set {name!r}.", hint=f"Sets: {', '.join(pins)}.")
    return pins[name]


def fetch(
    wanted: PinnedSet,
    data: Path,
    client: httpx.Client,
    progress: Progress = lambda file, done, total: None,
) -> list[Path]:
    """Fetch the files of a set into `data`/its folder and return those that came.

    Files that are there and right cost nothing. Raises SourceUnavailable when one cannot be had, or is not
    the pinned one; what came whole before it stays.
    """
    came = []
    for file in wanted.files:
        target = data / wanted.folder / PurePosixPath(file.to)
        if target.is_file() and _hash(target) == file.sha256:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        _download(wanted.address(file), file, part, client, progress)
        told = _hash(part)
        if told != file.sha256:
            part.unlink()
            raise SourceUnavailable(
                f"{file.path} is not the pinned file: sha256 {told[:12]}… instead of {file.sha256[:12]}….",
                hint="It was thrown away. Try again; if it stays so, the repository was changed.",
            )
        part.replace(target)
        came.append(target)
    return came


def _download(address: str, file: Pinned, part: Path, client: httpx.Client, progress: Progress) -> None:
    there = part.stat().st_size if part.is_file() else 0
    if there >= file.bytes:  # whole, or more than there is: its hash decides
        if there == file.bytes:
            return
        there = 0
    headers = {"Accept-Encoding": "identity"}  # a range of packed bytes cannot be taken up
    if there:
        headers["Range"] = f"bytes={there}-"
    try:
        with client.stream("GET", address, headers=headers, follow_redirects=False) as response:
            if response.status_code not in (200, 206):
                raise SourceUnavailable(
                    f"{address} answered {response.status_code}.", hint="Try again later, or check the pin."
                )
            if response.status_code == 200:
                there = 0  # the server sends it from the start
            with part.open("ab" if there else "wb") as out:
                for chunk in response.iter_bytes(_CHUNK):
                    there += len(chunk)
                    if there > file.bytes:
                        break
                    out.write(chunk)
                    progress(file.path, there, file.bytes)
    except httpx.DecodingError as error:
        part.unlink(missing_ok=True)
        raise SourceUnavailable(
            f"{address} came packed, and cannot be unpacked: {error}.",
            hint="It was thrown away. Look for a proxy in between, and run the command again.",
        ) from error
    except httpx.HTTPError as error:
        raise SourceUnavailable(
            f"{address} broke off after {there:,} bytes: {error}.", hint="Run the command again to go on."
        ) from error
    if there != file.bytes:
        if there > file.bytes:
            part.unlink()
        raise SourceUnavailable(
            f"{address} sent {there:,} bytes; {file.bytes:,} are pinned.",
            hint="Run the command again to go on." if there < file.bytes else "It was thrown away.",
        )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
