"""Jobs over HTTP: listed, watched to their end, cancelled, retried."""

from __future__ import annotations

import json
import threading
import time

import pytest


@pytest.fixture
def job(client) -> str:
    files = {"file": ("dryer.pdf", b"%PDF-1.7 a dryer", "application/pdf")}
    return client.post("/manuals", files=files).json()["job"]


def told(text: str) -> list[dict]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]


def test_a_job_is_cancelled_and_retried(client, job: str) -> None:
    assert client.post(f"/jobs/{job}/retry").status_code == 409
    assert client.post(f"/jobs/{job}/cancel").json()["state"] == "cancelled"
    assert client.post(f"/jobs/{job}/cancel").status_code == 409
    assert client.post(f"/jobs/{job}/retry").json()["state"] == "queued"


def test_a_job_is_watched_until_it_ends(client, service, job: str) -> None:
    def work() -> None:
        time.sleep(0.2)
        claimed = service.desk.queue.claim()
        service.desk.queue.advance(claimed, stage="read", done=1, total=3)
        time.sleep(0.7)
        service.desk.queue.finish(claimed, "done")

    worker = threading.Thread(target=work)
    worker.start()
    response = client.get(f"/jobs/{job}/events")
    worker.join(10)
    states = [event["state"] for event in told(response.text)]
    assert states[0] == "queued" and states[-1] == "done" and "running" in states
    assert response.headers["content-type"].startswith("text/event-stream")


def test_an_ended_job_tells_its_end_at_once(client, job: str) -> None:
    client.post(f"/jobs/{job}/cancel")
    assert [event["state"] for event in told(client.get(f"/jobs/{job}/events").text)] == ["cancelled"]


def test_watching_ends_when_the_service_stops(client, running, job: str) -> None:
    running.stopping.set()
    assert [event["state"] for event in told(client.get(f"/jobs/{job}/events").text)] == ["queued"]


def test_a_job_that_is_not_there_is_404(client) -> None:
    for method, path in (("GET", "/jobs/x"), ("GET", "/jobs/x/events"), ("POST", "/jobs/x/cancel")):
        assert client.request(method, path).status_code == 404


@pytest.mark.parametrize("limit", ["0", "1001", "x"])
def test_a_list_is_bounded(client, limit: str) -> None:
    assert client.get(f"/jobs?limit={limit}").status_code == 422
