"""`kb-serve`: the service on one address. It takes the knowledge base, says where it listens, stops cleanly.

It does not know what the service does.
"""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn
from rich.console import Console
from rich.markup import escape

from api.limits import Limits
from ingest.owner import Held, hold_or_reach
from kb_sources.collecting import collect_seldom
from kb_sources.errors import Busy, FixciteError, SettingsInvalid
from kb_sources.settings import Settings, read_settings

if TYPE_CHECKING:
    from api.running import Running
    from api.wiring import Service

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
_err = Console(stderr=True)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(help="A name it is reached by, e.g. behind a proxy; editors then need the token."),
    ] = None,
    asks_at_once: Annotated[int, typer.Option(min=1, max=256, help="More asks than these wait outside.")] = 8,
) -> None:
    """Serve the web page, /ask and the editors' routes, and work off what is queued.

    Only this machine can reach it unless --host says otherwise; on another address, or with --name, whoever
    adds, changes or removes manuals must send the token kept in KB_DATA/owner.

    Examples: `kb-serve` · `kb-serve --port 9000` · `kb-serve --host 0.0.0.0 --name repair.example.org`
    """
    settings = read_settings()
    limits = _limits(host, tuple(name or ()), asks_at_once)
    with hold_or_reach(settings.data) as holder:
        if not isinstance(holder, Held):
            raise Busy(
                f"kb-serve (pid {holder.pid}) already serves {settings.data} at {holder.url}.",
                hint="Use that one, stop it, or set KB_DATA to another folder.",
            )
        _serve(settings, limits, holder, host, port)


def _serve(settings: Settings, limits: Limits, held: Held, host: str, port: int) -> None:
    from api.app import create_app
    from api.running import Running
    from api.telemetry import configure_logging

    configure_logging()
    running = Running(lambda: _build(settings), held.owner.token, limits)
    listener = _listen(host, port)
    shown_host, shown_port = listener.getsockname()[:2]
    url = f"http://{_reachable(shown_host)}:{shown_port}"

    def failed() -> None:
        server.should_exit = True

    server = _Server(
        uvicorn.Config(
            create_app(running, failed),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=limits.stop_seconds,
            server_header=False,
        ),
        running,
    )

    def stop(number: int, frame: FrameType | None) -> None:
        server.handle_exit(number, frame)

    # uvicorn raises the signal once more when it is done; by default that would end us before all is let go.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    held.announce(url)
    _tell(settings, url, limits)
    server.run(sockets=[listener])
    if isinstance(running.failure, FixciteError):
        raise running.failure
    if running.failure is not None:
        raise SystemExit(1)


def _build(settings: Settings) -> Service:
    from api.wiring import build  # with all below it: imported while the door already answers

    service = build(settings)
    collect_seldom()
    return service


class _Server(uvicorn.Server):
    """Ends open streams as soon as it is told to stop; uvicorn alone would wait for them."""

    def __init__(self, config: uvicorn.Config, running: Running) -> None:
        super().__init__(config)
        self._running = running

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._running.stopping.set()
        super().handle_exit(sig, frame)


def _limits(host: str, names: tuple[str, ...], asks_at_once: int) -> Limits:
    """On loopback only our own names are answered to; elsewhere or behind a name, editors need the token."""
    own = ("localhost", "127.0.0.1", "::1")
    if _is_loopback(host):
        hosts = (*own, host.lower(), *(n.lower() for n in names))
    else:
        hosts = (*own, *(n.lower() for n in names)) if names else ()
    return Limits(
        asks_at_once=asks_at_once, hosts=hosts, editors_need_token=bool(names) or not _is_loopback(host)
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; binding before anything is opened makes a taken port an error at once."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        raise SettingsInvalid(
            f"Cannot listen on {host} port {port}: {error.strerror or error}.",
            hint="Choose another with --host or --port.",
        ) from error
    return listener


def _reachable(host: str) -> str:
    if host == "0.0.0.0":
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def _tell(settings: Settings, url: str, limits: Limits) -> None:
    from ingest.wiring import can_ocr

    def line(part: str, state: str) -> None:
        _err.print(f"  {part:<9} {state}", highlight=False, soft_wrap=True)

    _err.print(f"Fixcite is at [bold]{url}[/bold]", highlight=False, soft_wrap=True)
    line("KB_DATA", str(settings.data.resolve()))
    line("index", settings.retrieval_store)
    line("OCR", "on" if can_ocr() else "off: scans and photos are not read (pip install 'fixcite[ocr]')")
    line(
        "editors",
        "need the token in KB_DATA/owner" if limits.editors_need_token else "anyone on this machine",
    )


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except FixciteError as error:
        _err.print(f"[red]✗[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
