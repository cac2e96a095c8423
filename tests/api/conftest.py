"""Fixtures of the API tests: the scripted service and a client that talks to it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from api.app import create_app


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
def client(service) -> Iterator[TestClient]:
    with TestClient(
        create_app(service), base_url="http://127.0.0.1:8000", raise_server_exceptions=False
    ) as client:
        yield client
