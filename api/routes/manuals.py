"""Manuals over HTTP: list, add, change, remove. The work is the Desk's."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from pydantic import Field, TypeAdapter

from api.routes.access import App, Editor
from api.site import Site, language_of, prefers_html
from api.wire import Wire
from ingest.desk import Described, ManualStatus, Receipt
from kb_sources.errors import InputRejected
from kb_sources.manual import Edition
from kb_sources.naming import unique

router = APIRouter(prefix="/manuals")
_STATUS = TypeAdapter(ManualStatus)
_EDITIONS = TypeAdapter(tuple[Edition, ...])
_RECEIPT = TypeAdapter(Receipt)
_Name = Annotated[str, Field(min_length=1, max_length=300)]


class WireChange(Wire):
    """What may be changed. retire takes out of search, rollback brings the edition before (or named) back."""

    title: _Name | None = None
    maker: Annotated[str, Field(max_length=300)] | None = None
    products: Annotated[list[_Name], Field(max_length=200)] | None = None
    action: Literal["retire", "rollback"] | None = None


@router.get("", responses={200: {"content": {"text/html": {}}}})
def manuals(request: Request, app: App) -> Response:
    """Every manual with its editions; for a browser the editors' page."""
    if prefers_html(request):
        site: Site = request.app.state.site
        needed = app.limits.editors_need_token
        return site.render(request, "manuals.html", language_of(request), needs_token=needed)
    listed = [_STATUS.dump_python(status, mode="json") for status in app.service.desk.status()]
    return JSONResponse({"manuals": listed}, headers={"Vary": "Accept"})


@router.get("/{manual_id}")
def manual(manual_id: str, app: App) -> Any:
    return _STATUS.dump_python(app.service.desk.manual(manual_id), mode="json")


@router.post("", status_code=202, dependencies=[Editor], responses={200: {"model": Receipt}})
def add(  # one parameter per form field of the contract
    app: App,
    response: Response,
    file: Annotated[UploadFile, File()],
    title: Annotated[str, Form(max_length=300)] = "",
    maker: Annotated[str, Form(max_length=300)] = "",
    products: Annotated[list[str] | None, Form(description="repeated, or joined by ;")] = None,
    language: Annotated[Literal["zh", "en", ""], Form()] = "",
    revision: Annotated[str, Form(max_length=100)] = "",
    manual: Annotated[str, Form(max_length=100)] = "",
    beside: Annotated[bool, Form()] = False,
    again: Annotated[bool, Form()] = False,
) -> Any:
    """Take a manual in; 202 with the job that reads it, 200 when there is nothing to do."""
    name = _file_name(file.filename or "")
    described = Described(
        title=title,
        maker=maker,
        products=unique(name for given in products or () for name in given.split(";")),
        language=language or None,
        revision=revision,
        manual_id=manual,
    )
    with tempfile.TemporaryDirectory(prefix="fixcite-upload-") as folder:
        path = Path(folder) / f"upload{PurePosixPath(name).suffix[:10]}"
        with path.open("wb") as copy:
            shutil.copyfileobj(file.file, copy, 1 << 20)
        receipt = app.service.desk.add(path, name, described, again=again, beside=beside)
    response.status_code = 200 if receipt.noop else 202
    return _RECEIPT.dump_python(receipt, mode="json")


@router.patch("/{name}", dependencies=[Editor])
def change(name: str, wanted: WireChange, app: App) -> dict[str, Any]:
    """Change a manual (by its id); retire or roll back a manual or an edition. Tells which were concerned."""
    desk = app.service.desk
    values = wanted.model_dump(exclude_none=True, exclude={"action"})
    if not values and wanted.action is None:
        raise InputRejected("There is nothing to change.", hint="Name title, maker, products or action.")
    editions: tuple[Edition, ...] = ()
    if values:
        editions = tuple(e.edition for e in desk.change(name, values).editions)
    if wanted.action == "retire":
        editions = desk.retire(name)
    elif wanted.action == "rollback":
        editions = (desk.rollback(name),)
    return {"editions": _EDITIONS.dump_python(editions, mode="json")}


@router.delete("/{name}", dependencies=[Editor])
def remove(name: str, app: App) -> dict[str, Any]:
    """Remove a manual, or one edition, with all that was made of it. Old citations of it answer 410."""
    return {"removed": list(app.service.desk.remove(name))}


def _file_name(sent: str) -> str:
    """The last part of a sent file name, printable characters only."""
    last = PurePosixPath(sent.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isprintable())[:200].strip()
    return kept or "upload"
