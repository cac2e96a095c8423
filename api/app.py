"""The HTTP application: routes, front door, errors, start and stop around one running service.

It builds nothing of the service itself and reads no setting; both are api/wiring's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from api import problem
from api.front import Front
from api.routes import answers, asks, editions, handoffs, health, home, jobs, manuals, predict, review
from api.running import Running
from api.site import STATIC, Site


def create_app(running: Running, failed: Callable[[], None] = lambda: None) -> FastAPI:
    """The application; the knowledge base is opened with it. `failed` is called when it cannot be."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        running.open(failed)
        try:
            yield
        finally:
            await run_in_threadpool(running.close)

    app = FastAPI(
        title="Fixcite",
        description="Answers to repair questions from the makers' manuals, every citation checked.",
        version="0.1.0",
        lifespan=life,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
    )
    app.state.site = Site()
    app.state.running = running
    for module in (home, asks, predict, answers, handoffs, manuals, editions, jobs, review, health):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    problem.add_handlers(app)
    app.add_middleware(Front, limits=running.limits, observe=running.meters.observe_request)
    return app
