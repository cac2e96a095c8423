"""Review over HTTP, and the index built anew."""

from __future__ import annotations

from dataclasses import replace

import pytest


@pytest.fixture
def item(client, service, scripted) -> dict:
    """Make a line of page 1 unsure and return it as the service offers it."""
    desk = service.desk
    reading = desk.catalogue.live_reading("default", scripted.EDITION)
    page = desk.sheets.page(reading.id, 1)
    desk.sheets.store(reading.id, replace(page, lines=(replace(page.lines[0], unsure=True),)))
    items = client.get("/review").json()["items"]
    assert len(items) == 1
    return items[0]


def test_a_doubtful_line_is_offered_with_its_place(item: dict, scripted) -> None:
    assert item["edition"] == scripted.EDITION and item["page"] == 1 and "disagree" in item["why"]
    assert item["box"] == {"x0": 0.1, "y0": 0.3, "x1": 0.9, "y1": 0.36}


@pytest.mark.parametrize("text", ["1. Close the outlet valve.", None], ids=["corrected", "confirmed"])
def test_what_an_editor_decided_awaits_no_one_any_more(client, item: dict, text: str | None) -> None:
    told = client.patch("/review", json={"id": item["id"], "text": text, "author": "mei"})
    assert told.status_code == 200 and told.json()["message"]
    assert client.get("/review").json()["items"] == []


@pytest.mark.parametrize("item_id", ["x", "a:b:c", "0" * 12 + ":1:1"])
def test_an_item_that_is_not_there_is_404(client, item_id: str) -> None:
    assert client.patch("/review", json={"id": item_id, "text": "x"}).status_code == 404


def test_the_index_is_built_anew(client) -> None:
    assert client.post("/index/rebuild").json() == {"passages": 1}
