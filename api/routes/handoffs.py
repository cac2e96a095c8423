"""Asks that were handed over to a person, for the person: an editor's work."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import TypeAdapter

from api.handoff import MOST, Handoff, HandoffNote
from api.routes.access import App, Editor

router = APIRouter(prefix="/handoffs", dependencies=[Editor])
_HANDOFF = TypeAdapter(Handoff)
_NOTES = TypeAdapter(tuple[HandoffNote, ...])


@router.get("")
def latest(app: App, limit: Annotated[int, Query(ge=1, le=MOST)] = 50) -> dict[str, Any]:
    """The newest hand-offs."""
    return {"handoffs": _NOTES.dump_python(app.handoffs.latest(limit), mode="json")}


@router.get("/{handoff_id}")
def handoff(handoff_id: str, app: App) -> dict[str, Any]:
    """The talk, the photos, the pages found and what was tried."""
    told: dict[str, Any] = _HANDOFF.dump_python(app.handoffs.handoff(handoff_id), mode="json")
    return told


@router.get("/{handoff_id}/photos/{number}.jpg", response_class=Response)
def photo(handoff_id: str, number: int, app: App) -> Response:
    """A photo of the ask as it was stored: upright, redacted."""
    data = app.handoffs.photo(handoff_id, number)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
