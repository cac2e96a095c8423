"""Where results are to go, tried before anything is asked: what took long to make must find its place.

It writes nothing that stays.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from kb_sources.errors import SettingsInvalid


def writable_folder(folder: Path, named_by: str = "--out") -> Path:
    """The same folder, once a file could be made in it. Folders made to see that are taken away again.

    Raises SettingsInvalid that names what the folder comes from.
    """
    absent = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingsInvalid(
            f"Nothing can be written into {folder}: {error.strerror}.",
            hint=f"Name a folder of your own with {named_by}.",
        ) from error
    finally:
        for path in absent:
            with suppress(OSError):  # another command wrote into it meanwhile, or it was never made
                path.rmdir()
    return folder


def writable_file(file: Path, named_by: str = "--out") -> Path:
    """The same file, once it is known that it can be made or written over. Raises SettingsInvalid."""
    writable_folder(file.parent, named_by)
    try:
        if file.exists():
            with file.open("ab"):
                pass
    except OSError as error:
        raise SettingsInvalid(
            f"{file} cannot be written: {error.strerror}.", hint=f"Name another file with {named_by}."
        ) from error
    return file
