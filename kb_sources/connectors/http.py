"""One manual at an http or https address: fetched whole, within limits, again only when it has changed.

It follows few redirects and none into a private network (addresses.py), keeps no credentials, and does not
judge the file beyond telling a web page from a manual.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpcore
import httpx

from kb_sources.addresses import PublicNetwork, Resolve, resolve
from kb_sources.errors import FixciteError, PayloadTooLarge, SourceUnavailable
from kb_sources.source import Fetched, SourceItem, SourceSettings, file_name

_MOST_HOPS = 5
_WAIT_S = {"connect": 15.0, "read": 30.0, "write": 15.0, "pool": 15.0}  # without a byte
_AGENT = "fixcite (kb-ingest)"
_REDIRECTS = (301, 302, 303, 307, 308)
_BROKEN = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)
# Whatever the type says, a page of a web site begins like this.
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<script", b"<?xml")
_NO_MANUALS = ("text/html", "application/xhtml", "audio/", "video/", "font/", "application/json")
_TAKE_IT_YOURSELF = "Download it in a browser and add the file."
_HINTS = {
    401: f"It wants a login. {_TAKE_IT_YOURSELF}",
    403: f"The site refuses programs, or wants a login. {_TAKE_IT_YOURSELF}",
    404: "Check the address.",
    410: "The site has taken it down; look for it elsewhere.",
    429: "Too many requests; try again later.",
}


class HttpSource:
    """One address. `items` asks no network; a stamp holds ETag and Last-Modified (RFC 9110, 8.8)."""

    def __init__(self, settings: SourceSettings, resolve: Resolve = resolve) -> None:
        self._settings = settings
        self._resolve = resolve
        self._url = checked_url(settings.location)

    def items(self) -> Iterator[SourceItem]:
        yield SourceItem(str(self._url), _name_of(self._url, ()))

    @contextmanager
    def fetch(self, item: SourceItem, stamp: str = "") -> Iterator[Fetched | None]:
        deadline = time.monotonic() + self._settings.total_s
        with tempfile.TemporaryDirectory(prefix="fixcite-fetch-") as folder:
            try:
                fetched = self._fetch(checked_url(item.location), stamp, Path(folder), deadline)
            except _BROKEN as error:
                raise self._unreached(item, error, time.monotonic() > deadline) from error
            yield fetched

    def _fetch(self, url: httpx.URL, stamp: str, folder: Path, deadline: float) -> Fetched | None:
        network = PublicNetwork(deadline, self._settings.own_hosts, self._resolve)
        with httpcore.ConnectionPool(httpx.create_ssl_context(), network_backend=network) as pool:
            for _ in range(_MOST_HOPS + 1):
                with pool.stream(
                    "GET", _core_url(url), headers=_headers(url, stamp), extensions={"timeout": _WAIT_S}
                ) as response:
                    if response.status in _REDIRECTS:
                        url = next_hop(url, _one(response, "location"))
                        continue
                    if response.status == 304 and stamp:
                        return None
                    return self._save(url, response, folder)
        raise SourceUnavailable(
            f"{shown(url)} redirects more than {_MOST_HOPS} times.", hint="Check the address."
        )

    def _save(self, url: httpx.URL, response: httpcore.Response, folder: Path) -> Fetched:
        kind = _one(response, "content-type").partition(";")[0].strip().lower()
        self._admit(url, response, kind)
        path = folder / "fetched"
        size = 0
        with path.open("wb") as file:
            for chunk in response.iter_stream():
                if size == 0:
                    _look(url, chunk, kind)
                size += len(chunk)
                self._bound(url, size)
                file.write(chunk)
        if size == 0:
            raise SourceUnavailable(f"{shown(url)} sent an empty file.", hint="Try again, or check it.")
        return Fetched(path, _name_of(url, response.headers), _stamp(response))

    def _admit(self, url: httpx.URL, response: httpcore.Response, kind: str) -> None:
        """Raise when the answer is not a file that may be taken."""
        if response.status != 200:
            later = (
                "The site has trouble; try again later." if response.status >= 500 else "Check the address."
            )
            raise SourceUnavailable(
                f"{shown(url)} answered {response.status}.", hint=_HINTS.get(response.status, later)
            )
        if kind.startswith(_NO_MANUALS):
            raise _no_manual(url, f"({kind})")
        if _one(response, "content-encoding") not in ("", "identity"):
            # Nobody asked for it, and unpacking without limit is how a small answer fills a disk.
            raise SourceUnavailable(f"{shown(url)} sent a packed answer.", hint=_TAKE_IT_YOURSELF)
        announced = _one(response, "content-length")
        if announced.isascii() and announced.isdigit():
            self._bound(url, int(announced))

    def _bound(self, url: httpx.URL, size: int) -> None:
        if size > self._settings.max_bytes:
            raise PayloadTooLarge(
                f"{shown(url)} is larger than {self._settings.max_bytes:,} bytes.",
                hint="Split the manual and add the parts.",
            )

    def _unreached(self, item: SourceItem, error: Exception, late: bool) -> FixciteError:
        where = shown(httpx.URL(item.location))
        if late:
            return SourceUnavailable(
                f"{where} took longer than {self._settings.total_s:g} s.",
                hint=f"Try again later. {_TAKE_IT_YOURSELF}",
            )
        if isinstance(error, httpcore.TimeoutException):
            return SourceUnavailable(f"{where} does not answer.", hint="Try again later.")
        if isinstance(error, httpcore.RemoteProtocolError):
            return SourceUnavailable(f"{where} broke off: {error}.", hint="Try again.")
        return SourceUnavailable(
            f"{where} cannot be reached: {error}.", hint="Check the address and the connection."
        )


def shown(url: httpx.URL) -> str:
    """An address as it may be printed and logged: a query can hold somebody's key."""
    return str(url.copy_with(query=None, fragment=None, userinfo=b""))


