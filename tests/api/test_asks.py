"""POST /ask: the same answer as JSON, form and stream; never more than the verified claims."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from concurrent.futures import Future
from typing import Any

import pytest

from api.routes.asks import _events


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def same(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in ("id", "timings_ms")}


def test_json_form_and_stream_answer_the_same(client, service) -> None:
    question = "洗衣机显示 E04，怎么办？"
    photo = b"\x89PNG one"
    fields = {"question": question, "product": "WM-200", "limit": "3", "sampling": '{"temperature": 0.5}'}
    body = {**fields, "limit": 3, "sampling": {"temperature": 0.5}}
    body["photos"] = [{"data": base64.b64encode(photo).decode()}]
    as_json = client.post("/ask", json=body)
    as_form = client.post("/ask", data=fields, files=[("photo", ("p.png", photo, "image/png"))])
    streamed = client.post("/ask", json=body, headers={"Accept": "text/event-stream"})
    assert as_json.status_code == as_form.status_code == streamed.status_code == 200
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert same(as_json.json()) == same(as_form.json()) == same(events(streamed.text)[-1][1])
    assert service.ask.asked[0] == service.ask.asked[1] == service.ask.asked[2]
    assert service.ask.asked[0].photos == (photo,) and service.ask.asked[0].limit == 3


@pytest.mark.parametrize(
    ("question", "action"),
    [("why", "answer"), ("which", "clarify"), ("refuse", "refuse"), ("person", "handoff")],
)
def test_all_four_actions_are_200(client, question: str, action: str) -> None:
    response = client.post("/ask", json={"question": question})
    assert response.status_code == 200 and response.json()["action"] == action
    present = {"clarify", "refusal", "handoff"} & response.json().keys()
    assert (
        present
        == {"answer": set(), "clarify": {"clarify"}, "refuse": {"refusal"}, "handoff": {"handoff"}}[action]
    )


def test_a_stream_tells_stages_then_claims_then_the_answer(client) -> None:
    told = events(client.post("/ask", data={"question": "why"}, headers={"Accept": "text/event-stream"}).text)
    names = [name for name, _ in told]
    assert names == ["status"] * 4 + ["claim"] * 3 + ["answer"]
    assert [values["stage"] for name, values in told if name == "status"] == [
        "search",
        "draft",
        "check",
        "finish",
    ]
    assert [values for name, values in told if name == "claim"] == told[-1][1]["claims"]
    assert all(values["verdict"]["supported"] for name, values in told if name == "claim")
    assert "40 N·m" not in json.dumps([v for name, v in told if name == "claim"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("accept", "streamed"),
    [
        ("TEXT/EVENT-STREAM", True),
        ("application/json, text/event-stream", True),
        ("text/event-stream;q=0", False),
        ("text/event-stream-of-mine", False),
    ],
)
def test_a_stream_is_for_who_accepts_one(client, accept: str, streamed: bool) -> None:
    kind = client.post("/ask", json={"question": "why"}, headers={"Accept": accept}).headers["content-type"]
    assert kind.startswith("text/event-stream" if streamed else "application/json")


def test_no_claim_leaves_before_the_text_of_its_warnings(scripted) -> None:
    async def pieces() -> list[bytes]:
        done: Future[Any] = Future()
        done.set_result(scripted._answered("en", "Close the valve.", "Hot."))
        return [piece async for piece in _events(None, asyncio.Queue(), done)]  # type: ignore[arg-type]

    (piece,) = asyncio.run(pieces())
    assert [name for name, _ in events(piece.decode())] == ["claim"] * 3 + ["answer"]


@pytest.mark.parametrize(
    ("question", "status", "title"),
    [("broken index", 503, "IndexUnavailable"), ("", 422, "QuestionRejected")],
)
def test_a_stream_ends_in_a_problem_when_the_ask_fails(
    client, question: str, status: int, title: str
) -> None:
    response = client.post("/ask", json={"question": question}, headers={"Accept": "text/event-stream"})
    name, problem = events(response.text)[-1]
    assert name == "error" and (problem["status"], problem["title"]) == (status, title)


def test_a_fault_in_a_stream_tells_nothing_of_the_inside(client) -> None:
    response = client.post("/ask", json={"question": "fault"}, headers={"Accept": "text/event-stream"})
    assert events(response.text)[-1][0] == "error" and "secret" not in response.text


@pytest.mark.parametrize(
    "files",
    [
        [("picture", ("p.png", b"x", "image/png"))],
        [("photo", (f"{n}.png", b"x", "image/png")) for n in range(5)],
        [("photo", (f"{n}.png", b"x", "image/png")) for n in range(6)],
        [("photo", (f"{n}.png", b"x", "image/png")) for n in range(9)],
    ],
    ids=["wrong field", "five", "six", "nine"],
)
def test_a_form_with_wrong_files_is_refused(client, files) -> None:
    response = client.post("/ask", data={"question": "x"}, files=files)
    assert response.status_code == 422
    assert files[0][0] == "picture" or "At most 4 photos" in response.json()["detail"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"question": "x" * 2_000_000}, 413),
        ({f"field{n}": "x" for n in range(21)}, 422),
        ({"question": "x", "limit": "5.0"}, 422),
        ({"question": "x", "limit": "true"}, 422),
    ],
    ids=["large", "many", "fraction", "word"],
)
@pytest.mark.parametrize("multipart", [True, False])
def test_a_form_with_wrong_fields_is_refused(client, fields, status: int, multipart: bool) -> None:
    files = {"photo": ("a.png", b"x", "image/png")} if multipart else None
    response = client.post("/ask", data=fields, files=files)
    assert response.status_code == status == response.json()["status"]


def test_a_broken_form_is_a_bad_request(client) -> None:
    kind = {"Content-Type": "multipart/form-data"}
    assert client.post("/ask", content=b"x", headers=kind).status_code == 400


def test_a_field_sent_twice_is_refused(client) -> None:
    response = client.post(
        "/ask", data={"question": ["a", "b"]}, files={"photo": ("a.png", b"x", "image/png")}
    )
    assert response.status_code == 422 and "twice" in response.json()["detail"]


def test_an_empty_file_field_of_a_browser_is_no_photo(client, service) -> None:
    client.post("/ask", data={"question": "why"}, files={"photo": ("", b"", "application/octet-stream")})
    assert service.ask.asked[-1].photos == ()


@pytest.mark.parametrize(
    ("asks", "chinese"),
    [({}, False), ({"Accept-Language": "zh-CN,en;q=0.5"}, True), ({"Accept-Language": "en,zh"}, False)],
    ids=["a program", "zh", "en"],
)
@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_a_problem_is_told_in_the_askers_language(client, asks, chinese: bool, kind: str) -> None:
    headers = {**asks, "Accept": kind}
    response = client.post("/ask", json={"question": ""}, headers=headers)
    problem = events(response.text)[-1][1] if kind.startswith("text") else response.json()
    assert problem["detail"] == ("问题是空的。" if chinese else "The question is empty.")
    assert problem["title"] == "QuestionRejected"
    assert client.post("/ask?lang=zh", json={"question": ""}).json()["detail"] == "问题是空的。"


def test_too_many_asks_at_once_are_told_to_come_back(client, service) -> None:
    service.ask.gate = threading.Event()
    answers: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(client.post("/ask", json={"question": "why"}).status_code)
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    while len(service.ask.asked) < 2:
        pass
    refused = client.post("/ask", json={"question": "one more"})
    assert refused.status_code == 503 and int(refused.headers["retry-after"]) >= 1
    assert client.get("/health/live").status_code == 200
    service.ask.gate.set()
    for thread in threads:
        thread.join(10)
    assert answers == [200, 200]
    assert "fixcite_asks_refused_busy_total 1.0" in client.get("/metrics").text
    assert client.post("/ask", json={"question": "why"}).status_code == 200


def test_a_preview_is_an_editors_and_asks_nothing(client, service) -> None:
    told = client.post("/ask/preview", json={"question": "why"}).json()
    assert (told["question"], told["requests"]) == ("why", [])
    assert service.ask.asked == []
    assert client.post("/ask/preview", json={"question": ""}).status_code == 422
    wrong = {"Authorization": "Bearer wrong"}
    assert client.post("/ask/preview", json={"question": "why"}, headers=wrong).status_code == 403
