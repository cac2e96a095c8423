"""Alive at once, ready when asks can be answered."""

from __future__ import annotations

import threading

from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import Limits
from api.running import Running


def test_it_is_alive_before_it_is_ready(service) -> None:
    gate = threading.Event()

    def build():
        assert gate.wait(10)
        return service

    running = Running(build, "t", Limits(hosts=()))
    with TestClient(create_app(running)) as client:
        assert client.get("/health/live").status_code == 200
        for path in ("/health/ready", "/manuals", "/jobs"):
            response = client.get(path)
            assert response.status_code == 503 and response.headers["retry-after"]
        assert client.post("/ask", json={"question": "why"}).status_code == 503
        assert client.get("/").status_code == 200, "the page itself is there"
        gate.set()
        while client.get("/health/ready").status_code != 200:
            pass
        assert client.post("/ask", json={"question": "why"}).status_code == 200


def test_metrics_are_counted_by_route_not_by_address(client, scripted) -> None:
    client.get(f"/editions/{scripted.EDITION}/pages/1")
    client.get("/" + "x" * 300)
    text = client.get("/metrics").text
    assert 'route="/editions/{edition_id}/pages/{page}",status="200"' in text
    assert 'route="other",status="404"' in text and "xxx" not in text and scripted.EDITION not in text
