"""What every route reaches for: the running service, and whether the caller may do an editor's work.

It does not know what any route does.
"""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass, field
from typing import Annotated, Protocol

from fastapi import Depends, Request

from api.feedback import Feedback
from api.limits import Limits
from api.telemetry import Meters
from api.turnstile import Asking, Turnstile
from ingest.desk import Desk
from kb_sources.errors import Forbidden


class Service(Protocol):
    """What api.wiring builds."""

    @property
    def ask(self) -> Asking: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def token(self) -> str: ...

    def unready(self) -> str:
        """Why asks cannot be answered at the moment; "" when they can."""
        ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Running:
    """One application at work. `stopping` is set when open streams should end."""

    service: Service
    turnstile: Turnstile
    feedback: Feedback
    meters: Meters
    limits: Limits
    stopping: threading.Event = field(default_factory=threading.Event)


def running(request: Request) -> Running:
    found: Running = request.app.state.running
    return found


def editor(request: Request, app: Annotated[Running, Depends(running)]) -> None:
    """Let editors in. Raises Forbidden when a token is wrong, or missing where one is demanded.

    On this machine alone (loopback) whoever can reach the port may edit: they could as well run kb-ingest.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme and (
        scheme.lower() != "bearer" or not hmac.compare_digest(token.encode(), app.service.token.encode())
    ):
        raise Forbidden("The token is wrong.", hint="Send the token from KB_DATA/owner.")
    if not scheme and app.limits.editors_need_token:
        raise Forbidden(
            "This needs the editor's token.",
            hint="Send Authorization: Bearer with the token from KB_DATA/owner.",
        )


App = Annotated[Running, Depends(running)]
Editor = Depends(editor)


def prefers_html(request: Request) -> bool:
    """Whether the caller is a browser: it names text/html, and not after application/json."""
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    if "text/html" not in accepted:
        return False
    return "application/json" not in accepted[: accepted.index("text/html")]
