"""Where tests keep their files: in memory, where there is room. What the processes that they start need not
do again, and how many threads each may have. How long they run: most of them
short by default, those of hostile texts and broken servers long in `make torture`. And the miniature
Qwen3-VL, in a folder and behind a server; and a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.vlm.served import served
from vlm.model import ModelSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30  # bytes; a whole run holds less than one at a time
_NAME = "fixcite-tests-"
_BYTECODE = "fixcite-bytecode-"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)  # before pytest chooses its own place for tmp_path
def pytest_configure(config: pytest.Config) -> None:
    for left in _MEMORY.glob(f"{_NAME}*"):  # of a run that was killed
        if not Path("/proc", left.name.removeprefix(_NAME)).exists():
            shutil.rmtree(left, ignore_errors=True)
    if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        folder = _MEMORY / f"{_NAME}{os.getpid()}"
        folder.mkdir(mode=0o755)  # a test's server may run as another user
        os.environ["TMPDIR"] = str(folder)
        tempfile.tempdir = None
    if "PYTHONDONTWRITEBYTECODE" in os.environ:  # else each process compiles all that it imports
        del os.environ["PYTHONDONTWRITEBYTECODE"]
        os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix=_BYTECODE)
    if config.getoption("numprocesses", None):  # threads of several workers wait for each other
        os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_MEMORY / f"{_NAME}{os.getpid()}", ignore_errors=True)
    bytecode = os.environ.get("PYTHONPYCACHEPREFIX", "")
    if _BYTECODE in bytecode and "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(bytecode, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=5_000, help="texts that the parsers of model output get")
    parser.addoption("--faults", type=int, default=10, help="requests under each fault of a model's server")
    parser.addoption("--attacks", type=int, default=64, help="injected texts that an obeying model gets")


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
    with served(miniature, tmp_path_factory.mktemp("serve") / "log") as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; closed after each file: its event loop would be in the way of other tests."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium (Debian package chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seeing_models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of a tiny, unfitted Qwen3-VL as embedding model and as reranker."""
    if find_spec("sentence_transformers") is None:
        pytest.skip("the extra `local` is not installed")
    from tests.retrieval.seeing import build_both

    return build_both(tmp_path_factory.mktemp("seeing"))
