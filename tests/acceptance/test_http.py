"""The whole service over HTTP, as clients and editors meet it: a manual goes in, a cited answer comes out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "kb_sources" / "samples"
REV_A, REV_B = "helmar-wm620-service-revA.pdf", "helmar-wm620-service-revB.pdf"
PATIENCE_S = 240
QUESTION = "WM-620 shows E21, what does it mean?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kb")


@pytest.fixture(scope="module")
def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return kept | {"KB_DATA": str(data)}


@pytest.fixture(scope="module")
def client(environment: dict[str, str]) -> Iterator[httpx.Client]:
    command = [sys.executable, "-m", "api", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        url = next(line.split()[-1] for line in process.stderr if "Fixcite is at" in line)
        with httpx.Client(base_url=url, timeout=120) as client:
            while client.get("/health/ready").status_code != 200:
                time.sleep(0.1)
            _add(client, REV_A, revision="A")
            yield client
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _add(client: httpx.Client, name: str, revision: str) -> dict:
    fields = {
        "title": "Helmar WM-620 Service Manual",
        "maker": "Helmar",
        "products": "WM-620",
        "language": "en",
        "revision": revision,
    }
    with (SAMPLES / name).open("rb") as file:
        response = client.post("/manuals", data=fields, files={"file": (name, file, "application/pdf")})
    assert response.status_code in (200, 202), response.text
    receipt = response.json()
    deadline = time.monotonic() + PATIENCE_S
    while receipt["job"] and (job := client.get(f"/jobs/{receipt['job']}").json())["state"] != "done":
        assert job["state"] in ("queued", "running") and time.monotonic() < deadline, job
        time.sleep(0.3)
    return receipt


def _ask(client: httpx.Client, question: str, **more: object) -> dict:
    response = client.post("/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return response.json()


def test_an_answer_is_cited_to_boxes_that_open(client: httpx.Client) -> None:
    answer = _ask(client, QUESTION)
    assert answer["action"] == "answer" and "E21" in answer["text"] and answer["claims"]
    numbers = {citation["n"] for citation in answer["citations"]}
    for claim in answer["claims"]:
        assert claim["verdict"]["supported"] and claim["citations"] and set(claim["citations"]) <= numbers
    for citation in answer["citations"]:
        assert citation["manual"]["source_name"] == REV_A and citation["edition"]["state"] == "live"
        for place in citation["places"]:
            page = client.get(place["page_url"], headers={"Accept": "application/json"}).json()
            assert page["page"] == place["page"] and page["boxes"]
            picture = client.get(page["picture_url"], params={"width": 600})
            assert Image.open(io.BytesIO(picture.content)).width == 600
            assert client.get(place["page_url"], headers={"Accept": "text/html"}).status_code == 200


def test_the_quoted_words_stand_inside_the_cited_boxes(client: httpx.Client) -> None:
    answer = _ask(client, QUESTION)
    citation = answer["citations"][0]
    place = citation["places"][0]
    page = client.get(place["page_url"], headers={"Accept": "application/json"}).json()

    def lit(box: list[float]) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(
            b[0] - 0.01 <= x <= b[2] + 0.01 and b[1] - 0.01 <= y <= b[3] + 0.01 for b in place["boxes"]
        )

    inside = " ".join(line["text"] for line in page["lines"] if lit(line["box"]))
    assert "E21" in inside and "E21" in citation["quote"]


def test_a_photo_of_the_display_is_read(client: httpx.Client) -> None:
    pytest.importorskip("rapidocr", reason="the ocr extra is not installed")
    photo = (SAMPLES / "photos" / "wm-e21-display.jpg").read_bytes()
    response = client.post(
        "/ask", data={"question": "What does this mean?"}, files={"photo": ("p.jpg", photo, "image/jpeg")}
    )
    answer = response.json()
    assert response.status_code == 200 and "E21" in answer["photos"][0]["codes"]
    assert answer["photos"][0]["description"] is None, "without a model nothing is guessed from pixels"


def test_what_is_no_photo_is_refused(client: httpx.Client) -> None:
    for content in (b"", b"GIF89a", b"\xff\xd8\xff" + b"\0" * 100, b"%PDF-1.7"):
        files = {"photo": ("p.jpg", content or b"x", "image/jpeg")}
        response = client.post("/ask", data={"question": "why"}, files=files)
        assert response.status_code == 422 and response.json()["title"] == "PhotoRejected"


def test_commands_work_through_the_service_that_owns_the_folder(
    client: httpx.Client, environment: dict[str, str]
) -> None:
    kb_ask = [sys.executable, "-c", "from api.ask_cli import main; main()", QUESTION, "--json"]
    told = subprocess.run(kb_ask, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and "E21" in told.stdout, told.stderr
    status = [sys.executable, "-m", "ingest", "status", "--json"]
    told = subprocess.run(status, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and REV_A in told.stdout, told.stderr


def test_a_new_edition_takes_the_place_and_old_citations_still_open(client: httpx.Client) -> None:
    old = _ask(client, QUESTION)["citations"][0]
    assert _add(client, REV_A, revision="A")["noop"], "the same bytes are nothing to do"
    _add(client, REV_B, revision="B")
    fresh = _ask(client, QUESTION)["citations"]
    assert {citation["edition"]["revision"] for citation in fresh} == {"B"}
    page = client.get(old["places"][0]["page_url"], headers={"Accept": "application/json"})
    assert page.status_code == 200 and page.json()["edition"]["state"] == "superseded"
    edition = old["edition"]["id"]
    assert client.delete(f"/manuals/{edition}").json() == {"removed": [edition]}
    assert client.get(old["places"][0]["page_url"]).status_code == 410
    fresh = _ask(client, QUESTION)["citations"]
    assert {citation["edition"]["revision"] for citation in fresh} == {"B"}


def test_an_index_built_anew_answers_the_same(client: httpx.Client) -> None:
    before = _ask(client, QUESTION)
    assert client.post("/index/rebuild").json()["passages"] > 50
    assert client.get("/health/ready").status_code == 200
    after = _ask(client, QUESTION)
    assert (before["text"], before["claims"]) == (after["text"], after["claims"])


def test_a_replay_gives_the_same_answer(client: httpx.Client) -> None:
    answer = _ask(client, QUESTION)
    assert client.post(f"/answers/{answer['id']}/replay").json()["changed"] == []
