"""How much one client may send and how many asks run at once; values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    asks_at_once: int = 8
    ask_bytes: int = 32 * 1024 * 1024  # body of every request but an upload
    upload_bytes: int = 1024 * 1024 * 1024  # body of POST /manuals
    stop_seconds: int = 25  # how long a stopping service waits for what is in flight
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")  # names a Host header may carry; () allows all
    editors_need_token: bool = False
