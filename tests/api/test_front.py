"""The front door: who may call from where, how much may be sent, what every response carries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from api.front import Front
from api.limits import Limits

OURS = "http://127.0.0.1:8000"


@pytest.fixture
def seen() -> list[tuple[str, str, int]]:
    return []


@pytest.fixture
def door(seen) -> TestClient:
    app = FastAPI()

    @app.post("/read")
    async def read(request: Request) -> int:
        return len(await request.body())

    @app.post("/manuals")
    async def upload(request: Request) -> int:
        return len(await request.body())

    @app.get("/page")
    def page() -> str:
        return "a page"

    @app.get("/fault")
    def fault() -> None:
        raise ZeroDivisionError("inside")

    limits = Limits(ask_bytes=1000, upload_bytes=5000)
    app.add_middleware(Front, limits=limits, observe=lambda m, r, s, _: seen.append((m, r, s)))
    return TestClient(app, base_url=OURS, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "[::2]", "[", ""]
)
def test_a_name_that_is_not_ours_is_refused(door, host: str) -> None:
    response = door.get("/page", headers={"host": host})
    assert response.status_code == 421 and response.headers["content-type"] == "application/problem+json"


def test_head_is_get_without_the_body(door, seen) -> None:
    page, head = door.get("/page"), door.head("/page")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == page.headers["content-length"] == "8"
    assert door.head("/none").status_code == 404 and door.head("/read").status_code == 405
    assert door.head("/page", headers={"host": "evil.example"}).status_code == 421
    assert seen[1] == ("HEAD", "/page", 200)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "localhost."])
def test_our_own_names_are_answered(door, host: str) -> None:
    assert door.get("/page", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_origin_changes_nothing(door, headers: dict[str, str]) -> None:
    response = door.post("/read", content=b"x", headers=headers)
    assert response.status_code == 403
    assert door.get("/page", headers=headers).status_code == 200, "reading is harmless: no CORS is granted"


@pytest.mark.parametrize("headers", [{}, {"origin": OURS}, {"sec-fetch-site": "same-origin"}])
def test_our_page_and_programs_may(door, headers: dict[str, str]) -> None:
    assert door.post("/read", content=b"x", headers=headers).status_code == 200


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 100):
        yield b"x" * 100


@pytest.mark.parametrize("announced", [True, False], ids=["content-length", "chunked"])
@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/read", 1000, 200), ("/read", 1100, 413), ("/manuals", 5000, 200), ("/manuals", 5100, 413)],
)
def test_a_body_is_bounded_however_it_comes(door, announced: bool, path: str, size: int, status: int) -> None:
    body = b"x" * size if announced else chunks(size)
    assert door.post(path, content=body).status_code == status


def test_every_response_is_safe_to_show(door) -> None:
    for path in ("/page", "/none", "/fault"):
        headers = door.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_a_request_keeps_its_id_and_a_strange_one_is_replaced(door) -> None:
    assert door.get("/page", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert door.get("/page", headers={"x-request-id": "a b\tc"}).headers["x-request-id"] != "a b\tc"


def test_a_fault_ends_as_a_problem_and_is_observed(door, seen) -> None:
    response = door.get("/fault")
    assert response.status_code == 500 and "inside" not in response.text
    door.get("/none")
    assert ("GET", "/fault", 500) in seen and ("GET", "other", 404) in seen


def test_without_names_every_host_is_answered() -> None:
    app = FastAPI()
    app.add_middleware(Front, limits=Limits(hosts=()), observe=lambda *_: None)
    assert TestClient(app, base_url="http://any.example").get("/").status_code == 404
