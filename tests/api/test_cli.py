"""`kb-serve`: who may reach it, what it says, how it refuses to start, how it stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import _is_loopback, _limits, _reachable, app
from kb_sources.errors import SettingsInvalid

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-m", "api"]


@pytest.mark.parametrize(
    ("host", "names", "hosts", "token"),
    [
        ("127.0.0.1", (), {"localhost", "127.0.0.1", "::1"}, False),
        ("localhost", (), {"localhost", "127.0.0.1", "::1"}, False),
        ("127.0.0.7", (), {"localhost", "127.0.0.1", "::1", "127.0.0.7"}, False),
        ("127.0.0.1", ("Repair.Example",), {"localhost", "127.0.0.1", "::1", "repair.example"}, True),
        ("0.0.0.0", (), set(), True),
        ("0.0.0.0", ("repair.example",), {"localhost", "127.0.0.1", "::1", "repair.example"}, True),
        ("192.168.1.5", (), set(), True),
    ],
)
def test_whoever_can_reach_it_from_outside_needs_the_token(
    host: str, names: tuple[str, ...], hosts: set[str], token: bool
) -> None:
    limits = _limits(host, names, 3)
    assert (set(limits.hosts), limits.editors_need_token, limits.asks_at_once) == (hosts, token, 3)


def test_addresses() -> None:
    assert [_is_loopback(h) for h in ("::1", "LOCALHOST", "0.0.0.0", "example.org")] == [
        True,
        True,
        False,
        False,
    ]
    assert [_reachable(h) for h in ("0.0.0.0", "::", "::1", "10.0.0.1")] == [
        "127.0.0.1",
        "[::1]",
        "[::1]",
        "10.0.0.1",
    ]


def test_the_help_teaches() -> None:
    told = CliRunner().invoke(app, ["--help"])
    assert told.exit_code == 0 and "Examples" in told.output and "KB_DATA/owner" in told.output


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return kept | {"KB_DATA": str(data), "KB_RETRIEVAL_STORE": "exact"}


def port_of(process: subprocess.Popen[str]) -> str:
    for line in process.stderr:
        if "Fixcite is at" in line:
            return line.split()[-1]
    raise AssertionError("kb-serve ended")


def test_a_taken_port_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["--port", port], env=environment(tmp_path))
    assert isinstance(done.exception, SettingsInvalid) and port in str(done.exception)
    assert not (tmp_path / "catalogue.db").exists()


def test_a_knowledge_base_that_cannot_be_opened_is_exit_2(tmp_path: Path) -> None:
    wrong = environment(tmp_path) | {"KB_RETRIEVAL_STORE": "no_such_store"}
    done = subprocess.run(
        [*SERVE, "--port", "0"], cwd=ROOT, env=wrong, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert "no_such_store" in done.stderr.splitlines()[-1]


def test_it_says_where_it_is_and_told_to_stop_it_leaves_in_order(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*SERVE, "--port", "0"], cwd=ROOT, env=environment(tmp_path), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _live_work_stop(process, tmp_path)
        finally:
            process.kill()


def _live_work_stop(process: subprocess.Popen[str], data: Path) -> None:
    url = port_of(process)
    owner = json.loads((data / "owner").read_text())
    assert owner["url"] == url and owner["pid"] == process.pid
    assert (data / "owner").stat().st_mode & 0o077 == 0, "the token is for its owner alone"
    with httpx.Client(base_url=url, timeout=60) as client:
        assert client.get("/health/live").json() == {"status": "live"}
        while client.get("/health/ready").status_code != 200:
            time.sleep(0.05)
        manual = ("pump.md", "# Pump\n\n1. Close the valve.\n" * 50, "text/markdown")
        job = client.post("/manuals", files={"file": manual}).json()["job"]
        watching = threading.Thread(target=client.get, args=(f"/jobs/{job}/events",), daemon=True)
        watching.start()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        watching.join(10)
        assert not watching.is_alive()
    assert (data / "owner").read_text() == "", "the knowledge base is free again"
