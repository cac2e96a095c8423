"""Hand-made cases and results, small enough to score by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluation.case import Case, GoldPlace
from evaluation.scorer import Result

MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]


@pytest.fixture
def make_case() -> MakeCase:
    """make(id, action=…, …): asks for the torque, gold on page 5 of n7.pdf."""

    def make(name: str = "c1", **fields: Any) -> Case:
        given: dict[str, Any] = {
            "lang": "en",
            "question": "What torque?",
            "product": "N7",
            "action": "answer",
            "places": (GoldPlace("n7.pdf", (5,)),),
            "must": (("0.25 N·m",),),
            "forbid": ("0.35",),
            "kind": "value",
        }
        return Case(id=name, **(given | fields))

    return make


@pytest.fixture
def make_result() -> MakeResult:
    """make(id, action=…, cites=[(manual, page, words, box)], found=[(manual, page)]): a claim a citation."""

    def make(
        name: str = "c1",
        action: str = "answer",
        cites: list[tuple[str, int, str, tuple[float, float, float, float]]] | None = None,
        found: list[tuple[str, int]] | None = None,
        warnings: list[str] | None = None,
        text: str = "",
    ) -> Result:
        box = (0.1, 0.2, 0.5, 0.3)
        wanted = [("n7.pdf", 5, "Tighten to 0.25 N·m.", box)] if cites is None else cites
        wanted = wanted if action == "answer" else []
        citations = [
            {
                "n": n,
                "manual": {"source_name": manual},
                "places": [{"page": page, "boxes": [list(at)]}],
                "quote": quote,
                "read_by": "textlayer",
                "edition": {"id": f"ed-{manual}"},
            }
            for n, (manual, page, quote, at) in enumerate(wanted, start=1)
        ]
        claims = [{"text": c["quote"], "citations": [c["n"]]} for c in citations]
        given = []
        for warning in warnings or []:
            n = len(citations) + 1
            place = {"page": 99, "boxes": [list(box)]}
            citations.append(
                {
                    "n": n,
                    "manual": {"source_name": "n7.pdf"},
                    "places": [place],
                    "quote": warning,
                    "read_by": "rapidocr",
                    "edition": {"id": "ed-n7.pdf"},
                }
            )
            given.append({"text": warning, "citations": [n]})
        answer = {
            "id": f"ans_{name}",
            "action": action,
            "mode": "extractive",
            "text": text or "\n".join(str(c["text"]) for c in claims),
            "claims": claims,
            "warnings": given,
            "citations": citations,
        }
        pages = [("n7.pdf", 5)] if found is None else found
        trail = {"hits": [{"source_name": manual, "pages": [page]} for manual, page in pages]}
        return Result(name, answer, trail, 0.5)

    return make
