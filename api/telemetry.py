"""What the service counts and logs: wrappers around Ask and plain counters, one registry per application.

No question, photo or answer text enters a log line or a label.
"""

from __future__ import annotations

import logging
import sys
import time

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from api.reply import Reply
from api.turn import AskRequest
from api.turnstile import Asking, Progress
from kb_sources.errors import FixciteError

_log = structlog.get_logger("fixcite.ask")
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120)


class Meters:
    """Every metric of the service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "fixcite_http_requests", "HTTP requests", ("method", "route", "status"), registry=self.registry
        )
        self.request_seconds = Histogram(
            "fixcite_http_seconds", "HTTP latency", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self.asks = Counter(
            "fixcite_asks", "Asks that ended", ("action", "mode", "language"), registry=self.registry
        )
        self.ask_errors = Counter(
            "fixcite_ask_errors", "Asks that failed", ("error",), registry=self.registry
        )
        self.ask_seconds = Histogram(
            "fixcite_ask_seconds", "Ask latency", ("action",), buckets=_SECONDS, registry=self.registry
        )
        self.asks_running = Gauge("fixcite_asks_running", "Asks in flight", registry=self.registry)
        self.refused = Counter("fixcite_asks_refused_busy", "Asks refused with 503", registry=self.registry)
        self.claims = Counter(
            "fixcite_claims", "Claims that left or were dropped", ("fate",), registry=self.registry
        )
        self.checks = Counter(
            "fixcite_checks", "Checks run on claims that left", ("check", "passed"), registry=self.registry
        )
        self.feedback = Counter("fixcite_feedback", "Ratings given", ("rating",), registry=self.registry)

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        self.requests.labels(method if method.isalpha() and len(method) < 8 else "other", route, status).inc()
        self.request_seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return generate_latest(self.registry)


class MeasuredAsk:
    """An Ask that counts and logs what came of it."""

    def __init__(self, inner: Asking, meters: Meters) -> None:
        self._inner = inner
        self._meters = meters

    def __call__(self, request: AskRequest, progress: Progress) -> Reply:
        began = time.perf_counter()
        with self._meters.asks_running.track_inprogress():
            try:
                reply = self._inner(request, progress)
            except Exception as error:
                name = type(error).__name__ if isinstance(error, FixciteError) else "fault"
                self._meters.ask_errors.labels(name).inc()
                _log.warning("ask failed", error=name, photos=len(request.photos))
                raise
        seconds = time.perf_counter() - began
        self._count(reply, seconds)
        _log.info(
            "ask",
            answer=reply.id,
            action=reply.action,
            mode=reply.mode,
            language=reply.language,
            claims=len(reply.claims),
            dropped=len(reply.dropped),
            photos=len(request.photos),
            ms=round(seconds * 1000),
        )
        return reply

    def _count(self, reply: Reply, seconds: float) -> None:
        self._meters.asks.labels(reply.action, reply.mode, reply.language).inc()
        self._meters.ask_seconds.labels(reply.action).observe(seconds)
        self._meters.claims.labels("left").inc(len(reply.claims))
        self._meters.claims.labels("dropped").inc(len(reply.dropped))
        for claim in reply.claims:
            for check in claim.verdict.checks:
                self._meters.checks.labels(check.check, str(check.passed).lower()).inc()


def configure_logging(level: int = logging.INFO) -> None:
    """Log to stderr: lines for people on a terminal, JSON elsewhere. Called by doors, never on import."""
    shown = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
