"""A real checkpoint of Qwen3-VL's architecture reads a manual, sees a photo, drafts and judges.

In process, and behind `transformers serve`. The miniature is fitted to exactly this run: what is proved is
the way from the page picture to the checked citation (template, pixels, generation, HTTP, parsing, checks),
and nothing about what a Qwen3-VL can do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.wiring import can_ocr
from tests.acceptance import miniature_teacher as teacher
from tests.acceptance.miniature_teacher import QUESTIONS, Wanted, ask, service_of
from tests.vlm.served import served

pytestmark = [
    pytest.mark.slow,  # fitted in two minutes of one processor
    pytest.mark.skipif(not can_ocr(), reason="boxes come from OCR: the extra `ocr` is needed"),
]


@pytest.fixture(scope="module")
def checkpoint() -> Path:
    """The folder of a miniature that knows this run by heart; built once, then cached."""
    from vlm.miniature.building import miniature

    return miniature(teacher.lessons(), tell=print)


@pytest.fixture(
    scope="module",
    params=["transformers_local", "openai_http"],
)
def service(
    request: pytest.FixtureRequest, checkpoint: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp(request.param)
    settings = {"vlm_model": request.param, "vlm_name": str(checkpoint), "vlm_revision": "fitted"}
    if request.param == "transformers_local":
        with service_of(folder, **settings) as built:
            yield built
        return
    with (
        served(checkpoint, folder / "log") as url,
        service_of(folder, **settings, vlm_url=url) as built,
    ):
        yield built


def test_pages_are_read_by_the_model_at_printed_boxes(service: Any) -> None:
    (status,) = service.desk.status()
    asked = status.editions[0].report["model"]
    assert (asked["read"], asked["fell_back"], asked["figures"]) == (1, 0, 1)
    (reading,) = service.catalogue.live("default")
    passages = service.catalogue.passages_of(reading)
    step = next(p for p in passages if "QL-3530" in p.text and "0.5 N·m" in p.text)
    assert step.read_by == "qwen3vl"
    assert step.places[0].page == 1 and step.places[0].boxes


@pytest.mark.parametrize("wanted", QUESTIONS, ids=lambda w: w.question)
def test_what_it_drafts_is_cited_and_checked(service: Any, checkpoint: Path, wanted: Wanted) -> None:
    reply = ask(service, wanted.question)
    assert (reply.action, reply.mode) == ("answer", "generated"), reply.text
    assert reply.vlm is not None and (reply.vlm.name, reply.vlm.revision) == (str(checkpoint), "fitted")
    assert {c.text for c in wanted.claims} <= {claim.text for claim in reply.claims}
    assert {c.quote for c in wanted.claims} <= {citation.quote for citation in reply.citations}
    assert all(claim.verdict.supported for claim in reply.claims)
    assert all(place.boxes for citation in reply.citations for place in citation.places)
    judged = [c.score for claim in reply.claims for c in claim.verdict.checks if c.check == "entailed"]
    assert any(score == pytest.approx(teacher.SURE) for score in judged) == wanted.judged
    assert not {c.text for c in wanted.slip} & {claim.text for claim in reply.claims}


def test_a_photo_is_described_by_the_model(service: Any, checkpoint: Path) -> None:
    reply = ask(service, "怎么办？", photo=teacher.PHOTO)
    assert [photo.description for photo in reply.photos] == [teacher.SHOWS]
    assert reply.vlm is not None and reply.vlm.name == str(checkpoint)
