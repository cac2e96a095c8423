"""Fixtures that every folder of tests may use: the miniature Qwen3-VL, in a folder and behind a server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from vlm.model import ModelSettings

ROOT = Path(__file__).parents[1]
_START_S = 120.0


@pytest.fixture(scope="session")
def miniature() -> Path:
    """The folder of a Qwen3-VL checkpoint that knows tests/miniature.py by heart; built once, then cached."""
    from tests.miniature import lessons
    from vlm.checkpoints import load_checkpoint
    from vlm.miniature.building import miniature as build

    folder = build(lessons(), tell=print)
    # Importing the libraries takes longer than the deadlines of most tests.
    load_checkpoint(ModelSettings(name=str(folder)))
    return folder


@pytest.fixture(scope="session")
def miniature_server(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `transformers serve` with the miniature; its name there is the checkpoint's folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("serve") / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "vlm.miniature", "serve", str(miniature), "--port", str(port)],
        cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/health", process, Path(log.name))
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the miniature's server did not start:\n{log.read_text()[-2000:]}")
