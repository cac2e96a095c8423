"""GET /answers/{id} and the rating of an answer. It does not know how answers are made or stored."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.routes.access import App
from api.wire import WireFeedback

router = APIRouter(prefix="/answers")


@router.get("/{answer_id}")
def answer(answer_id: str, app: App) -> dict[str, Any]:
    """An Answer as it left."""
    return app.feedback.answer(answer_id)


@router.post("/{answer_id}/feedback", status_code=201)
def rate(answer_id: str, said: WireFeedback, app: App) -> dict[str, str]:
    """Say whether an answer helped. It reaches the quality owner and changes no answer by itself."""
    key = app.feedback.give(answer_id, said.rating, said.reasons, said.comment)
    app.meters.feedback.labels(said.rating).inc()
    return {"id": key}
