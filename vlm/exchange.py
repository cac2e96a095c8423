"""One HTTP exchange that ends by its deadline, whatever the server does.

It does not know what is sent or what comes back. httpx bounds single reads only: a server that sends a byte
now and then would hold the caller for ever, so the bytes are fetched beside the caller.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx

from kb_sources.errors import AnswerCut, ModelTimeout, ModelUnavailable
from vlm.model import Deadline

_CONNECT_S = 5.0
_GRACE_S = 1.0  # after the deadline, for the fetching thread to notice


@dataclass(frozen=True, slots=True)
class Head:
    status: int
    headers: Mapping[str, str]


_Item = Head | bytes | Exception | None  # None: the end


def fetch(
    client: httpx.Client, request: httpx.Request, deadline: Deadline, name: str
) -> Iterator[Head | bytes]:
    """The head of the reply, then its bytes as they come.

    Raises ModelTimeout at the deadline, ModelUnavailable where nothing answers, AnswerCut where the reply
    breaks off. Closing the iterator ends the exchange.
    """
    if deadline.left <= 0:
        raise ModelTimeout(f"No time was left to ask {name}.", hint="Give it more time.")
    items: queue.SimpleQueue[_Item] = queue.SimpleQueue()
    given_up = threading.Event()
    left = deadline.left
    request.extensions["timeout"] = {
        "connect": min(left, _CONNECT_S), "read": left + _GRACE_S, "write": left + _GRACE_S, "pool": left,
    }  # fmt: skip
    threading.Thread(
        target=_run, args=(client, request, deadline, items, given_up), name="model-exchange", daemon=True
    ).start()
    begun = False
    try:
        while True:
            try:
                item = items.get(timeout=deadline.left or 1e-6)
            except queue.Empty:
                raise _late(name) from None
            if item is None:
                return
            if isinstance(item, Exception):
                raise _told(item, begun, name) from item
            begun |= isinstance(item, Head)
            yield item
    finally:
        given_up.set()


def _run(
    client: httpx.Client,
    request: httpx.Request,
    deadline: Deadline,
    items: queue.SimpleQueue[_Item],
    given_up: threading.Event,
) -> None:
    """Any fault is handed over: nobody sees a thread's."""
    try:
        response = client.send(request, stream=True)
        try:
            items.put(Head(response.status_code, dict(response.headers)))
            for chunk in response.iter_bytes():
                if given_up.is_set() or deadline.left <= 0:
                    return
                items.put(chunk)
        finally:
            response.close()
    except Exception as error:
        items.put(error)
    else:
        items.put(None)


def _late(name: str) -> ModelTimeout:
    return ModelTimeout(f"{name} did not answer in time.", hint="Ask again, or give it more time.")


def _told(error: Exception, begun: bool, name: str) -> ModelUnavailable:
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError | httpx.PoolTimeout):
        return ModelUnavailable(
            f"{name} cannot be reached: {error}.", hint="Is its server running at KB_VLM_URL?"
        )
    if isinstance(error, httpx.TimeoutException):
        return _late(name)
    if begun:
        return AnswerCut(f"The answer of {name} broke off: {error}.", hint="Ask again.")
    return ModelUnavailable(
        f"{name} broke off before it answered: {error}.", hint="Ask again; see the server's log."
    )
