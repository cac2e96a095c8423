"""Answers after they left."""

from __future__ import annotations

import pytest


def test_an_answer_can_be_fetched_again_as_it_left(client) -> None:
    left = client.post("/ask", json={"question": "why"}).json()
    assert client.get(f"/answers/{left['id']}").json() == left
    assert client.get("/answers/none").status_code == 404


def test_a_rating_is_taken_and_counted(client) -> None:
    left = client.post("/ask", json={"question": "why"}).json()
    said = {"rating": "down", "reasons": ["unsafe"], "comment": "阀门不对"}
    response = client.post(f"/answers/{left['id']}/feedback", json=said)
    assert response.status_code == 201 and response.json()["id"]
    assert 'fixcite_feedback_total{rating="down"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"rating": "meh"},
        {"rating": "up", "reasons": ["x"]},
        {"rating": "up", "more": 1},
        {"rating": "up", "comment": "x" * 2001},
    ],
)
def test_a_rating_we_do_not_know_is_refused(client, said: dict) -> None:
    left = client.post("/ask", json={"question": "why"}).json()
    assert client.post(f"/answers/{left['id']}/feedback", json=said).status_code == 422


def test_an_answer_can_be_asked_again_and_its_trail_read(client) -> None:
    left = client.post("/ask", json={"question": "why"}).json()
    assert client.get(f"/answers/{left['id']}/trail").json()["question"] == "why"
    replayed = client.post(f"/answers/{left['id']}/replay").json()
    assert replayed["changed"] == [] and replayed["then"]["text"] == replayed["now"]["text"]
