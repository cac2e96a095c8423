"""The application as a whole: errors of every origin are problems, and no fault tells of the inside."""

from __future__ import annotations

import pytest

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/static/../../pyproject.toml", {}, 404),
        ("GET", "/static/%2e%2e/%2e%2e/pyproject.toml", {}, 404),
        ("GET", "/ask", {}, 405),
        ("POST", "/ask", {"json": {"question": "x", "extra": 1}}, 422),
        ("POST", "/ask", {"content": b"{", "headers": {"content-type": "application/json"}}, 422),
        ("POST", "/ask", {"content": b"x", "headers": {"content-type": "text/plain"}}, 422),
        ("POST", "/ask", {"json": {"question": ""}}, 422),
        ("POST", "/answers/none/feedback", {"json": {"rating": "up"}}, 404),
        ("POST", "/answers/none/feedback", {"content": b"\xff\xfe"}, 422),
        ("GET", "/jobs?limit=x", {}, 422),
        ("GET", "/jobs/none", {}, 404),
        ("POST", "/ask", {"json": {"question": "broken index"}}, 503),
    ],
)  # fmt: skip
def test_every_error_is_a_problem(client, method: str, path: str, content: dict, status: int) -> None:
    response = client.request(method, path, **content)
    assert response.status_code == status
    assert response.headers["content-type"] == PROBLEM
    problem = response.json()
    assert {"type", "title", "status", "detail", "instance", "request_id"} <= problem.keys()
    assert problem["status"] == response.status_code
    assert problem["request_id"] == response.headers["x-request-id"]
    assert ("retry-after" in response.headers) == (response.status_code == 503)


def test_a_fault_tells_nothing_of_the_inside(client) -> None:
    response = client.post("/ask", json={"question": "fault"})
    assert response.status_code == 500 and response.headers["content-type"] == PROBLEM
    assert "secret" not in response.text and "ZeroDivision" not in response.text
    assert "content-security-policy" in response.headers
    assert client.get("/health/live").status_code == 200


def test_head_and_options_do_no_harm(client) -> None:
    assert client.head("/health/live").status_code in (200, 405)
    assert client.options("/ask").status_code == 405


def test_the_description_names_every_route_of_the_contract(client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path, methods in {
        "/ask": {"post"},
        "/manuals": {"get", "post"},
        "/manuals/{manual_id}": {"get"},
        "/editions/{edition_id}/pages/{page}": {"get"},
        "/editions/{edition_id}/pages/{page}.png": {"get"},
        "/jobs": {"get"},
        "/jobs/{job_id}": {"get"},
        "/jobs/{job_id}/events": {"get"},
        "/jobs/{job_id}/cancel": {"post"},
        "/jobs/{job_id}/retry": {"post"},
        "/review": {"get", "patch"},
        "/answers/{answer_id}": {"get"},
        "/answers/{answer_id}/feedback": {"post"},
        "/health/live": {"get"},
        "/health/ready": {"get"},
        "/metrics": {"get"},
    }.items():
        assert methods <= set(paths[path]), path
