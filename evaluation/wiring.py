"""Opens what is to be evaluated: the deployed service, or the same service over a dataset's manuals.

It asks and judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from api.wiring import Service, build
from evaluation.case import Case
from evaluation.dataset import Dataset
from evaluation.doors import HttpDoor, OwnDoor
from evaluation.run import Door
from ingest.desk import Described
from ingest.owner import Held, hold_or_reach
from kb_sources.errors import Conflict, InputRejected, SettingsInvalid
from kb_sources.manifest import ManifestLine
from kb_sources.settings import Settings

_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Stand:
    """Where cases are asked. `service` is None when it runs in another process."""

    door: Door
    asked: str  # where, in words
    service: Service | None = None


def settings_for(settings: Settings, name: str) -> Settings:
    """The deployed settings over a knowledge base of the dataset's own, which no customer meets."""
    return settings.model_copy(
        update={"data": settings.data / "datasets" / name, "tenant": f"dataset-{name}"}
    )


@contextmanager
def open_stand(
    settings: Settings, url: str = "", altered: Callable[[Service], Service] = lambda service: service
) -> Iterator[Stand]:
    """The service at `url`, else the kb-serve that owns KB_DATA, else one built here meanwhile.

    `altered` makes another service of the one built here; one that is reached answers as it does. Raises
    SettingsInvalid where `url` is no address.
    """
    if url:
        with httpx.Client(base_url=_address(url), headers=_headers(), timeout=_PATIENCE_S) as client:
            yield Stand(HttpDoor(client), f"over HTTP at {url}")
        return
    with hold_or_reach(settings.data) as holder:
        if isinstance(holder, Held):
            service = altered(build(settings))
            try:
                yield Stand(OwnDoor(service), "in process", service)
            finally:
                service.stop()
            return
        with httpx.Client(base_url=holder.url, headers=_headers(holder.token), timeout=_PATIENCE_S) as client:
            yield Stand(HttpDoor(client), f"over HTTP at {holder.url}")


def _address(url: str) -> httpx.URL:
    wrong = SettingsInvalid(f"{url!r} is no address of a kb-serve.", hint="--url http://127.0.0.1:8000")
    try:
        urlsplit(url)  # httpx takes "http://[" for a host of that name
        told = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise wrong from error
    if told.scheme not in ("http", "https") or not told.host:
        raise wrong
    return told


def add_manuals(
    service: Service,
    dataset: Dataset,
    *,
    again: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> None:
    """Bring a dataset's manuals in; those that are there already cost nothing.

    Raises InputRejected when one cannot be read: numbers over a part of the manuals would mislead.
    """
    for line in dataset.manuals():
        progress(line.file.name)
        try:
            receipt = service.desk.add(line.file, line.file.name, _described(line), again=again)
        except Conflict:
            continue  # superseded by another of the set: nothing of it is found, so nothing is read anew
        if receipt.job is None:
            continue
        service.workshop.worker.work_off()
        job = service.desk.job(receipt.job)
        if job.state != "done":
            raise InputRejected(f"{line.file.name} could not be read: {job.reason or job.state}.")


def absent_manuals(stand: Stand, cases: Sequence[Case]) -> list[str]:
    """Gold manuals that are not live here: their cases can only fail. Unknown of another process: none."""
    if stand.service is None:
        return []
    live = stand.service.catalogue.live(stand.service.settings.tenant).values()
    there = {edition.source_name for _, edition in live}
    return sorted({place.manual for case in cases for place in case.places} - there)


def _described(line: ManifestLine) -> Described:
    return Described(line.title, line.maker, line.products, line.language, line.revision)


def _headers(token: str = "") -> dict[str, str]:
    return {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
