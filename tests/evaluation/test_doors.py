"""Asking over HTTP: what is sent, and what an answer, a problem or silence become."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from evaluation.case import Case
from evaluation.doors import HttpDoor
from kb_sources.errors import Busy, FixciteError, IndexUnavailable, PhotoRejected, SourceUnavailable

MakeCase = Callable[..., Case]
ANSWER = {"id": "ans_1", "action": "answer", "mode": "extractive"}


def door(answer: Callable[[httpx.Request], httpx.Response]) -> HttpDoor:
    return HttpDoor(httpx.Client(base_url="http://kb", transport=httpx.MockTransport(answer)))


def test_question_product_and_photo_are_sent(make_case: MakeCase, tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"picture")
    sent: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json=ANSWER)

    assert door(answer).ask(make_case(photo=picture)) == ANSWER
    door(answer).ask(make_case(product=None))
    photo = {"data": base64.b64encode(b"picture").decode()}
    assert sent == [
        {"question": "What torque?", "product": "N7", "photos": [photo]},
        {"question": "What torque?"},
    ]


def test_problems_come_back_as_the_errors_they_were(make_case: MakeCase) -> None:
    busy = door(lambda request: httpx.Response(503, json={"title": "Busy", "detail": "Too many asks."}))
    with pytest.raises(Busy, match="Too many asks"):
        busy.ask(make_case())


def test_a_closed_trail_is_empty_but_another_problem_is_told() -> None:
    closed = door(lambda request: httpx.Response(403, json={"title": "Forbidden", "detail": "No."}))
    assert closed.trail("ans_1") == {}
    with pytest.raises(Busy):
        door(lambda request: httpx.Response(503, json={"title": "Busy", "detail": "-"})).trail("ans_1")


def test_silence_and_missing_photos_are_told(make_case: MakeCase, tmp_path: Path) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(SourceUnavailable, match="does not answer"):
        door(silent).ask(make_case())
    with pytest.raises(PhotoRejected, match="cannot be read"):
        door(silent).ask(make_case(photo=tmp_path / "none.jpg"))


@pytest.mark.parametrize(
    "told",
    [{"text": "<html>hello</html>"}, {"json": []}, {"json": {"hello": "world"}}, {"json": {"id": "a"}}],
)
def test_another_server_is_told_as_such(told: dict[str, Any], make_case: MakeCase) -> None:
    other = door(lambda request: httpx.Response(200, **told))
    with pytest.raises(SourceUnavailable, match="Is that a kb-serve"):
        other.ask(make_case())


def test_another_servers_problem_is_told_too(make_case: MakeCase) -> None:
    other = door(lambda request: httpx.Response(404, json=["not", "found"]))
    with pytest.raises(FixciteError, match="answered 404"):
        other.ask(make_case())


def test_a_service_is_asked_whether_it_is_ready() -> None:
    door(lambda request: httpx.Response(200, json={"status": "ready"})).check()
    starting = {"title": "IndexUnavailable", "detail": "Starting.", "hint": "Try again in a moment."}
    with pytest.raises(IndexUnavailable, match=r"Starting\. Try again"):
        door(lambda request: httpx.Response(503, json=starting)).check()
    with pytest.raises(SourceUnavailable, match="Is that a kb-serve"):
        door(lambda request: httpx.Response(200, json={"status": "ok"})).check()


def test_a_page_picture_is_fetched_as_bytes() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, content=b"\x89PNG")

    assert door(answer).picture("e1", 5) == b"\x89PNG"
    assert asked == ["/editions/e1/pages/5.png"]
