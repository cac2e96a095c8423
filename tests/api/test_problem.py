"""Problems: every error of the tree has its shape, its status, and a way on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.problem import add_handlers, kind_of
from kb_sources.errors import FixciteError, ManualTooCostly


def family(kind: type[FixciteError]) -> Iterator[type[FixciteError]]:
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


@pytest.mark.parametrize("kind", list(family(FixciteError)), ids=lambda kind: kind.__name__)
def test_every_error_becomes_a_problem_of_its_status(kind: type[FixciteError]) -> None:
    app = FastAPI()
    add_handlers(app)

    @app.get("/")
    def fail() -> None:
        raise kind("what happened", hint="what to do")

    response = TestClient(app).get("/")
    problem = response.json()
    assert response.status_code == kind.http_status == problem["status"]
    assert response.headers["content-type"] == "application/problem+json"
    if kind.http_status == 500:
        assert "what happened" not in response.text, "settings are nobody's business outside"
    else:
        assert (problem["title"], problem["detail"], problem["hint"]) == (
            kind.__name__,
            "what happened",
            "what to do",
        )
        assert problem["type"].endswith(kind_of(kind()))
    assert ("retry-after" in response.headers) == (kind.http_status == 503)


def test_the_kind_is_the_class_in_small_letters() -> None:
    assert kind_of(ManualTooCostly()) == "manual-too-costly"
