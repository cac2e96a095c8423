"""A service from opening to stopping: not there yet, there, being rebuilt, gone.

The process answers at once and opens the knowledge base behind it; it does not know HTTP.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from api.feedback import Feedback
from api.handoff import Handoffs
from api.limits import Limits
from api.telemetry import MeasuredAsk, Meters
from api.turnstile import Turnstile
from kb_sources.errors import Busy, FixciteError, IndexUnavailable

if TYPE_CHECKING:
    from api.wiring import Service

_log = structlog.get_logger("fixcite.service")


class Running:
    """What every route reaches for. `stopping` is set when open streams should end."""

    def __init__(self, build: Callable[[], Service], token: str, limits: Limits) -> None:
        self.token = token
        self.limits = limits
        self.meters = Meters()
        self.stopping = threading.Event()
        self.failure: Exception | None = None
        self._build = build
        self._service: Service | None = None
        self._turnstile: Turnstile | None = None
        self._rebuilding = threading.Lock()
        self._thread = threading.Thread(target=self._open, name="open", daemon=True)
        self._failed: Callable[[], None] = lambda: None

    def open(self, failed: Callable[[], None] = lambda: None) -> None:
        """Begin to open the knowledge base; `failed` is called when that cannot be done (see `failure`)."""
        self._failed = failed
        self._thread.start()

    def _open(self) -> None:
        try:
            service = self._build()
            service.start()
        except Exception as error:
            self.failure = error
            if not isinstance(error, FixciteError):
                _log.exception("the knowledge base could not be opened")
            self._failed()
            return
        self._turnstile = Turnstile(MeasuredAsk(service.ask, self.meters), self.limits.asks_at_once)
        self._service = service

    def close(self) -> None:
        """Finish the asks in flight, then stop the service."""
        self.stopping.set()
        self._thread.join()
        if self._turnstile is not None:
            self._turnstile.stop()
        if self._service is not None:
            self._service.stop()

    @property
    def unready(self) -> str:
        """Why asks cannot be answered at the moment; "" when they can."""
        if self.failure is not None:
            return "The knowledge base could not be opened."
        if self._service is None:
            return "The knowledge base is being opened."
        return "The index is being rebuilt." if self._rebuilding.locked() else ""

    @property
    def service(self) -> Service:
        """Raises IndexUnavailable until the knowledge base is open."""
        if self._service is None:
            raise IndexUnavailable(self.unready, hint="Try again in a moment.")
        return self._service

    @property
    def turnstile(self) -> Turnstile:
        """Where asks enter. Raises IndexUnavailable while they cannot be answered."""
        if self._turnstile is None or self.unready:
            raise IndexUnavailable(self.unready, hint="Try again in a moment.")
        return self._turnstile

    @property
    def feedback(self) -> Feedback:
        desk = self.service.desk
        return Feedback(desk.catalogue.engine, desk.tenant)

    @property
    def handoffs(self) -> Handoffs:
        desk = self.service.desk
        return Handoffs(desk.catalogue.engine, desk.blobs, desk.tenant)

    def rebuild(self) -> int:
        """Build the index anew from the catalogue; asks are refused meanwhile. Returns its passages."""
        service = self.service
        if not self._rebuilding.acquire(blocking=False):
            raise Busy("The index is being rebuilt already.", hint="Wait for it; /health/ready tells when.")
        try:
            passages: int = service.workshop.retrieval.index.rebuild(service.catalogue)
            return passages
        finally:
            self._rebuilding.release()
