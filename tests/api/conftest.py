"""Fixtures of the API tests: the scripted service and a client that talks to it."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import Limits
from api.running import Running


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


@pytest.fixture
def service(scripted: ModuleType, tmp_path: Path):
    return scripted.scripted_service(tmp_path)


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
