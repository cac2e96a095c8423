"""Where a command line hands in its work: the knowledge base itself, or the service that owns it, over HTTP.

Both give the same plain values, so that a command prints the same and ends with the same code either way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx
from pydantic import TypeAdapter

from ingest.desk import Described
from ingest.owner import Held, Owner, hold_or_reach
from ingest.wiring import Workshop, build
from kb_sources import errors
from kb_sources.errors import FixciteError, SourceUnavailable
from kb_sources.settings import Settings

Plain = dict[str, Any]
Progress = Callable[[Plain], None]  # is told a job, again and again, until it has ended
_ENDED = ("done", "failed", "cancelled")
_POLL_S = 0.2


class Counter(Protocol):
    """What the commands ask for."""

    def add(self, path: Path, name: str, described: Described, *, again: bool, beside: bool) -> Plain: ...
    def follow(self, job_id: str, progress: Progress) -> Plain: ...
    def status(self) -> list[Plain]: ...
    def manual(self, manual_id: str) -> Plain: ...
    def jobs(self) -> list[Plain]: ...
    def change(self, name: str, action: str) -> Plain: ...
    def remove(self, name: str) -> Plain: ...
    def reindex(self) -> Plain: ...
    def review(self, edition: str | None) -> list[Plain]: ...
    def decide(self, item: str, text: str | None, author: str) -> Plain: ...


def plain(value: Any) -> Any:
    """A domain value as JSON would have it."""
    return TypeAdapter(type(value)).dump_python(value, mode="json")


@contextmanager
def open_counter(settings: Settings) -> Iterator[Counter]:
    """The service's counter when one runs on this KB_DATA, else our own for as long as the context lasts."""
    with hold_or_reach(settings.data) as holder:
        if isinstance(holder, Held):
            workshop = build(settings)
            workshop.queue.requeue_abandoned()
            try:
                yield OwnCounter(workshop)
            finally:
                workshop.close()
        else:
            with httpx.Client(
                base_url=holder.url, headers={"Authorization": f"Bearer {holder.token}"}, timeout=120
            ) as client:
                yield ServiceCounter(client, holder)


class OwnCounter:
    """We own the knowledge base and do the work in this process."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._desk = workshop.desk

    def add(self, path: Path, name: str, described: Described, *, again: bool, beside: bool) -> Plain:
        receipt: Plain = plain(self._desk.add(path, name, described, again=again, beside=beside))
        return receipt

    def follow(self, job_id: str, progress: Progress) -> Plain:
        if self._workshop.worker.idle:
            self._workshop.worker.start()
        while True:
            job: Plain = plain(self._desk.job(job_id))
            progress(job)
            if job["state"] in _ENDED:
                return job
            time.sleep(_POLL_S)

    def status(self) -> list[Plain]:
        return [plain(m) for m in self._desk.status()]

    def manual(self, manual_id: str) -> Plain:
        told: Plain = plain(self._desk.manual(manual_id))
        return told

    def jobs(self) -> list[Plain]:
        return [plain(j) for j in self._desk.jobs()]

    def change(self, name: str, action: str) -> Plain:
        if action == "retire":
            return {"editions": [plain(e) for e in self._desk.retire(name)]}
        return {"editions": [plain(self._desk.rollback(name))]}

    def remove(self, name: str) -> Plain:
        return {"removed": list(self._desk.remove(name))}

    def reindex(self) -> Plain:
        return {"passages": self._workshop.retrieval.index.rebuild(self._workshop.catalogue)}

    def review(self, edition: str | None) -> list[Plain]:
        return [plain(item) for item in self._desk.review_list(edition)]

    def decide(self, item: str, text: str | None, author: str) -> Plain:
        receipt: Plain = plain(self._desk.review_decide(item, text, author))
        return receipt


class ServiceCounter:
    """`kb-serve` owns the knowledge base; it does the work and we watch."""

    def __init__(self, client: httpx.Client, owner: Owner) -> None:
        self._client = client
        self._owner = owner

    def add(self, path: Path, name: str, described: Described, *, again: bool, beside: bool) -> Plain:
        fields = {
            "title": described.title,
            "maker": described.maker,
            "language": described.language or "",
            "revision": described.revision,
            "manual": described.manual_id,
            "again": "true" if again else "",
            "beside": "true" if beside else "",
            "products": ";".join(described.products),
        }
        with path.open("rb") as file:
            data = {k: v for k, v in fields.items() if v}
            return self._call("POST", "/manuals", data=data, files={"file": (name, file)})

    def follow(self, job_id: str, progress: Progress) -> Plain:
        while True:
            job = self._call("GET", f"/jobs/{job_id}")
            progress(job)
            if job["state"] in _ENDED:
                return job
            time.sleep(_POLL_S)

    def status(self) -> list[Plain]:
        return self._list("/manuals", "manuals")

    def manual(self, manual_id: str) -> Plain:
        return self._call("GET", f"/manuals/{manual_id}")

    def jobs(self) -> list[Plain]:
        return self._list("/jobs", "jobs")

    def change(self, name: str, action: str) -> Plain:
        return self._call("PATCH", f"/manuals/{name}", json={"action": action})

    def remove(self, name: str) -> Plain:
        return self._call("DELETE", f"/manuals/{name}")

    def reindex(self) -> Plain:
        return self._call("POST", "/index/rebuild")

    def review(self, edition: str | None) -> list[Plain]:
        return self._list("/review", "items", {"edition": edition} if edition else None)

    def decide(self, item: str, text: str | None, author: str) -> Plain:
        return self._call("PATCH", "/review", json={"id": item, "text": text, "author": author})

    def _list(self, path: str, key: str, params: Mapping[str, str] | None = None) -> list[Plain]:
        found: list[Plain] = self._call("GET", path, params=params)[key]
        return found

    def _call(self, method: str, path: str, **content: Any) -> Plain:
        try:
            response = self._client.request(method, path, headers={"Accept": "application/json"}, **content)
        except httpx.HTTPError as error:
            raise SourceUnavailable(
                f"kb-serve (pid {self._owner.pid}) at {self._owner.url} does not answer: {error}.",
                hint="Is it still starting? Try again, or stop it.",
            ) from error
        if response.is_success:
            told: Plain = response.json()
            return told
        raise problem_of(response)


def problem_of(response: httpx.Response) -> FixciteError:
    """The service's problem+json as the exception it was made from."""
    try:
        told = response.json()
    except ValueError:
        told = None
    problem = told if isinstance(told, dict) else {}  # another server may answer with anything
    kind = getattr(errors, str(problem.get("title", "")), FixciteError)
    if not (isinstance(kind, type) and issubclass(kind, FixciteError)):
        kind = FixciteError
    detail = str(problem.get("detail") or f"kb-serve answered {response.status_code}.")
    return kind(detail, hint=str(problem.get("hint") or ""))
