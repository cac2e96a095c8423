"""Ingest jobs over HTTP: list, watch, cancel, retry. The work is the Desk's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import TypeAdapter

from api.problem import told_of
from api.routes.access import App, Editor
from api.running import Running
from ingest.jobs import Job
from kb_sources.errors import FixciteError

router = APIRouter(prefix="/jobs", dependencies=[Editor])
_JOB = TypeAdapter(Job)
_LOOK_S = 0.5
_HEARTBEAT_LOOKS = 30
_AT_WORK = ("queued", "running")


@router.get("")
def jobs(app: App, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> dict[str, Any]:
    """The newest jobs first."""
    return {"jobs": [_JOB.dump_python(job, mode="json") for job in app.service.desk.jobs(limit)]}


@router.get("/{job_id}")
def job(job_id: str, app: App) -> Any:
    return _JOB.dump_python(app.service.desk.job(job_id), mode="json")


@router.post("/{job_id}/cancel")
def cancel(job_id: str, app: App) -> Any:
    return _JOB.dump_python(app.service.desk.cancel(job_id), mode="json")


@router.post("/{job_id}/retry")
def retry(job_id: str, app: App) -> Any:
    return _JOB.dump_python(app.service.desk.retry(job_id), mode="json")


@router.get("/{job_id}/events")
async def events(job_id: str, request: Request, app: App) -> StreamingResponse:
    """`job` events whenever it moves on; the stream closes when the job has ended."""
    first = await asyncio.to_thread(app.service.desk.job, job_id)
    return StreamingResponse(
        _watch(request, app, first), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _watch(request: Request, app: Running, job: Job) -> AsyncIterator[bytes]:
    told, looks = None, 0
    while True:
        if job != told:
            values = _JOB.dump_python(job, mode="json")
            yield format_sse_event(event="job", data_str=json.dumps(values, ensure_ascii=False))
            told = job
        elif looks % _HEARTBEAT_LOOKS == 0:
            yield format_sse_event(comment="still working")
        if job.state not in _AT_WORK or app.stopping.is_set():
            return
        await asyncio.sleep(_LOOK_S)
        looks += 1
        try:
            job = await asyncio.to_thread(app.service.desk.job, job.id)
        except FixciteError as error:  # removed while being watched
            values = told_of(request, error)
            yield format_sse_event(event="error", data_str=json.dumps(values, ensure_ascii=False))
            return
