"""Manuals over HTTP, on a real desk."""

from __future__ import annotations

import pytest

PDF = b"%PDF-1.7 a dryer"


def add(client, content: bytes = PDF, name: str = "dryer.pdf", **fields):
    return client.post("/manuals", files={"file": (name, content, "application/pdf")}, data=fields)


def test_a_manual_is_taken_in_and_its_job_can_be_watched(client) -> None:
    response = add(client, maker="Acme", products="DR-1; DR-2", language="en", revision="C")
    assert response.status_code == 202
    receipt = response.json()
    assert receipt["job"] and not receipt["noop"]
    status = client.get(f"/manuals/{receipt['manual']}").json()
    assert status["manual"]["products"] == ["DR-1", "DR-2"] and status["manual"]["title"] == "Dryer"
    assert status["editions"][0]["edition"]["source_name"] == "dryer.pdf"
    job = client.get(f"/jobs/{receipt['job']}").json()
    assert job["state"] == "queued" and job["edition"] == receipt["edition"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\books\\n7.pdf", "n7.pdf"),
        ("手册.pdf", "手册.pdf"),
        ("a\x1b[31m.pdf", "a[31m.pdf"),
    ],
)
def test_a_file_name_is_only_a_name(client, sent: str, kept: str) -> None:
    receipt = add(client, name=sent).json()
    editions = client.get(f"/manuals/{receipt['manual']}").json()["editions"]
    assert editions[0]["edition"]["source_name"] == kept


def test_the_same_bytes_are_no_second_job(client, service) -> None:
    first = add(client).json()
    service.desk.catalogue.begin_reading("default", first["edition"], "recipe-1", again=False)
    second = add(client)
    assert second.json()["job"] == first["job"]
    assert len(client.get("/jobs").json()["jobs"]) == 1


def test_what_is_there_already_is_told_and_is_200(client, service, scripted) -> None:
    receipt = add(client).json()
    reading = service.desk.catalogue.begin_reading("default", receipt["edition"], "recipe-1", again=False)
    service.desk.catalogue.store_passages(reading.id, [], {})
    service.desk.catalogue.publish(reading)
    response = add(client)
    assert response.status_code == 200 and response.json()["noop"]


@pytest.mark.parametrize("content", [b"", b"no pdf at all"])
def test_a_file_that_is_no_manual_is_refused_and_nothing_is_kept(client, content: bytes) -> None:
    before = client.get("/manuals").json()
    response = add(client, content)
    assert response.status_code == 422 and response.json()["title"] == "ManualUnreadable"
    assert client.get("/manuals").json() == before and client.get("/jobs").json() == {"jobs": []}


def test_a_form_without_a_file_or_with_an_unknown_language_is_refused(client) -> None:
    assert client.post("/manuals", data={"title": "x"}).status_code == 422
    assert add(client, language="fr").status_code == 422


def test_title_and_products_can_be_changed(client) -> None:
    told = client.patch("/manuals/man_1", json={"title": "洗衣机", "products": ["WM-9"]})
    assert told.status_code == 200
    manual = client.get("/manuals/man_1").json()["manual"]
    assert (manual["title"], manual["products"]) == ("洗衣机", ["WM-9"])


@pytest.mark.parametrize("change", [{}, {"title": ""}, {"action": "burn"}, {"id": "x"}])
def test_a_change_we_do_not_know_is_refused(client, change: dict) -> None:
    assert client.patch("/manuals/man_1", json=change).status_code == 422


def test_an_edition_is_retired_brought_back_and_removed(client, scripted) -> None:
    retired = client.patch("/manuals/man_1", json={"action": "retire"}).json()["editions"]
    assert [(e["id"], e["state"]) for e in retired] == [(scripted.EDITION, "retired")]
    back = client.patch(f"/manuals/{scripted.OLD_EDITION}", json={"action": "rollback"}).json()["editions"]
    assert [(e["id"], e["state"]) for e in back] == [(scripted.OLD_EDITION, "live")]
    assert client.delete(f"/manuals/{scripted.EDITION}").json() == {"removed": [scripted.EDITION]}
    assert client.get(f"/editions/{scripted.EDITION}/pages/1").status_code == 410
    assert client.get(f"/editions/{scripted.EDITION}/pages/1.png").status_code == 410
    assert client.get(f"/editions/{scripted.OLD_EDITION}/pages/1").status_code == 200
    assert client.delete("/manuals/none").status_code == 404


def test_a_browser_gets_the_editors_page(client) -> None:
    page = client.get("/manuals?lang=zh", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "添加手册" in page.text and 'id="token"' not in page.text
