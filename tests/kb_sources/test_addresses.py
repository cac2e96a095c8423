from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from ipaddress import IPv4Address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.addresses import PublicNetwork, is_public, left
from kb_sources.errors import SourceUnavailable


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.31.255.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.7", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "64:ff9b:1::1",
        "", "localhost", "1.2.3",
    ],
)  # fmt: skip
def test_what_is_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_a_private_address_stays_private_in_any_wrapping(address: IPv4Address) -> None:
    high, low = divmod(int(address), 1 << 16)
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{high:x}:{low:x}", f"2002:{high:x}:{low:x}::1"):
        assert not is_public(wrapped)


@pytest.fixture
def server() -> Iterator[tuple[socket.socket, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening, listening.getsockname()[1]


def soon() -> float:
    return time.monotonic() + 5


def test_one_private_address_among_public_ones_is_enough_to_refuse(server: tuple[socket.socket, int]) -> None:
    network = PublicNetwork(soon(), frozenset(), lambda host, port: ("93.184.216.34", "127.0.0.1"))
    with pytest.raises(SourceUnavailable, match="private network"):
        network.connect_tcp("manuals.example", server[1])


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(
    server: tuple[socket.socket, int],
) -> None:
    """A name server that answers with a trap the second time (DNS rebinding) is never asked again."""
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    network = PublicNetwork(soon(), frozenset(["trusted.example"]), lambda host, port: next(answers))
    stream = network.connect_tcp("Trusted.Example", server[1])
    assert stream.get_extra_info("server_addr") == ("127.0.0.1", server[1])
    assert next(answers) == ("10.0.0.1",)
    stream.close()


def test_the_next_address_is_tried_when_one_does_not_answer(server: tuple[socket.socket, int]) -> None:
    network = PublicNetwork(soon(), frozenset(["x"]), lambda host, port: ("::1", "127.0.0.1"))
    network.connect_tcp("x", server[1]).close()
    nowhere = PublicNetwork(soon(), frozenset(["x"]), lambda host, port: ("::1",))
    with pytest.raises(httpcore.ConnectError):
        nowhere.connect_tcp("x", server[1])


def test_a_peer_that_drips_is_cut_off_at_the_deadline(server: tuple[socket.socket, int]) -> None:
    listening, port = server

    def drip() -> None:
        peer, _ = listening.accept()
        with peer:
            try:
                while True:
                    peer.send(b".")
                    time.sleep(0.02)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    network = PublicNetwork(began + 0.3, frozenset(["x"]), lambda host, port: ("127.0.0.1",))
    stream = network.connect_tcp("x", port)
    with pytest.raises(httpcore.ReadTimeout):
        while True:
            stream.read(1, timeout=10)
    stream.close()
    assert time.monotonic() - began < 2


def test_no_time_is_left_after_the_deadline() -> None:
    assert left(time.monotonic() + 100, 3) == 3
    assert left(time.monotonic() + 1, None) <= 1
    with pytest.raises(httpcore.ReadTimeout):
        left(time.monotonic(), 3)
