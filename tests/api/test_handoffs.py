"""Hand-offs over HTTP: for editors, complete, and not there for strangers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.audit import Audit, Record
from api.reply import Reply, ReplyHandoff
from api.turn import AskRequest

REPLY = Reply(
    "ans_h",
    "con_h",
    "handoff",
    "extractive",
    "zh",
    "已转人工。",
    handoff=ReplyHandoff("H1", "已转人工。", ()),
)


@pytest.fixture
def handed(client: Any, service: Any) -> None:
    audit = Audit(service.desk.catalogue.engine, service.desk.blobs, "default")
    audit.keep(Record(AskRequest("N7 转人工"), "N7 转人工", "N7", "", (), (), (), evidence=None, reply=REPLY))
    newer = replace(REPLY, id="ans_i", handoff=ReplyHandoff("H2", "已转人工。", ()))
    audit.keep(Record(AskRequest("再转"), "再转", "N7", "", (), (), (), evidence=None, reply=newer))


def test_a_list_and_one_of_it(client: Any, handed: None) -> None:
    told = client.get("/handoffs").json()["handoffs"]
    assert [(note["id"], note["question"]) for note in told] == [("H2", "再转"), ("H1", "N7 转人工")]
    one = client.get("/handoffs/H2").json()
    assert [turn["question"] for turn in one["transcript"]] == ["N7 转人工", "再转"]
    assert (one["conversation_id"], one["photos"], one["tried"]["product"]) == ("con_h", [], "N7")
    assert len(client.get("/handoffs?limit=1").json()["handoffs"]) == 1


def test_what_is_not_there_is_404_and_a_wrong_token_403(client: Any, handed: None) -> None:
    assert client.get("/handoffs/none").status_code == 404
    assert client.get("/handoffs/H1/photos/1.jpg").status_code == 404
    wrong = {"Authorization": "Bearer wrong"}
    for path in ("/handoffs", "/handoffs/H1", "/handoffs/H1/photos/1.jpg"):
        assert client.get(path, headers=wrong).status_code == 403
