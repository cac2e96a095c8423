"""Ratings: kept with the answer they are about."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.feedback import Feedback
from kb_sources import schema
from kb_sources.errors import NotFound


def test_a_rating_is_kept_with_its_reasons(service, scripted) -> None:
    reply = service.ask(scripted.AskRequest("why"), lambda stage: None)
    engine = service.catalogue.engine
    key = Feedback(engine, "default").give(reply.id, "down", ["wrong", "unsafe", "wrong"], "  不是我的机型 ")
    with engine.connect() as db:
        row = db.execute(select(schema.feedback)).one()
    assert (row.id, row.answer, row.rating) == (key, reply.id, "down")
    assert row.reasons == ["wrong", "unsafe"] and row.comment == "不是我的机型"


def test_personal_numbers_in_a_comment_are_hidden(service, scripted) -> None:
    reply = service.ask(scripted.AskRequest("why"), lambda stage: None)
    feedback = Feedback(service.catalogue.engine, "default")
    feedback.give(reply.id, "down", [], "请打 13800138000 找我")
    assert [given.comment for given in feedback.given()] == ["请打 ■ 找我"]


def test_an_answer_of_another_tenant_cannot_be_rated(service, scripted) -> None:
    reply = service.ask(scripted.AskRequest("why"), lambda stage: None)
    with pytest.raises(NotFound):
        Feedback(service.catalogue.engine, "other").give(reply.id, "up", [], "")
