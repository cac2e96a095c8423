"""Names for new things, and lists of names. It knows nothing that they name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable


def new_id(prefix: str) -> str:
    """A random identifier that says what it names."""
    return f"{prefix}_{uuid.uuid4().hex[:16]}"


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, each once, surrounding spaces dropped, empty ones left out."""
    return tuple(dict.fromkeys(n.strip() for n in names if n.strip()))
