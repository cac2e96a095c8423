"""Every error as RFC 9457 problem+json, so that clients handle one shape.

It does not decide what an error means: the class of a FixciteError carries its status.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.problem_words import worded
from api.site import Site, language_of, prefers_html
from api.wire import told
from kb_sources.errors import FixciteError

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 2
_HINTS = {
    404: "See /openapi.json for the addresses that exist.",
    405: "The Allow header names the methods that work here.",
    413: "Send smaller or fewer files.",
}


def problem_values(
    request: Request, status: int, kind: str, title: str, detail: str, *, hint: str = ""
) -> dict[str, Any]:
    """The document; what a customer may meet is told in the language of the page or of Accept-Language."""
    language = language_of(request, "zh" if _page_wanted(request) else "en")
    values: dict[str, Any] = {
        "type": f"tag:fixcite,2026:{kind}",
        "title": title,
        "status": status,
        "detail": worded(detail, language),
        "instance": request.url.path,
        "request_id": request.scope.get("request_id", ""),
    }
    if hint:
        values["hint"] = worded(hint, language)
    return values


def told_of(request: Request, error: FixciteError) -> dict[str, Any]:
    """The problem document of one of our own errors; its title is the name of the class."""
    return problem_values(
        request, error.http_status, kind_of(error), type(error).__name__, error.message, hint=error.hint
    )


def answered(request: Request, values: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """A problem as JSON; a browser that opens a page gets it as a page."""
    status: int = values["status"]
    headers = dict(headers or {})
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.setdefault("Retry-After", str(_RETRY_SECONDS))
    site: Site | None = getattr(request.app.state, "site", None) if "app" in request.scope else None
    if site is not None and _page_wanted(request):
        page = site.render(request, "problem.html", language_of(request), status=status, problem=values)
        page.headers.update(headers)
        return page
    return JSONResponse(values, status_code=status, headers=headers, media_type=MEDIA_TYPE)


def _page_wanted(request: Request) -> bool:
    return request.method == "GET" and prefers_html(request)


def unexpected(request: Request) -> Response:
    """The answer to a fault of ours; it tells nothing of the inside."""
    return answered(
        request,
        problem_values(
            request,
            500,
            "internal",
            "Internal",
            "The request could not be finished because of a fault in the service.",
            hint="Try again; if it stays, give the request_id to whoever runs the service.",
        ),
    )


def kind_of(error: FixciteError) -> str:
    """ManualTooCostly → manual-too-costly."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def add_handlers(app: FastAPI) -> None:
    """Answer our own errors, the framework's and refused input as problems."""
    app.add_exception_handler(FixciteError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ValidationError, _invalid)
    app.add_exception_handler(HTTPException, _framework)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, FixciteError)
    if error.http_status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return unexpected(request)
    return answered(request, told_of(request, error))


async def _invalid(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        detail = "; ".join(
            f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()[:8]
        )
    else:
        assert isinstance(error, ValidationError)
        detail = told(error)
    return answered(request, problem_values(request, 422, "input-rejected", "InputRejected", detail))


async def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind, hint = status.phrase.lower().replace(" ", "-"), _HINTS.get(status, "")
    values = problem_values(request, status, kind, status.phrase, error.detail, hint=hint)
    return answered(request, values, dict(error.headers or {}))
