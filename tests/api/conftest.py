"""Fixtures of the API tests: the scripted service and a client that talks to it."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import structlog
from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import Limits
from api.running import Running
from api.telemetry import configure_logging


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """structlog unconfigured draws tracebacks with all local variables, seconds each."""
    configure_logging(logging.CRITICAL)
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def scripted() -> ModuleType:
    """The module tests/api/scripted.py (tests are no package, so it cannot be imported by name)."""
    name = "scripted_service_of_the_tests"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("scripted.py"))
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
    folder = shutil.copytree(filled, tmp_path / "kb")
    return scripted.scripted_service(folder)


@pytest.fixture
def running(service) -> Running:
    return Running(lambda: service, "s3cret", Limits(asks_at_once=2))


@pytest.fixture
def client(running: Running) -> Iterator[TestClient]:
    app = create_app(running)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        while client.get("/health/ready").status_code != 200:
            time.sleep(0.01)
        yield client
