"""Originals, page pictures and crops, kept by the sha256 of their bytes.

It knows nothing of what they show.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid

import fsspec

from kb_sources.errors import NotFound

_KEY = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A content-addressed store at a folder or any fsspec URL (s3://bucket/prefix)."""

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url)
        self._local = "file" in (
            self._files.protocol if isinstance(self._files.protocol, tuple) else (self._files.protocol,)
        )

    def put(self, data: bytes) -> str:
        """Store bytes and return their key; a blob that is there already is not written again."""
        key = hashlib.sha256(data).hexdigest()
        path = self._path(key)
        if self._files.exists(path):
            return key
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        draft = f"{path}.{uuid.uuid4().hex}"
        with self._files.open(draft, "wb") as file:
            file.write(data)
            if self._local:
                file.flush()
                os.fsync(file.fileno())
        self._files.mv(draft, path)
        return key

    def get(self, key: str) -> bytes:
        """The bytes of a key; NotFound when there are none."""
        try:
            data: bytes = self._files.cat_file(self._path(key))
        except FileNotFoundError as error:
            raise NotFound(f"No blob {key[:12]}… is stored.") from error
        return data

    def has(self, key: str) -> bool:
        return bool(self._files.exists(self._path(key)))

    def remove(self, key: str) -> None:
        """Forget a blob; nothing happens when it is not there."""
        if self.has(key):
            self._files.rm_file(self._path(key))

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise NotFound(f"{key[:20]!r} is not a blob key.")
        return f"{self._root}/{key[:2]}/{key}"
