"""Answers after they left: as they were given, what they rest on, asked again, rated."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.replay import replay
from api.routes.access import App, Editor
from api.wire import WireFeedback, answer_json, replayed_json

router = APIRouter(prefix="/answers")


@router.get("/{answer_id}")
def answer(answer_id: str, app: App) -> dict[str, Any]:
    """An Answer as it left."""
    return answer_json(app.service.audit.answer(answer_id))


@router.get("/{answer_id}/trail", dependencies=[Editor])
def trail(answer_id: str, app: App) -> dict[str, Any]:
    """What the answer rests on: the question as understood, glossary, hits."""
    return dict(app.service.audit.trail(answer_id))


@router.post("/{answer_id}/replay", dependencies=[Editor])
def again(answer_id: str, app: App) -> dict[str, Any]:
    """Ask the same again and compare."""
    return replayed_json(replay(answer_id, app.service.ask, app.service.audit))


@router.post("/{answer_id}/feedback", status_code=201)
def rate(answer_id: str, said: WireFeedback, app: App) -> dict[str, str]:
    """Say whether an answer helped. It reaches the quality owner and changes no answer by itself."""
    key = app.feedback.give(answer_id, said.rating, said.reasons, said.comment)
    app.meters.feedback.labels(said.rating).inc()
    return {"id": key}
