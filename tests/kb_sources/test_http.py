"""The http connector against servers of every kind: honest, broken, slow, hostile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from kb_sources.connectors.http import HttpSource, checked_url, next_hop
from kb_sources.errors import FixciteError, PayloadTooLarge, SourceUnavailable
from kb_sources.source import Fetched, SourceSettings

PDF = b"%PDF-1.7\n" + b"x" * 5000
OWN = frozenset(["127.0.0.1", "manuals.example"])
Speak = Callable[[socket.socket, str], None]


@dataclass
class Server:
    """Answers each request by `speak(connection, request head)`; `asked` keeps the heads."""

    port: int = 0
    speak: Speak = lambda connection, head: None
    asked: list[str] = field(default_factory=list)

    def url(self, path: str = "n7.pdf", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{path}"

    def answers(self, body: bytes = PDF, status: str = "200 OK", **headers: str) -> None:
        told = {"Content-Type": "application/pdf", "Content-Length": str(len(body))}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.speak = lambda connection, head: connection.sendall(
            f"HTTP/1.1 {status}\r\n".encode()
            + b"".join(f"{name}: {value}\r\n".encode() for name, value in told.items())
            + b"Connection: close\r\n\r\n"
            + body
        )


@pytest.fixture
def server() -> Iterator[Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    served = Server(listening.getsockname()[1])

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                head = b""
                while b"\r\n\r\n" not in head and (part := connection.recv(4096)):
                    head += part
                served.asked.append(head.decode())
                try:
                    served.speak(connection, head.decode())
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    yield served
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def source(url: str, *, own: frozenset[str] = OWN, **limits: float) -> HttpSource:
    def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.216.34",) if host == "public.example" else ("127.0.0.1",)

    settings = SourceSettings(url, own, int(limits.get("max_bytes", 1 << 20)), limits.get("total_s", 20))
    return HttpSource(settings, resolve)


def fetch(url: str, stamp: str = "", **limits: float) -> tuple[Fetched, bytes] | None:
    manual = source(url, **limits)
    (item,) = manual.items()
    with manual.fetch(item, stamp) as fetched:
        return (fetched, fetched.path.read_bytes()) if fetched else None


def refused(url: str, **limits: float) -> FixciteError:
    with pytest.raises(FixciteError) as raised:
        fetch(url, **limits)
    assert raised.value.hint
    return raised.value


def test_a_manual_comes_whole_and_leaves_nothing_behind(server: Server) -> None:
    server.answers()
    got = fetch(server.url())
    assert got is not None
    fetched, data = got
    assert (fetched.name, data, fetched.stamp) == ("n7.pdf", PDF, "")
    assert not fetched.path.parent.exists()


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    server.answers(ETag='"v1"', Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT")
    got = fetch(server.url())
    assert got is not None
    server.answers(b"", "304 Not Modified")
    assert fetch(server.url(), got[0].stamp) is None
    assert 'If-None-Match: "v1"' in server.asked[1]
    assert "If-Modified-Since: Sun, 22 Nov 2026 10:00:00 GMT" in server.asked[1]
    assert "If-None-Match" not in server.asked[0]


def test_a_server_that_says_unchanged_to_a_first_request_is_not_believed(server: Server) -> None:
    server.answers(b"", "304 Not Modified")
    assert "304" in refused(server.url()).message


@pytest.mark.parametrize(
    ("headers", "path", "name"),
    [
        ({"Content_Disposition": 'attachment; filename="Norvik N7.pdf"'}, "get?id=7", "Norvik N7.pdf"),
        ({"Content_Disposition": "attachment; filename*=UTF-8''%E7%BB%B4%E4%BF%AE.pdf"}, "x", "维修.pdf"),
        ({"Content_Disposition": 'attachment; filename="维修.pdf"'}, "x", "维修.pdf"),
        ({"Content_Disposition": 'attachment; filename="../../../etc/cron.d/x"'}, "x", "x"),
        ({"Content_Disposition": "attachment"}, "%E6%89%8B%E5%86%8C.pdf?key=secret", "手册.pdf"),
        ({}, "", "127.0.0.1"),
    ],
)
def test_the_name_is_the_servers_or_the_paths(
    server: Server, headers: dict[str, str], path: str, name: str
) -> None:
    server.answers(**headers)
    got = fetch(server.url(path))
    assert got is not None
    assert got[0].name == name


@pytest.mark.parametrize(
    ("status", "said"),
    [("404 Not Found", "404"), ("500 Oops", "500"), ("401 Who", "401"), ("206 Partial Content", "206")],
)
def test_an_error_is_told_with_what_to_do(server: Server, status: str, said: str) -> None:
    server.answers(b"sorry", status)
    assert said in refused(server.url()).message


def test_a_web_page_is_no_manual(server: Server) -> None:
    server.answers(b"<html>", Content_Type="text/html; charset=utf-8")
    assert "web page" in refused(server.url()).message
    server.answers(b"\n <!DOCTYPE html><title>Log in</title>")
    assert "web page" in refused(server.url()).message
    server.answers(b"MZ" + b"x" * 2000)
    assert "announced as PDF" in refused(server.url()).message
    server.answers(b"")
    assert "empty" in refused(server.url()).message


def test_too_large_is_refused_before_and_while_it_comes(server: Server) -> None:
    server.answers()
    assert isinstance(refused(server.url(), max_bytes=5000), PayloadTooLarge)

    def endless(connection: socket.socket, head: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n%PDF-")
        while True:
            connection.sendall(b"x" * 65536)

    server.speak = endless
    assert isinstance(refused(server.url(), max_bytes=300_000), PayloadTooLarge)


def test_a_packed_answer_is_refused(server: Server) -> None:
    server.answers(Content_Encoding="gzip")
    assert "packed" in refused(server.url()).message


def test_a_file_cut_short_is_not_taken(server: Server) -> None:
    server.answers(Content_Length="9000")
    assert "broke off" in refused(server.url()).message
    server.speak = lambda connection, head: connection.sendall(b"not http at all\r\n\r\n")
    assert "broke off" in refused(server.url()).message


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n\r\n%PDF-", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_drips_is_cut_off(server: Server, start: bytes) -> None:
    def drip(connection: socket.socket, head: str) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    server.speak = drip
    began = time.monotonic()
    assert "longer than 0.5 s" in refused(server.url(), total_s=0.5).message
    assert time.monotonic() - began < 3


def test_redirects_are_followed_a_few_times(server: Server) -> None:
    def once(connection: socket.socket, head: str) -> None:
        server.answers()
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /files/n7%20en.pdf\r\nContent-Length: 0\r\n\r\n")

    server.speak = once
    got = fetch(server.url("latest"))
    assert got is not None
    assert got[0].name == "n7 en.pdf"
    server.answers(b"", "302 Found", Location="/again")
    assert "more than 5 times" in refused(server.url()).message
    assert len(server.asked) == 2 + 6


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://intranet.example:{port}/n7.pdf", "private network"),
        ("http://169.254.169.254/latest/meta-data", "private network"),
        ("file:///etc/passwd", "no http or https"),
        ("http://ann:secret@127.0.0.1:{port}/n7.pdf", "password"),
        ("", "nowhere"),
        ("http://[::", "no address"),
    ],
)
def test_a_redirect_is_checked_like_a_first_address(server: Server, location: str, said: str) -> None:
    server.answers(b"", "302 Found", Location=location.format(port=server.port))
    error = refused(server.url())
    assert said in error.message
    assert "secret" not in str(error)
    assert len(server.asked) == 1


def test_an_address_of_the_own_network_is_refused_unless_its_host_is_allowed(server: Server) -> None:
    server.answers()
    error = refused(server.url(host="intranet.example"))
    assert "private network" in error.message
    assert "KB_SOURCES_OWN_HOSTS=intranet.example" in error.hint
    assert server.asked == []
    assert fetch(server.url(host="manuals.example")) is not None
    assert f"Host: manuals.example:{server.port}" in server.asked[0]


def test_https_is_never_left_for_plain_http() -> None:
    with pytest.raises(SourceUnavailable, match="plain http"):
        next_hop(checked_url("https://norvik.example/a"), "http://norvik.example/b")


@pytest.mark.parametrize("url", ["http://ann:secret@norvik.example/n7.pdf", "http://ann@norvik.example/"])
def test_credentials_in_an_address_are_not_taken_and_not_repeated(url: str) -> None:
    with pytest.raises(SourceUnavailable) as raised:
        source(url)
    assert "ann" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_what_a_query_holds_is_not_repeated(server: Server) -> None:
    server.answers(b"", "404 Not Found")
    assert "secret" not in str(refused(server.url("n7.pdf?key=secret#secret")))


def test_a_host_that_does_not_answer_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "cannot be reached" in refused(f"http://127.0.0.1:{port}/n7.pdf").message
