"""A checkpoint behind `transformers serve` on loopback, for as long as a test wants it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_ROOT = Path(__file__).parents[2]
_START_S = 300.0  # most of it is importing, where many share the processors


@contextmanager
def served(folder: Path, log: Path) -> Iterator[str]:
    """The address of the server; the model's name there is the checkpoint's folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "vlm.miniature", "serve", str(folder), "--port", str(port)]
    environ = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    with log.open("w") as told:
        process = subprocess.Popen(command, cwd=_ROOT, stdout=told, stderr=told, env=environ)
        try:
            _wait(f"http://127.0.0.1:{port}/health", process, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the miniature's server did not start:\n{log.read_text()[-2000:]}")
