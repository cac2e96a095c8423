"""Strange requests made from the description: none ends in a fault, every refusal is a problem."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

from api.app import create_app
from api.limits import Limits
from api.running import Running


@pytest.fixture(scope="module")
def interface(scripted: ModuleType, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("strange") / "kb")
    service = scripted.scripted_service(folder)
    running = Running(lambda: service, "s3cret", Limits(hosts=()))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(running), log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started or running.unready:
        time.sleep(0.01)
    yield schemathesis.openapi.from_url(f"http://127.0.0.1:{listener.getsockname()[1]}/openapi.json")
    running.stopping.set()
    server.should_exit = True
    thread.join(20)


def test_strange_requests_are_answered_or_refused(interface) -> None:
    tried = [_try(found.ok()) for found in interface.get_all_operations()]
    assert len(tried) >= 20 and all(tried)


def _try(operation) -> int:
    """Make some requests of one operation; how many were made."""
    made = 0

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def make(case) -> None:
        nonlocal made
        made += 1
        response = case.call()
        case.validate_response(response, checks=[not_a_server_error])
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]
            assert response.json()["status"] == response.status_code

    make()
    return made
