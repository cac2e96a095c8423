"""What every route reaches for: the running service, and whether the caller may do an editor's work.

It does not know what any route does.
"""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request

from api.running import Running
from kb_sources.errors import Forbidden

_WHERE = "Send Authorization: Bearer with the token from the file `owner` in KB_DATA."


def running(request: Request) -> Running:
    found: Running = request.app.state.running
    return found


def editor(request: Request, app: Annotated[Running, Depends(running)]) -> None:
    """Let editors in. Raises Forbidden when a token is wrong, or missing where one is demanded.

    On this machine alone (loopback, no public name) whoever can reach the port may edit.
    """
    given = request.headers.get("authorization")
    if given is None:
        if app.limits.editors_need_token:
            raise Forbidden("This is an editor's work and needs a token.", hint=_WHERE)
        return
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), app.token.encode()):
        raise Forbidden("The token is wrong.", hint=_WHERE)


App = Annotated[Running, Depends(running)]
Editor = Depends(editor)
