"""Who may do an editor's work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import Limits
from api.running import Running

EDITORS_WORK = [
    ("POST", "/manuals"),
    ("PATCH", "/manuals/man_1"),
    ("DELETE", "/manuals/man_1"),
    ("GET", "/jobs"),
    ("GET", "/jobs/j"),
    ("GET", "/jobs/j/events"),
    ("POST", "/jobs/j/cancel"),
    ("POST", "/jobs/j/retry"),
    ("GET", "/review"),
    ("PATCH", "/review"),
    ("POST", "/index/rebuild"),
    ("GET", "/answers/a/trail"),
    ("POST", "/answers/a/replay"),
]


@pytest.fixture
def public(service) -> Iterator[TestClient]:
    limits = Limits(hosts=(), editors_need_token=True)
    with TestClient(create_app(Running(lambda: service, "s3cret", limits))) as client:
        while client.get("/health/ready").status_code != 200:
            pass
        yield client


@pytest.mark.parametrize(("method", "path"), EDITORS_WORK)
def test_an_open_service_wants_the_token_for_an_editors_work(public, method: str, path: str) -> None:
    assert public.request(method, path).status_code == 403
    with_token = {"Authorization": "Bearer s3cret"}
    assert public.request(method, path, headers=with_token).status_code != 403


@pytest.mark.parametrize(
    "given", ["Bearer wrong", "Bearer", "Bearer s3cre", "Basic s3cret", "s3cret", "Bearer ſ3cret"]
)
def test_a_wrong_token_is_refused_even_where_none_is_wanted(client, public, given: str) -> None:
    headers = {"Authorization": given.encode()}
    assert client.get("/jobs", headers=headers).status_code == 403
    assert public.get("/jobs", headers=headers).status_code == 403


def test_on_this_machine_alone_no_token_is_wanted(client) -> None:
    assert client.get("/jobs").status_code == 200
    assert client.get("/jobs", headers={"Authorization": "bearer s3cret"}).status_code == 200


def test_asking_and_reading_need_no_token(public, scripted) -> None:
    answer = public.post("/ask", json={"question": "why"}).json()
    assert public.get(f"/answers/{answer['id']}").status_code == 200
    assert public.post(f"/answers/{answer['id']}/feedback", json={"rating": "up"}).status_code == 201
    assert public.get("/manuals").status_code == 200
    assert public.get(f"/editions/{scripted.EDITION}/pages/1.png").status_code == 200
