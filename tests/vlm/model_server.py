"""A stand-in for a model's server on loopback: answers as told, well or as badly as real ones do."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

ANSWER = "Unplug the unit, then hold the reset button for 5 s. 请先断开电源。"
TOO_LONG = (
    "This model's maximum context length is 32768 tokens. However, you requested 794483 tokens "
    "(793483 in the messages, 1000 in the completion)."
)
FAULTS = (
    "slow", "drip", "500", "429", "broken_json", "cut_stream", "cut_body", "empty", "wrong_type", "too_long",
    "html", "reset", "hang",
)  # fmt: skip


class ModelServer(ThreadingHTTPServer):
    """`fault` names what goes wrong ("" for nothing) while it is set; `seen` keeps the bodies of requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fault = ""
        self.answer = ANSWER
        self.status = 200
        self.body: bytes | None = None  # sent instead of a completion
        self.told = b'{"error": {"message": "as told"}}'  # with an error status
        self.headers: dict[str, str] = {}
        self.refuses_schema = False
        self.webui: Literal["", "direct", "queue"] = ""  # answers as a Gradio app does, on one of its ways
        self.seen: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.decisions: bytes | None = None  # sent instead of what was decided
        self.authorisations: list[str] = []
        self.latency_s: Callable[[], float] = lambda: 0.0  # before each answer
        self.flights: list[tuple[float, float]] = []  # when each request came and was answered, monotonic
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def calls(self) -> int:
        return len(self.seen)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that give up are part of the tests."""


@contextmanager
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def completion(text: str | None, finish: str | None = "stop", **message: object) -> bytes:
    """A body as vLLM sends it."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text, **message},
        "finish_reason": finish,
    }
    usage = {"prompt_tokens": 30, "completion_tokens": 20, "total_tokens": 50}
    return json.dumps(
        {"object": "chat.completion", "model": "stub-vl", "choices": [choice], "usage": usage}
    ).encode()


def decided(probabilities: dict[str, dict[str, float]]) -> bytes:
    """A body as `transformers serve` and vLLM send it for choices."""
    answers = {
        name: {
            "type": "choice",
            "choice": max(told, key=lambda o: told[o]),
            "confidence": 0.5,
            "probabilities": told,
        }
        for name, told in probabilities.items()
    }
    return json.dumps({"model": "stub-vl", "answers": answers, "usage": {"input_tokens": 9}}).encode()


def _compared(body: dict[str, Any]) -> dict[str, dict[str, float]]:
    """A statement is supported where its evidence holds its words."""
    out = {}
    for name in body["questions"]:
        told = body["state"][name.removeprefix("s")]
        held = told["statement"] in " ".join(told["evidence"])
        out[name] = {
            "supported": 0.9 if held else 0.05,
            "contradicted": 0.05,
            "not there": 0.05 if held else 0.9,
        }
    return out


def events(text: str, *, done: bool = True) -> list[bytes]:
    """The same as server-sent events, usage in a last one without choices."""
    pieces = [text[at : at + 6] for at in range(0, len(text), 6)]
    out = [
        _event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        for piece in pieces
    ]
    if done:
        out.append(_event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
        out.append(_event({"choices": [], "usage": {"prompt_tokens": 30, "completion_tokens": 20}}))
        out.append(b"data: [DONE]\n\n")
    return out


def gradio_events(text: str) -> bytes:
    """The events of a Gradio app that tells its text as it grows, as version 6.31 sends them."""
    grown = [text[:at] for at in range(6, len(text), 6)]
    told = [("heartbeat", None), *(("generating", [each]) for each in grown), ("generating", [text])]
    lines = (f"event: {kind}\ndata: {json.dumps(data)}\n\n" for kind, data in [*told, ("complete", [text])])
    return "".join(lines).encode()


def _event(document: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps({"model": "stub-vl", **document}).encode() + b"\n\n"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.paths.append(self.path)
        self.server.seen.append(body)
        self.server.authorisations.append(self.headers.get("Authorization", ""))
        if not self.server.fault and "questions" in body:
            self._send(200, self.server.decisions or decided(_compared(body)))
            return
        began = time.monotonic()
        self.server.stopping.wait(self.server.latency_s())
        fault = getattr(self, f"_{self.server.fault or 'fine'}", None) or self._status
        fault(body)
        self.server.flights.append((began, time.monotonic()))

    def do_GET(self) -> None:
        events = gradio_events(self.server.answer) if self.server.body is None else self.server.body
        self._send(self.server.status, events, "text/event-stream")

    def _fine_gradio(self) -> None:
        if self.server.webui == "direct" and self.path == "/api/predict":
            self._send(200, json.dumps({"data": [self.server.answer], "is_generating": False}).encode())
        elif self.server.webui == "queue" and self.path == "/gradio_api/call/predict":
            self._send(200, b'{"event_id": "0e63a40d88d0479180b8819a8278a9a0"}')
        else:
            self._send(404, b'{"detail": "Not Found"}')

    def _fine(self, body: dict[str, Any]) -> None:
        if self.server.webui:
            self._fine_gradio()
        elif self.server.refuses_schema and "response_format" in body:
            self._send(400, json.dumps({"error": {"message": "response_format is not supported"}}).encode())
        elif self.server.body is not None:
            self._send(self.server.status, self.server.body)
        elif body["stream"]:
            self._send(200, b"".join(events(self.server.answer)), "text/event-stream")
        else:
            self._send(200, completion(self.server.answer))

    def _status(self, body: dict[str, Any]) -> None:
        self._send(int(self.server.fault), self.server.told, **self.server.headers)

    def _slow(self, body: dict[str, Any]) -> None:
        self.server.stopping.wait(1.5)
        self._fine_anyway(body)

    def _fine_anyway(self, body: dict[str, Any]) -> None:
        self._fine_gradio() if self.server.webui else self._send(200, completion(ANSWER))

    def _hang(self, body: dict[str, Any]) -> None:
        self.server.stopping.wait(30)

    def _drip(self, body: dict[str, Any]) -> None:
        """A header byte now and then: no single read ever times out."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(200):
            self.wfile.write(b"z")
            self.wfile.flush()
            if self.server.stopping.wait(0.05):
                break

    def _broken_json(self, body: dict[str, Any]) -> None:
        self._send(200, completion(ANSWER)[:70])

    def _empty(self, body: dict[str, Any]) -> None:
        self._send(200, completion(""))

    def _html(self, body: dict[str, Any]) -> None:
        self._send(200, b"<html><body>Welcome to nginx!</body></html>", "text/html")

    def _wrong_type(self, body: dict[str, Any]) -> None:
        self._send(200, completion(ANSWER), "text/plain")

    def _too_long(self, body: dict[str, Any]) -> None:
        self._send(400, json.dumps({"object": "error", "message": TOO_LONG, "code": 400}).encode())

    def _cut_stream(self, body: dict[str, Any]) -> None:
        """Ends in good order, but without having said that it ended."""
        self._send(200, b"".join(events(ANSWER, done=False)[:3]), "text/event-stream")

    def _cut_body(self, body: dict[str, Any]) -> None:
        data = completion(ANSWER)
        self._head(200, len(data))
        self.wfile.write(data[:40])
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _reset(self, body: dict[str, Any]) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        time.sleep(0)

    def _send(self, status: int, data: bytes, kind: str = "application/json", **headers: str) -> None:
        self._head(status, len(data), kind, {**self.server.headers, **headers})
        self.wfile.write(data)

    def _head(
        self, status: int, length: int, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
