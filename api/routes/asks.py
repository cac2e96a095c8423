"""POST /ask: JSON or form in, one Answer or a stream of events out. It does not know how answers are made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import Future
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.sse import format_sse_event
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.preview import preview
from api.problem import problem_values, told_of
from api.reply import Reply
from api.routes.access import App, Editor
from api.site import accepted
from api.turn import AskRequest
from api.wire import MOST_PHOTOS, WireAsk, answer_json, ask_from_fields, too_many_photos
from kb_sources.errors import Busy, FixciteError, InputRejected, PayloadTooLarge

router = APIRouter()
_log = structlog.get_logger("fixcite.ask")
_HEARTBEAT_S = 15.0
_STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_FORM_SCHEMA = {
    "type": "object",
    "properties": {
        "question": {"type": "string"},
        "photo": {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": MOST_PHOTOS},
        "product": {"type": "string"},
        "language": {"type": "string", "enum": ["zh", "en"]},
        "conversation_id": {"type": "string"},
        "sampling": {"type": "string", "description": "JSON text"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 20},
    },
}


@router.post(
    "/ask",
    responses={200: {"model": Reply, "content": {"text/event-stream": {}}}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": WireAsk.model_json_schema()},
                "multipart/form-data": {"schema": _FORM_SCHEMA},
            },
        }
    },
)
async def ask(request: Request, app: App) -> Response:
    """Answer a repair question from the manuals, every citation checked.

    With `Accept: text/event-stream`: events `status` (stage), `claim` (verified only), `answer`, `error`.
    A claim names its warnings by id; it is to be shown with their text, which comes in `answer`.
    """
    turnstile = app.turnstile
    asked = await _asked(request)
    stages: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    try:
        future = turnstile.start(asked, lambda stage: _tell(loop, stages, stage))
    except Busy:
        app.meters.refused.inc()
        raise
    if "text/event-stream" in accepted(request):
        return StreamingResponse(
            _events(request, stages, future), media_type="text/event-stream", headers=_STREAM_HEADERS
        )
    return JSONResponse(answer_json(await asyncio.wrap_future(future)))


@router.post("/ask/preview", dependencies=[Editor])
def foreseen(asked: WireAsk, app: App) -> dict[str, Any]:
    """What a vision-language model would be sent for an ask; none is asked."""
    settings = app.service.settings
    return preview(app.service.ask, asked.request(), settings.vlm_prompt_tokens)


async def _asked(request: Request) -> AskRequest:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        body = await request.body()
        return await asyncio.to_thread(_from_json, body)
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return await _from_form(request)
    raise InputRejected(
        "An ask is sent as application/json or multipart/form-data.", hint="Set the Content-Type header."
    )


def _from_json(body: bytes) -> AskRequest:
    return WireAsk.model_validate_json(body).request()


async def _from_form(request: Request) -> AskRequest:
    try:
        async with request.form(max_files=MOST_PHOTOS + 1, max_fields=20) as form:
            fields, photos = await _parts(form)
    except HTTPException as error:
        raise _rejected(error) from error
    return ask_from_fields(fields, photos)


async def _parts(form: FormData) -> tuple[dict[str, str], tuple[bytes, ...]]:
    """The text fields and the photos of a form."""
    fields: dict[str, str] = {}
    photos: list[bytes] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name != "photo":
                raise InputRejected(f"The file field {name[:40]!r} is unknown.", hint="Use `photo`.")
            data = await value.read()
            if data:  # a browser sends an empty part for a file field left empty
                photos.append(data)
        elif name in fields:
            raise InputRejected(f"The field {name[:40]!r} was sent twice.")
        else:
            fields[name] = value
    return fields, tuple(photos)


def _rejected(error: HTTPException) -> Exception:
    """What a form is refused for that starlette stopped reading: it tells its bounds apart by words alone."""
    if "exceeded maximum size" in error.detail:
        return PayloadTooLarge("A text field of the form is too large.", hint="Photos are sent as files.")
    if error.detail.startswith("Too many files"):
        return too_many_photos()
    return InputRejected(error.detail) if error.detail.startswith("Too many fields") else error


def _tell(loop: asyncio.AbstractEventLoop, stages: asyncio.Queue[str], stage: str) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(stages.put_nowait, stage)


async def _events(
    request: Request, stages: asyncio.Queue[str], future: Future[Reply]
) -> AsyncIterator[bytes]:
    """Stages while the ask runs, then its claims and the whole answer; or one error.

    The claims leave in one piece with the answer, which holds the warnings and places that they name: no
    step stands alone where a connection breaks.
    """
    ending = asyncio.ensure_future(asyncio.wrap_future(future))
    try:
        while not (ending.done() and stages.empty()):
            waiting = asyncio.ensure_future(stages.get())
            await asyncio.wait((waiting, ending), timeout=_HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                yield _event("status", {"stage": waiting.result()})
            else:
                waiting.cancel()
                if not ending.done():
                    yield format_sse_event(comment="still working")
        answer = answer_json(ending.result())
    except FixciteError as error:
        yield _event("error", told_of(request, error))
        return
    except Exception:
        _log.exception("fault in a streamed ask")
        detail = "The request could not be finished because of a fault in the service."
        yield _event("error", problem_values(request, 500, "internal", "Internal", detail))
        return
    claims = [_event("claim", claim) for claim in answer["claims"]]
    yield b"".join((*claims, _event("answer", answer)))


def _event(name: str, values: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(values, ensure_ascii=False))
