"""Where built miniatures are kept: a folder for each set of lessons and each version of the way of building.

It does not know how one is built. Two builders at once are safe, and so is one that is killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from vlm.miniature.lessons import Lesson, digest

_MADE_BY = (
    "miniature/skeleton.py",
    "miniature/fitting.py",
    "miniature/lessons.py",
    "encoding.py",
    "pixels.py",
    "teaching.py",
    "vision_probe.py",
)


def default_shelf() -> Path:
    """Beside other programs' caches, never in the project."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "fixcite" / "miniature"


def name_of(lessons: Sequence[Lesson]) -> str:
    """Changes with the lessons, with the code that builds, and with the libraries."""
    told = hashlib.sha256(digest(lessons).encode())
    for file in _MADE_BY:
        told.update((Path(__file__).parents[1] / file).read_bytes())
    told.update(f"{version('torch')} {version('transformers')}".encode())
    return told.hexdigest()[:16]


def fetch(shelf: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name; `make` fills a new one where there is none. Who asks meanwhile waits."""
    wanted = shelf / name
    if wanted.is_dir():
        return wanted
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.is_dir():
            # What a killed builder left behind is never found under the name.
            aside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=shelf))
            try:
                make(aside)
                aside.chmod(0o755)
                aside.rename(wanted)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    return wanted
