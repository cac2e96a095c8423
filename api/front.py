"""The front door of every request: request id, who may call from where, how much may be sent, safe headers.

It does not know any route; what is behind it may be any ASGI application.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from fastapi import Request
from fastapi.exceptions import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits import Limits
from api.problem import answered, problem_values, unexpected

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_log = structlog.get_logger("fixcite.http")

Observe = Callable[[str, str, int, float], None]  # method, route, status, seconds


class Front:
    """ASGI middleware. A body over its limit ends as 413, a fault behind it as a 500 without internals."""

    def __init__(self, app: ASGIApp, limits: Limits, observe: Observe) -> None:
        self._app = app
        self._limits = limits
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get("x-request-id", "")
        scope["request_id"] = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=scope["request_id"])
        began, status = time.perf_counter(), 0
        # HEAD is GET without the body; the server itself looks at the method of its own scope.
        headed = request.method == "HEAD"
        inner = {**scope, "method": "GET"} if headed else scope

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = scope["request_id"]
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            elif headed:
                message = {**message, "body": b""}
            await send(message)

        try:
            refusal = self._refuse(request)
            if refusal is not None:
                await refusal(scope, receive, answer)
            else:
                await self._app(inner, self._counted(request, receive), answer)
        except Exception:
            _log.exception("fault", method=request.method, path=request.url.path)
            if status == 0:
                await unexpected(request)(scope, receive, answer)
        finally:
            route = getattr(inner.get("route"), "path", "other")
            self._observe(request.method, route, status, time.perf_counter() - began)
            structlog.contextvars.unbind_contextvars("request_id")

    def _refuse(self, request: Request) -> ASGIApp | None:
        if not self._known_host(request.headers):
            return _refused(
                request,
                421,
                "unknown-host",
                "UnknownHost",
                "The Host header names a host that is not ours.",
                hint="Use the address that kb-serve printed, or start it with --name.",
            )
        if request.method not in _SAFE_METHODS and _foreign(request.headers):
            return _refused(
                request,
                403,
                "foreign-origin",
                "ForeignOrigin",
                "The request comes from a page of another origin.",
                hint="Call from this service's own page or from a program that sends no Origin header.",
            )
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._most(request):
            return self._too_large(request)
        return None

    def _known_host(self, headers: Headers) -> bool:
        """A web page that re-points its own name at us (DNS rebinding) still sends its own name as Host."""
        return not self._limits.hosts or _host_name(headers.get("host", "")) in self._limits.hosts

    def _most(self, request: Request) -> int:
        upload = request.method == "POST" and request.url.path == "/manuals"
        return self._limits.upload_bytes if upload else self._limits.ask_bytes

    def _too_large(self, request: Request) -> ASGIApp:
        return _refused(
            request,
            413,
            "payload-too-large",
            "PayloadTooLarge",
            f"At most {self._most(request):,} bytes can be sent here.",
            hint="Send smaller or fewer files.",
        )

    def _counted(self, request: Request, receive: Receive) -> Receive:
        most, got = self._most(request), 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise HTTPException(413, f"At most {most:,} bytes can be sent here.")
            return message

        return counted


def _refused(request: Request, status: int, kind: str, title: str, detail: str, *, hint: str) -> ASGIApp:
    return answered(request, problem_values(request, status, kind, title, detail, hint=hint))


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
