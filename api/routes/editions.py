"""Pages of editions: as JSON, as a web page and as a picture with boxes lit. Reading them is the Desk's."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from api.picture import WIDTHS, light, parse_boxes
from api.routes.access import App
from api.site import Site, language_of, prefers_html
from ingest.desk import Desk
from ingest.page import Line, PageRead
from kb_sources.errors import NotFound
from kb_sources.manual import Box, Edition, Manual

router = APIRouter(prefix="/editions")
_Boxes = Annotated[str, Query(max_length=12_000, description="x0,y0,x1,y1;… in page fractions")]


@router.get("/{edition_id}/pages/{page}.png", response_class=Response)
def picture(
    edition_id: str,
    page: str,
    request: Request,
    app: App,
    boxes: _Boxes = "",
    width: Annotated[int | None, Query(ge=WIDTHS[0], le=WIDTHS[1])] = None,
) -> Response:
    """The stored page picture, boxes drawn on it, at most `width` pixels wide."""
    lit = parse_boxes(boxes)
    read = app.service.desk.page(edition_id, _number(page))
    if not read.picture:
        raise NotFound(f"Page {read.number} has no picture: {read.reason}.")
    tag = '"' + hashlib.sha256(f"{read.picture}|{lit}|{width}".encode()).hexdigest()[:32] + '"'
    # Revalidated each time: a removed manual must not live on in caches.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    drawn = light(app.service.desk.blobs.get(read.picture), lit, width)
    return Response(drawn, media_type="image/png", headers=headers)


@router.get("/{edition_id}/figures/{passage_id}.png", response_class=Response)
def figure(edition_id: str, passage_id: str, request: Request, app: App) -> Response:
    """The picture of a figure."""
    picture = app.service.desk.figure(edition_id, passage_id)
    tag = '"' + hashlib.sha256(picture).hexdigest()[:32] + '"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(picture, media_type="image/png", headers=headers)


@router.get("/{edition_id}/pages/{page}")
def page(edition_id: str, page: str, request: Request, app: App, boxes: _Boxes = "") -> Response:
    """What was read from a page, with boxes; for a browser the page picture with `boxes` lit."""
    lit = parse_boxes(boxes)
    desk = app.service.desk
    read = desk.page(edition_id, _number(page))
    edition, manual = _belonging(desk, edition_id)
    if prefers_html(request):
        site: Site = request.app.state.site
        return site.render(
            request, "page.html", language_of(request), edition=edition, manual=manual, page=read, boxes=lit
        )
    return JSONResponse(_page_json(manual, edition, read, lit), headers={"Vary": "Accept"})


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise NotFound("There is no such page.", hint="Pages count from 1 in file order.")
    return int(text)


def _belonging(desk: Desk, edition_id: str) -> tuple[Edition, Manual]:
    edition = desk.catalogue.edition(desk.tenant, edition_id)
    return edition, desk.catalogue.manual(desk.tenant, edition.manual_id)


def _page_json(manual: Manual, edition: Edition, read: PageRead, lit: tuple[Box, ...]) -> dict[str, Any]:
    return {
        "manual": {
            "id": manual.id,
            "title": manual.title,
            "maker": manual.maker,
            "products": list(manual.products),
            "source_name": edition.source_name,
        },
        "edition": {
            "id": edition.id,
            "revision": edition.revision,
            "language": edition.language,
            "state": edition.state,
            "pages": edition.pages,
        },
        "page": read.number,
        "page_label": read.label,
        "width": read.width,
        "height": read.height,
        "route": read.route,
        "reason": read.reason,
        "suspicious": list(read.suspicious),
        "picture_url": f"/editions/{edition.id}/pages/{read.number}.png" if read.picture else None,
        "boxes": [_corners(box) for box in lit],
        "lines": [_line_json(line) for line in read.lines],
        "model": _consulted_json(read),
    }


def _consulted_json(read: PageRead) -> dict[str, Any] | None:
    """Why a model was asked about the page, and what came of it."""
    note = read.consulted
    if note is None:
        return None
    return {
        "state": note.state,
        "why": note.why,
        "outcome": note.outcome,
        "agreement": note.agreement,
        "attempts": list(note.attempts),
        "figures": [{"box": _corners(f.box), "text": f.text} for f in read.figures],
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": _corners(line.box),
        "read_by": line.read_by,
        "confidence": line.confidence,
        "unsure": line.unsure,
        "other": line.other or None,
        "drawn_by_model": line.drawn,
    }


def _corners(box: Box) -> list[float]:
    return [box.x0, box.y0, box.x1, box.y1]
