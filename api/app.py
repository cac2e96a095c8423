"""The HTTP application: routes, front door, errors, start and stop around one service.

It builds nothing of the service itself and reads no setting; both are api/wiring's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from api import problem
from api.feedback import Feedback
from api.front import Front
from api.limits import Limits
from api.routes import answers, asks, editions, health, home, jobs, manuals
from api.routes.access import Running, Service
from api.site import STATIC, Site
from api.telemetry import MeasuredAsk, Meters
from api.turnstile import Turnstile


def create_app(service: Service, limits: Limits | None = None) -> FastAPI:
    """The application around a service, which is started and stopped with it."""
    limits = limits or Limits()
    meters = Meters()
    app = FastAPI(
        title="Fixcite",
        description="Answers to repair questions from the makers' manuals, every citation checked.",
        version="0.1.0",
        lifespan=_lifespan,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
    )
    app.state.site = Site()
    app.state.running = Running(
        service=service,
        turnstile=Turnstile(MeasuredAsk(service.ask, meters), limits.asks_at_once),
        feedback=Feedback(service.desk.catalogue.engine, service.desk.tenant),
        meters=meters,
        limits=limits,
    )
    for module in (home, asks, answers, manuals, editions, jobs, health):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    problem.add_handlers(app)
    app.add_middleware(Front, limits=limits, observe=meters.observe_request)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Stop in the order in which nothing is lost: streams end, asks in flight finish, then the worker."""
    running: Running = app.state.running
    await run_in_threadpool(running.service.start)
    try:
        yield
    finally:
        running.stopping.set()
        await run_in_threadpool(running.turnstile.stop)
        await run_in_threadpool(running.service.stop)
