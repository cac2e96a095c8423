"""What the reading child tells its parent: frames of JSON and bytes on a pipe.

It knows neither how pages are read nor when a child is killed.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from ingest.page import PageRead

PAGE = TypeAdapter(PageRead)
_HEAD = struct.Struct(">II")  # bytes of the JSON, bytes of the attachment
_MOST_JSON, _MOST_BYTES = 64 << 20, 256 << 20


def write_frame(pipe: BinaryIO, kind: str, fields: dict[str, Any], attachment: bytes = b"") -> None:
    """One frame, flushed. `fields` must be plain JSON."""
    body = json.dumps({"is": kind, **fields}).encode()
    pipe.write(_HEAD.pack(len(body), len(attachment)))
    pipe.write(body)
    pipe.write(attachment)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, None at the end of the pipe or when the child died inside a frame.

    Raises ValueError when the frame is none: a child that was taken over may send anything.
    """
    head = _exactly(pipe, _HEAD.size)
    if head is None:
        return None
    body_size, attached_size = _HEAD.unpack(head)
    if body_size > _MOST_JSON or attached_size > _MOST_BYTES:
        raise ValueError("the child sent a frame that is too large")
    body, attachment = _exactly(pipe, body_size), _exactly(pipe, attached_size)
    if body is None or attachment is None:
        return None
    fields = json.loads(body)
    if not isinstance(fields, dict):
        raise ValueError("the child sent a frame that is no object")
    return fields, attachment


def _exactly(pipe: BinaryIO, size: int) -> bytes | None:
    parts = []
    while size:
        part = pipe.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
