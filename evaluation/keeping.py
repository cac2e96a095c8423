"""Keeps what took long to make, named by all it was made of: a run that was stopped goes on where it was.

It does not know what it keeps. Whoever asks must name everything that would change the result, code included.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Told = Callable[[str], object]


class Kept:
    """Arrays in a folder, one file each, whole or not there. `told` hears after each how far it is."""

    def __init__(self, folder: Path, told: Told = lambda text: None) -> None:
        self._folder = folder
        self._told = told
        self._expected = self._done = self._made = 0
        self._seconds = 0.0

    def expect(self, steps: int) -> None:
        """So many more arrays will be asked for."""
        self._expected += steps

    def get(self, made_of: Iterable[str | NDArray[np.generic]], make: Callable[[], Floats]) -> Floats:
        """What is kept of these, else what `make` gives, kept from then on."""
        path = self._folder / f"{_name(made_of)}.npy"
        if path.is_file():
            found: Floats = np.load(path, allow_pickle=False)
        else:
            began = time.monotonic()
            found = make()
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            with part.open("wb") as file:
                np.save(file, found, allow_pickle=False)
            part.replace(path)
            self._made += 1
            self._seconds += time.monotonic() - began
        self._done += 1
        self._tell()
        return found

    def _tell(self) -> None:
        left = max(self._expected - self._done, 0)
        each = self._seconds / self._made if self._made else 0.0
        ending = f", about {each * left / 60:.1f} min left" if each and left else ""
        self._told(f"{self._done} of {max(self._expected, self._done)}{ending}")


def _name(made_of: Iterable[str | NDArray[np.generic]]) -> str:
    digest = hashlib.sha256()
    for each in made_of:
        data = each.encode() if isinstance(each, str) else np.ascontiguousarray(each).tobytes()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()[:32]
