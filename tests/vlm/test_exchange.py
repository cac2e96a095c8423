"""The deadline holds whatever the server does, and nobody is left waiting."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from kb_sources.errors import ModelTimeout
from tests.vlm.model_server import model_server
from vlm.exchange import Head, fetch
from vlm.model import Deadline


@pytest.mark.parametrize("fault", ["drip", "hang"])
def test_the_deadline_holds(fault: str) -> None:
    with model_server() as server, httpx.Client() as client:
        server.fault = fault
        request = client.build_request("POST", f"{server.url}/chat/completions", json={"stream": False})
        begun = time.monotonic()
        with pytest.raises(ModelTimeout, match="the model did not answer in time"):
            list(fetch(client, request, Deadline.after(0.3), "the model"))
        assert 0.25 < time.monotonic() - begun < 0.8


def test_the_head_comes_before_the_bytes_and_no_thread_stays() -> None:
    with model_server() as server, httpx.Client() as client:
        request = client.build_request("POST", f"{server.url}/chat/completions", json={"stream": False})
        head, *data = fetch(client, request, Deadline.after(5), "the model")
        assert isinstance(head, Head)
        assert head.status == 200
        assert b"".join(each for each in data if isinstance(each, bytes)).startswith(b'{"object"')
        for thread in threading.enumerate():
            if thread.name == "model-exchange":
                thread.join(2)
                assert not thread.is_alive()


def test_no_time_left_asks_nothing() -> None:
    with model_server() as server, httpx.Client() as client:
        request = client.build_request("POST", f"{server.url}/chat/completions", json={"stream": False})
        with pytest.raises(ModelTimeout, match="No time was left"):
            next(fetch(client, request, Deadline.after(-1), "the model"))
        assert server.calls == 0