def checked_url(text: str) -> httpx.URL:
    """Raises SourceUnavailable for an address that is not http(s), has no host, or carries credentials."""
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceUnavailable("The address cannot be understood.", hint="Check the address.") from error
    if url.userinfo:
        raise SourceUnavailable(
            f"The address of {url.host} holds a user name or password; those are not taken.",
            hint=_TAKE_IT_YOURSELF,
        )
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceUnavailable(
            f"{shown(url)} is no http or https address with a host.", hint="Check the address."
        )
    return url.copy_with(fragment=None)


def next_hop(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads. Raises SourceUnavailable when it leads nowhere we go."""
    if not location:
        raise SourceUnavailable(f"{shown(url)} redirects to nowhere.", hint="Check the address.")
    try:
        target = checked_url(str(url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceUnavailable(f"{shown(url)} redirects to no address.", hint=_TAKE_IT_YOURSELF) from error
    if url.scheme == "https" and target.scheme == "http":
        raise SourceUnavailable(
            f"{shown(url)} redirects from https to plain http; that is not followed.",
            hint=_TAKE_IT_YOURSELF,
        )
    return target


def _core_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(url: httpx.URL, stamp: str) -> list[tuple[bytes | str, bytes | str]]:
    headers = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": _AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
    known = _validators(stamp)
    if known.get("etag"):
        headers["If-None-Match"] = known["etag"]
    if known.get("last-modified"):
        headers["If-Modified-Since"] = known["last-modified"]
    return list(headers.items())


def _stamp(response: httpcore.Response) -> str:
    """ETag and Last-Modified as JSON, "" when the server sent neither."""
    known = {name: _one(response, name)[:500] for name in ("etag", "last-modified")}
    known = {
        name: value for name, value in known.items() if value and value.isascii() and value.isprintable()
    }
    return json.dumps(known) if known else ""


def _validators(stamp: str) -> dict[str, str]:
    known: dict[str, str] = json.loads(stamp) if stamp else {}
    return known


def _look(url: httpx.URL, start: bytes, kind: str) -> None:
    """Raise when the first bytes are a web page's, or no PDF's where one was announced."""
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise _no_manual(url, "whatever its type says")
    if kind == "application/pdf" and len(start) >= 1024 and b"%PDF-" not in start[:1024]:
        raise SourceUnavailable(f"{shown(url)} is announced as PDF and is none.", hint=_TAKE_IT_YOURSELF)


def _no_manual(url: httpx.URL, why: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"{shown(url)} is a web page or the like, no manual {why}.",
        hint="Copy the address of the file itself (its download link).",
    )


def _one(response: httpcore.Response, name: str) -> str:
    """The first header of that name, "" when there is none."""
    return next((_text(v) for n, v in response.headers if _text(n).lower() == name), "").strip()


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _name_of(url: httpx.URL, headers: Any) -> str:
    """The file name the server gives (RFC 6266), else the end of the path, else the host."""
    sent = next((_text(v) for n, v in headers if _text(n).lower() == "content-disposition"), "")
    told = Message()
    told["Content-Disposition"] = sent.replace("\r", " ").replace("\n", " ")
    path = unquote(url.path.rstrip("/"))
    return file_name(told.get_filename() or "", "") or file_name(path, "") or file_name(url.host, "manual")


def build(settings: SourceSettings) -> HttpSource:
    return HttpSource(settings)
