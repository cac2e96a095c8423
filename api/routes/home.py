"""The page at /: photo, conversation, cited page. What it shows is drawn by static/*.js from /ask."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.site import Site, language_of
from api.understanding import MAX_QUESTION
from api.wire import MOST_PHOTOS

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> Response:
    site: Site = request.app.state.site
    bounds = {"most_photos": MOST_PHOTOS, "most_characters": MAX_QUESTION}
    return site.render(request, "home.html", language_of(request), **bounds)
