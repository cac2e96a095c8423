"""What an editor should look at after a reading, and the editor's word on it; and the index built anew."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field, TypeAdapter

from api.routes.access import App, Editor
from api.wire import Wire
from ingest.desk import Receipt
from ingest.review import ReviewItem

router = APIRouter(dependencies=[Editor])
_ITEMS = TypeAdapter(tuple[ReviewItem, ...])
_RECEIPT = TypeAdapter(Receipt)


class WireDecision(Wire):
    """An editor's words in place of what was read; `text` null confirms that it was read rightly."""

    id: Annotated[str, Field(max_length=100)]
    text: Annotated[str, Field(max_length=4000)] | None = None
    author: Annotated[str, Field(max_length=100)] = "editor"


@router.get("/review")
def items(app: App, edition: Annotated[str | None, Query(max_length=64)] = None) -> dict[str, Any]:
    """What awaits a person, worst first."""
    return {"items": _ITEMS.dump_python(app.service.desk.review_list(edition), mode="json")}


@router.patch("/review")
def decide(decision: WireDecision, app: App) -> Any:
    """Correct or confirm one item; the manual is cut anew, its pages are not read again."""
    receipt = app.service.desk.review_decide(decision.id, decision.text, decision.author)
    return _RECEIPT.dump_python(receipt, mode="json")


@router.post("/index/rebuild")
def rebuild(app: App) -> dict[str, int]:
    """Build the search index anew from the catalogue. Asks answer 503 meanwhile."""
    return {"passages": app.rebuild()}
