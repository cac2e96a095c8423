"""Connections to hosts that a stranger named: never to one's own network, never for longer than allowed.

A name is resolved once, every address it has is checked, and a checked one is connected to, so that a second
answer of its name server (DNS rebinding) changes nothing. It does not know what is said over a connection.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from kb_sources.errors import SourceUnavailable

Resolve = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, each once. Raises SourceUnavailable when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailable(
            f"There is no host {host!r}, or no network.", hint="Check the address and the connection."
        ) from error
    return tuple(dict.fromkeys(str(place[4][0]) for place in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, and so is the IPv4 address that it may carry inside.

    Not: private, loopback, link-local, shared, reserved, multicast (IANA special-purpose registries).
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    carried = _carried(ip) if isinstance(ip, ipaddress.IPv6Address) else ()
    if carried:
        return all(is_public(str(v4)) for v4 in carried)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _carried(ip: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """IPv4 addresses to which a gateway would send on what is sent to `ip`."""
    nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    return tuple(v4 for v4 in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()), nat64) if v4 is not None)


class PublicNetwork(httpcore.NetworkBackend):
    """Opens connections until `deadline` (time.monotonic): to public addresses and to `own_hosts`."""

    def __init__(self, deadline: float, own_hosts: frozenset[str], resolve: Resolve = resolve) -> None:
        self._deadline = deadline
        self._own_hosts = own_hosts
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises SourceUnavailable when the host, or one of its addresses, is not public."""
        addresses = self._resolve(host, port)
        if host.casefold() not in self._own_hosts and not all(map(is_public, addresses)):
            raise SourceUnavailable(
                f"{host} is a host of a private network; files are fetched from public hosts only.",
                hint=f"If it is your own, allow it: KB_SOURCES_OWN_HOSTS={host}",
            )
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(
                    address, port, left(self._deadline, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self._deadline)
        raise failed


class _Timed(httpcore.NetworkStream):
    """A stream that no peer can draw out: each wait is cut at the deadline, however short the pauses are."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, left(self._deadline, timeout))
        return _Timed(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(deadline: float, timeout: float | None) -> float:
    """Seconds that may still be waited, at most `timeout`. Raises ReadTimeout when none is left."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time for the whole file is over")
    return seconds if timeout is None else min(seconds, timeout)
