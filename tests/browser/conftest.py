"""A served scripted service to open in the browser of tests/conftest.py."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import structlog
import uvicorn

from api.app import create_app
from api.limits import Limits
from api.running import Running
from api.telemetry import configure_logging

PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def scripted() -> ModuleType:
    """The module tests/api/scripted.py (tests are no package, so it cannot be imported by name)."""
    name = "scripted_service_of_the_tests"
    if name not in sys.modules:
        path = Path(__file__).parents[1] / "api" / "scripted.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def filled(scripted: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    scripted.fill(folder)
    return folder


@pytest.fixture
def service(scripted: ModuleType, filled: Path, tmp_path: Path):
    return scripted.scripted_service(shutil.copytree(filled, tmp_path / "kb"))


@pytest.fixture
def site(service) -> Iterator[str]:
    """The address of a running service."""
    configure_logging(logging.CRITICAL)
    listener = socket.create_server(("127.0.0.1", 0))
    running = Running(lambda: service, "s3cret", Limits())
    server = uvicorn.Server(uvicorn.Config(create_app(running), log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started or running.unready:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.stopping.set()
    server.should_exit = True
    thread.join(20)
    structlog.reset_defaults()


@pytest.fixture
def open_page(browser, site: str):
    """Opens a page of the site; at the end nothing may have gone wrong in any of them."""
    contexts, wrong = [], []

    def note(message) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    def open_one(path: str = "/?lang=en", **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", note)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: _own(request.url, site, wrong))
        page.goto(site + path)
        return page

    open_one.wrong = wrong
    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []


def _own(url: str, site: str, wrong: list[str]) -> None:
    if not url.startswith((site, "blob:", "data:")):
        wrong.append(f"loaded from elsewhere: {url}")
