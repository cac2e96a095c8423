"""Is it alive, is it ready, and what did it count."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.routes.access import App
from kb_sources.errors import IndexUnavailable

router = APIRouter()


@router.get("/health/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@router.get("/health/ready")
def ready(app: App) -> dict[str, str]:
    """Asks can be answered; 503 while the index is being rebuilt."""
    if app.unready:
        raise IndexUnavailable(app.unready, hint="Try again in a moment.")
    return {"status": "ready"}


@router.get("/metrics", response_class=Response)
def metrics(app: App) -> Response:
    """Prometheus' text format."""
    return Response(app.meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
