"""Every error as RFC 9457 problem+json, so that clients handle one shape.

It does not decide what an error means: the class of a FixciteError carries its status.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.wire import told
from kb_sources.errors import FixciteError

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 2
_HINTS = {
    404: "See /openapi.json for the addresses that exist.",
    405: "The Allow header names the methods that work here.",
    413: "Send smaller or fewer files.",
}


def problem(
    request: Request,
    status: int,
    kind: str,
    title: str,
    detail: str,
    *,
    hint: str = "",
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """One problem document. `kind` names the error class; `type` is a tag, not an address to fetch."""
    sent = dict(headers or {})
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent.setdefault("Retry-After", str(_RETRY_SECONDS))
    return JSONResponse(
        problem_values(request, status, kind, title, detail, hint=hint),
        status_code=status,
        headers=sent,
        media_type=MEDIA_TYPE,
    )


def problem_values(
    request: Request, status: int, kind: str, title: str, detail: str, *, hint: str = ""
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "type": f"tag:fixcite,2026:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "request_id": request.scope.get("request_id", ""),
    }
    if hint:
        values["hint"] = hint
    return values


def told_of(request: Request, error: FixciteError) -> dict[str, Any]:
    """The problem document of one of our own errors; its title is the name of the class."""
    return problem_values(
        request, error.http_status, kind_of(error), type(error).__name__, error.message, hint=error.hint
    )


def unexpected(request: Request) -> JSONResponse:
    """The answer to a fault of ours; it tells nothing of the inside."""
    return problem(
        request,
        500,
        "internal",
        "Something went wrong here",
        "The request could not be finished because of a fault in the service.",
        hint="Try again; if it stays, give the request_id to whoever runs the service.",
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


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, FixciteError)
    if error.http_status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return unexpected(request)
    values = told_of(request, error)
    headers = {}
    if error.http_status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(_RETRY_SECONDS)
    return JSONResponse(values, status_code=error.http_status, headers=headers, media_type=MEDIA_TYPE)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, RequestValidationError):
        detail = "; ".join(
            f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()[:8]
        )
    else:
        assert isinstance(error, ValidationError)
        detail = told(error)
    return problem(request, 422, "input-rejected", "InputRejected", detail)


async def _framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    return problem(
        request,
        status,
        status.phrase.lower().replace(" ", "-"),
        status.phrase,
        error.detail,
        hint=_HINTS.get(status, ""),
        headers=dict(error.headers or {}),
    )
