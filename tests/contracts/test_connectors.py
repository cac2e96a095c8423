"""Every connector keeps the promises of a Source; a new one joins by being a file and having a place here."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kb_sources import plugins
from kb_sources.errors import SourceUnavailable
from kb_sources.source import Source, SourceSettings, open_source

CONNECTORS = plugins.names("kb_sources.connectors")
OWN = frozenset(["127.0.0.1"])


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], str]]]:
    """A folder, and how the connector's users name a file of it."""
    if request.param == "folder":
        yield tmp_path, lambda name: str(tmp_path / name)
        return
    assert request.param == "http", "give a new connector a place of its own here"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield tmp_path, lambda name: f"http://127.0.0.1:{server.server_port}/{name}"
        server.shutdown()


everywhere = pytest.mark.parametrize("place", CONNECTORS, indirect=True)
Place = tuple[Path, Callable[[str], str]]


def opened(location: str) -> Source:
    return open_source(SourceSettings(location, OWN))


@everywhere
def test_a_file_comes_with_its_bytes_and_name_and_is_gone_or_untouched_afterwards(place: Place) -> None:
    folder, named = place
    (folder / "pump.pdf").write_bytes(b"%PDF-1.7 pump")
    source = opened(named("pump.pdf"))
    (item,) = source.items()
    assert list(source.items()) == [item]
    with source.fetch(item) as fetched:
        assert fetched is not None
        assert (fetched.name, fetched.path.read_bytes()) == ("pump.pdf", b"%PDF-1.7 pump")
    assert (folder / "pump.pdf").read_bytes() == b"%PDF-1.7 pump"
    assert not fetched.path.exists() or fetched.path == folder / "pump.pdf"


@everywhere
def test_a_stamp_never_hides_a_change(place: Place) -> None:
    folder, named = place
    file = folder / "pump.pdf"
    file.write_bytes(b"%PDF-1.7 old")
    source = opened(named("pump.pdf"))
    (item,) = source.items()
    with source.fetch(item) as first:
        assert first is not None
    with source.fetch(item, first.stamp) as same:
        assert same is None or same.path.read_bytes() == b"%PDF-1.7 old"
    file.write_bytes(b"%PDF-1.7 new")
    os.utime(file, (2_000_000_000, 2_000_000_000))
    with source.fetch(item, first.stamp) as changed:
        assert changed is not None
        assert changed.path.read_bytes() == b"%PDF-1.7 new"


@everywhere
def test_what_is_not_there_is_told_with_what_to_do(place: Place) -> None:
    folder, named = place
    (folder / "gone.pdf").write_bytes(b"x")
    source = opened(named("gone.pdf"))
    (item,) = source.items()
    (folder / "gone.pdf").unlink()
    with pytest.raises(SourceUnavailable) as raised, source.fetch(item):
        pass
    assert raised.value.hint
