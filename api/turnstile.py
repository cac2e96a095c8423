"""Lets a bounded number of asks in at once and refuses the rest at the door.

It does not know what an ask does, nor HTTP.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from api.reply import Reply
from api.turn import AskRequest
from kb_sources.errors import Busy

Progress = Callable[[str], None]


class Asking(Protocol):
    """What answers an ask: api.ask.Ask or a wrapper around it."""

    def __call__(self, request: AskRequest, progress: Progress) -> Reply: ...


class Turnstile:
    """Runs asks in threads of their own, so that neither waiting streams nor page pictures wait for them."""

    def __init__(self, ask: Asking, places: int) -> None:
        self._ask = ask
        self._free = threading.BoundedSemaphore(places)
        self._threads = ThreadPoolExecutor(places, thread_name_prefix="ask")

    def start(self, request: AskRequest, progress: Progress) -> Future[Reply]:
        """Begin an ask; Busy when all places are taken."""
        if not self._free.acquire(blocking=False):
            raise Busy("Too many questions are being answered at this moment.", hint="Ask again in a moment.")
        context = contextvars.copy_context()
        try:
            future = self._threads.submit(context.run, self._run, request, progress)
        except RuntimeError as error:
            self._free.release()
            raise Busy("The service is stopping.", hint="Ask again in a moment.") from error
        return future

    def _run(self, request: AskRequest, progress: Progress) -> Reply:
        try:
            return self._ask(request, progress)
        finally:
            self._free.release()

    def stop(self) -> None:
        """Take no more asks and wait for those in flight."""
        self._threads.shutdown(wait=True)
