"""POST /api/predict: a script for Qwen3-VL-WEBUI runs unchanged but for the port, its answers checked."""

from __future__ import annotations

import base64
import json
import threading

import httpx
import pytest

PHOTO = b"\x89PNG one"
URI = "data:image/png;base64," + base64.b64encode(PHOTO).decode()


def script(port_of: httpx.Client, question: str) -> str:
    """As such scripts are written, but for the client."""
    data = {"data": [{"image": URI}, question, 0.7, 0.9, 512]}
    response = port_of.post("/api/predict", json=data)
    response.raise_for_status()
    result = response.json()
    said: str = result["data"][0]
    return said


def test_a_script_gets_the_checked_answer(client, service) -> None:
    text = script(client, "洗衣机显示 E04，怎么办？")
    assert text.startswith("From the manual:") and "关闭进水阀。 [1]" in text
    assert "[1] Washer" in text and "http://127.0.0.1:8000/editions/" in text
    assert "40 N·m" not in text  # the claim that did not pass
    asked = service.ask.asked[-1]
    assert asked.photos == (PHOTO,)
    assert asked.sampling == {"temperature": 0.7, "top_p": 0.9, "max_tokens": 512}


def test_the_reply_is_gradio_s(client) -> None:
    reply = client.post(
        "/api/predict", json={"data": [None, "why"], "fn_index": 0, "session_hash": "x"}
    ).json()
    assert reply.keys() == {"data", "is_generating", "duration", "answer_id"}
    assert reply["is_generating"] is False and reply["duration"] >= 0
    assert client.get(f"/answers/{reply['answer_id']}").json()["action"] == "answer"


@pytest.mark.parametrize("question", ["which", "refuse", "person"])
def test_every_action_is_a_text(client, question: str) -> None:
    assert script(client, question)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b"{", 422),
        (b"[" * 100_000, 422),
        (b'{"data": null}', 422),
        (b'{"data": [null]}', 422),
        (b'{"data": [null, ""]}', 422),
        (b'{"data": [null, "x", NaN]}', 422),
        (b'{"data": [{"image": "file:///etc/passwd"}, "x"]}', 422),
        (b'{"data": [null, "broken index"]}', 503),
        (json.dumps({"data": [{"image": "data:image/png;base64," + "A" * 3}, "x"]}).encode(), 422),
    ],
)
def test_errors_are_problems_with_gradio_s_error(client, body: bytes, status: int) -> None:
    response = client.post("/api/predict", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status and problem["error"] == problem["detail"]
    assert "data" not in problem and "passwd" not in response.text


def test_a_form_is_refused_and_a_fault_tells_nothing(client) -> None:
    assert client.post("/api/predict", data={"data": "x"}).status_code == 422
    response = client.post("/api/predict", json={"data": [None, "fault"]})
    assert response.status_code == 500 and "secret" not in response.text


def test_a_page_of_another_origin_may_not_ask(client) -> None:
    body = {"data": [None, "why"]}
    assert (
        client.post("/api/predict", json=body, headers={"Origin": "http://evil.example"}).status_code == 403
    )


def test_too_many_at_once_are_told_to_come_back(client, service) -> None:
    service.ask.gate = threading.Event()
    threads = [threading.Thread(target=script, args=(client, "why")) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(service.ask.asked) < 2:
        pass
    refused = client.post("/api/predict", json={"data": [None, "one more"]})
    assert refused.status_code == 503 and int(refused.headers["retry-after"]) >= 1
    service.ask.gate.set()
    for thread in threads:
        thread.join(10)
