"""Fetching pinned files from a server of our own: cut off, wrong, moved, there already."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from evaluation.fetching import Pinned, PinnedSet, fetch, pinned_set, read_pins
from kb_sources.errors import NotFound, SourceUnavailable

CONTENT = bytes(range(256)) * 2000
FILE = Pinned("data/a b.json", "dev/a.json", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
SET = PinnedSet("set", "owner/name", "c" * 40, "CC0", "made up", (FILE,))


class Server(ThreadingHTTPServer):
    daemon_threads = True
    content = CONTENT
    cut_at: int | None = None  # of the bytes a single answer sends
    ranges = True
    status = 200
    packed = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[tuple[str, str]] = []


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.server.asked.append((self.path, wanted))
        assert self.headers["Accept-Encoding"] == "identity"
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.server.ranges else 0
        self.send_response(206 if start else self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        if self.server.packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(self.server.content) - start))
        self.end_headers()
        self.wfile.write(self.server.content[start:][: self.server.cut_at])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Sends what is meant for the repository's host, over https alone, to the server here."""

    class Here(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert (request.url.scheme, request.url.host) == ("https", "raw.githubusercontent.com")
            request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=server.server_port)
            return super().handle_request(request)

    with httpx.Client(transport=Here(), timeout=5) as client:
        yield client


def test_a_set_comes_whole_and_only_once(tmp_path: Path, client: httpx.Client, server: Server) -> None:
    seen: list[tuple[str, int, int]] = []
    (path,) = fetch(SET, tmp_path, client, lambda *step: seen.append(step))
    assert path == tmp_path / "set" / "dev" / "a.json"
    assert path.read_bytes() == CONTENT
    assert server.asked == [(f"/owner/name/{'c' * 40}/data/a%20b.json", "")]
    assert seen[-1] == ("data/a b.json", len(CONTENT), len(CONTENT))
    assert fetch(SET, tmp_path, client) == []
    assert len(server.asked) == 1
    path.write_bytes(b"spoiled")
    assert fetch(SET, tmp_path, client) == [path]


@pytest.mark.parametrize("ranges", [True, False])
def test_what_was_cut_off_is_taken_up(
    ranges: bool, tmp_path: Path, client: httpx.Client, server: Server
) -> None:
    server.cut_at, server.ranges = 300_000, ranges
    with pytest.raises(SourceUnavailable, match="again to go on"):
        fetch(SET, tmp_path, client)
    folder = tmp_path / "set" / "dev"
    assert [p.name for p in folder.iterdir()] == ["a.json.part"]  # never half stored under its name
    server.cut_at = None
    (path,) = fetch(SET, tmp_path, client)
    assert path.read_bytes() == CONTENT
    assert server.asked[-1][1].startswith("bytes=")
    assert [p.name for p in folder.iterdir()] == ["a.json"]


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"x", CONTENT + b"x", b"short"])
def test_what_is_not_the_pinned_file_is_thrown_away(
    content: bytes, tmp_path: Path, client: httpx.Client, server: Server
) -> None:
    server.content = content
    with pytest.raises(SourceUnavailable):
        fetch(SET, tmp_path, client)
    assert not (tmp_path / "set" / "dev" / "a.json").exists()
    server.content = CONTENT
    if content == b"short":  # a right beginning cannot be told from a wrong one until the end
        with pytest.raises(SourceUnavailable, match="not the pinned file"):
            fetch(SET, tmp_path, client)
    assert len(fetch(SET, tmp_path, client)) == 1


def test_what_a_proxy_packed_is_not_taken_up(tmp_path: Path, client: httpx.Client, server: Server) -> None:
    server.cut_at = 300_000
    with pytest.raises(SourceUnavailable):
        fetch(SET, tmp_path, client)
    server.cut_at, server.packed = None, True  # a piece of it, said to be gzip
    with pytest.raises(SourceUnavailable, match="cannot be unpacked"):
        fetch(SET, tmp_path, client)
    assert list((tmp_path / "set" / "dev").iterdir()) == []
    server.packed = False
    assert len(fetch(SET, tmp_path, client)) == 1


def test_redirects_and_errors_are_not_followed(tmp_path: Path, client: httpx.Client, server: Server) -> None:
    for status in (302, 404, 500):
        server.status = status
        with pytest.raises(SourceUnavailable, match=f"answered {status}"):
            fetch(SET, tmp_path, client)
    assert list((tmp_path / "set" / "dev").iterdir()) == []


def test_the_first_file_stays_when_the_second_cannot_be_had(
    tmp_path: Path, client: httpx.Client, server: Server
) -> None:
    other = replace(FILE, to="dev/b.json", sha256="0" * 64)
    with pytest.raises(SourceUnavailable, match="not the pinned file"):
        fetch(replace(SET, files=(FILE, other)), tmp_path, client)
    assert (tmp_path / "set" / "dev" / "a.json").read_bytes() == CONTENT


def test_pins_are_whole_and_stay_in_their_folder() -> None:
    pins = read_pins()
    assert "cmrc2018" in pins
    for one in pins.values():
        assert len(one.commit) == 40
        assert one.licence
        for file in one.files:
            assert len(file.sha256) == 64
            assert file.bytes > 0
            assert ".." not in Path(file.to).parts
            assert not Path(file.to).is_absolute()
            assert one.address(file).startswith("https://raw.githubusercontent.com/")
    with pytest.raises(NotFound, match="Sets: cmrc2018"):
        pinned_set("nothing")
