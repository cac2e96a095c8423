"""The service's counter: what the commands send, and how its errors come back as ours."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from ingest.counter import ServiceCounter, plain, problem_of
from ingest.desk import Described
from ingest.owner import Owner
from kb_sources.errors import Conflict, FixciteError, ManualEncrypted, SourceUnavailable

OWNER = Owner(42, "http://kb", "s3cret")


def counter(answer: httpx.Response | Exception, seen: list[httpx.Request]) -> ServiceCounter:
    def handle(request: httpx.Request) -> httpx.Response:
        request.read()
        seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(
        base_url=OWNER.url, transport=httpx.MockTransport(handle), headers={"Authorization": "Bearer s3cret"}
    )
    return ServiceCounter(client, OWNER)


def test_a_file_travels_with_what_is_said_about_it(tmp_path: Path) -> None:
    file = tmp_path / "n7.pdf"
    file.write_bytes(b"%PDF")
    seen: list[httpx.Request] = []
    receipt = {"job": "job_1", "noop": False}
    described = Described("N7", "Norvik", ("N7", "诺维 N7"), "zh", "A", "man_1")
    told = counter(httpx.Response(202, json=receipt), seen).add(
        file, "n7.pdf", described, again=True, beside=False
    )
    assert told == receipt
    (request,) = seen
    body = request.content.decode("utf-8", "replace")
    assert request.headers["Authorization"] == "Bearer s3cret"
    for word in ("N7;诺维 N7", "man_1", "%PDF", 'name="again"'):
        assert word in body
    assert 'name="beside"' not in body


def test_a_job_is_followed_to_its_end() -> None:
    states = iter(("queued", "running", "done"))
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"state": next(states)})

    client = httpx.Client(base_url=OWNER.url, transport=httpx.MockTransport(handle))
    assert ServiceCounter(client, OWNER).follow("j", lambda job: seen.append(job["state"]))["state"] == "done"
    assert seen == ["queued", "running", "done"]


@pytest.mark.parametrize(
    ("title", "status", "kind"),
    [
        ("Conflict", 409, Conflict),
        ("ManualEncrypted", 422, ManualEncrypted),
        ("nonsense", 500, FixciteError),
        ("re", 400, FixciteError),
    ],
)
def test_problems_come_back_as_our_errors(title: str, status: int, kind: type[FixciteError]) -> None:
    body = json.dumps({"title": title, "detail": "what", "hint": "next"}).encode()
    error = problem_of(httpx.Response(status, content=body))
    assert type(error) is kind
    assert (error.message, error.hint) == ("what", "next")
    assert "502" in problem_of(httpx.Response(502, content=b"<html>")).message


def test_a_service_that_does_not_answer_is_named() -> None:
    with pytest.raises(SourceUnavailable, match="pid 42"):
        counter(httpx.ConnectError("refused"), []).status()


def test_values_become_plain() -> None:
    assert plain(Described("t", products=("a",)))["products"] == ["a"]
