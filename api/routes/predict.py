"""POST /api/predict: a script written for Qwen3-VL-WEBUI gets a checked answer by changing the port alone.

The reply is Gradio's: data, is_generating, duration; beside them the id under which GET /answers/{id} gives
the whole Answer. Errors are problems with the `error` that Gradio's clients look for.
"""

from __future__ import annotations

import asyncio
import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError

from api.predicting import WirePredict, written
from api.problem import answered, problem_values, told_of
from api.routes.access import App
from api.wire import told
from kb_sources.errors import Busy, FixciteError, InputRejected

router = APIRouter()
_BODY = {"required": True, "content": {"application/json": {"schema": WirePredict.model_json_schema()}}}


@router.post("/api/predict", openapi_extra={"requestBody": _BODY})
async def predict(request: Request, app: App) -> Response:
    """Answer as Qwen3-VL-WEBUI would be asked, from the manuals alone and with every citation checked."""
    began = time.perf_counter()
    try:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise InputRejected("The body is sent as application/json.", hint="Set the Content-Type header.")
        body = await request.body()
        asked = await asyncio.to_thread(lambda: WirePredict.model_validate_json(body).ask().request())
        reply = await asyncio.wrap_future(app.turnstile.start(asked, lambda stage: None))
    except ValidationError as error:
        values = problem_values(request, 422, "input-rejected", "InputRejected", told(error))
        return answered(request, {**values, "error": values["detail"]})
    except FixciteError as error:
        if isinstance(error, Busy):
            app.meters.refused.inc()
        return answered(request, {**told_of(request, error), "error": error.message})
    return JSONResponse(
        {
            "data": [written(reply, str(request.base_url).rstrip("/"))],
            "is_generating": False,
            "duration": round(time.perf_counter() - began, 3),
            "answer_id": reply.id,
        }
    )
