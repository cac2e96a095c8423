"""The recipe: open → read → structure → chunk → store → index → publish. One screen, every step repeatable.

It does not know how a page is read or a passage is found, and keeps no state of its own: what a step has done
is in the catalogue, so a run that was killed anywhere goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ingest.chunking import chunk
from ingest.crops import Crops
from ingest.jobs import Job, Jobs
from ingest.opening import Opened, PageDone
from ingest.page import PageRead
from ingest.report import report
from ingest.seconds import Consults, SecondReadings
from ingest.sheets import Sheets, apply_fixes
from ingest.structure import structure
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue, Reading
from kb_sources.errors import Conflict, ManualUnreadable
from kb_sources.manual import Edition, Manual, Passage
from kb_sources.tongue import language_of

SLICE = 25  # pages after which a long manual lets a waiting one go first


class PassageIndex(Protocol):
    """The write side of the index."""

    def publish(self, reading: str, manual: Manual, passages: Iterable[Passage]) -> int: ...
    def remove(self, tenant: str, reading: str) -> None: ...


PageReader = Callable[[Path, frozenset[int]], Iterator[Opened | PageDone]]
Observer = Callable[[str], None]


class GaveBack(Exception):  # a signal to the worker, never an error
    """The slice is over and another manual waits."""


@dataclass(slots=True)
class _Progress:
    """How many pages of a job are read for good."""

    jobs: Jobs
    job: Job
    total: int
    done: int = 0

    def tell(self) -> None:
        """Note it and renew the lease. Raises Conflict when the job was taken away."""
        self.jobs.advance(self.job, stage="read", done=self.done, total=self.total)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The recipe with its tools. `observe` is told each named step as it begins."""

    catalogue: Catalogue
    sheets: Sheets
    jobs: Jobs
    blobs: Blobs
    index: PassageIndex
    read: PageReader
    scratch: Path
    observe: Observer = lambda step: None
    consultant: Consults | None = None  # a model that some pages are shown to
    in_flight: int = 4  # pages it is shown at once

    def run(self, job: Job) -> None:
        """Do a job from wherever it stands. Raises what makes it fail; Conflict when it was taken away."""
        reading = next(r for r in self.catalogue.readings(job.tenant, job.edition) if r.id == job.reading)
        edition = self.catalogue.edition(job.tenant, job.edition)
        try:
            self._read_pages(job, reading, edition)
            edition, manual, passages = self._cut(job, reading, edition)
            self._publish(job, reading, manual, passages)
        except Conflict:
            if self.catalogue.state_of(job.tenant, job.edition) == "removed":
                self._forget(reading)  # what was stored after the removal
            raise
        self._sweep(job.tenant)
        self.observe("done")

    def _read_pages(self, job: Job, reading: Reading, edition: Edition) -> None:
        self.observe("read")
        source = str(job.options.get("pages_of", ""))
        if source:
            self.sheets.copy(source, reading.id)
        progress = _Progress(self.jobs, job, edition.pages)
        second = SecondReadings(
            self.consultant,
            self.sheets,
            self.blobs,
            reading.id,
            self.in_flight,
            lambda page: self._note_second(job, page, progress),
        )
        done = self.sheets.numbers(reading.id)
        try:
            second.take_up()
            progress.done = len(done) - second.pending
            if not edition.pages or len(done) < edition.pages:
                self._read_first(job, reading, edition, progress, second)
            if not second.drain(progress.tell, lambda stored: stored >= SLICE and self.jobs.others_wait(job)):
                raise GaveBack
        finally:
            second.close()

    def _read_first(
        self, job: Job, reading: Reading, edition: Edition, progress: _Progress, second: SecondReadings
    ) -> None:
        """Have the pages read that are not there yet; those that a model is to see are put in line for it."""
        done = self.sheets.numbers(reading.id)
        original = self.scratch / f"{edition.id}-{job.fence}"
        original.parent.mkdir(parents=True, exist_ok=True)
        original.write_bytes(self.blobs.get(edition.id))
        events = self.read(original, done)
        try:
            fresh = 0
            for event in events:
                if isinstance(event, Opened):
                    progress.total = event.pages
                    self.catalogue.change_edition(job.tenant, edition.id, {"pages": event.pages})
                    progress.tell()
                    continue
                fresh += 1
                page = self._store_page(job, reading, event, second)
                progress.done += page.consulted is None
                second.ask(page)
                second.settle()
                progress.tell()
                if fresh >= SLICE and len(done) + fresh < progress.total and self.jobs.others_wait(job):
                    second.drain(progress.tell, lambda stored: True)
                    raise GaveBack
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()
            original.unlink(missing_ok=True)

    def _store_page(self, job: Job, reading: Reading, event: PageDone, second: SecondReadings) -> PageRead:
        self.observe("page")
        key = self.blobs.put(event.png) if event.png else ""
        page = second.marked(replace(event.page, picture=key))
        self.sheets.store(reading.id, page)
        if page.route == "failed":
            self.jobs.note_page(job, page.number, "failed", page.reason)
        return page

    def _note_second(self, job: Job, page: PageRead, progress: _Progress) -> None:
        self.observe("seen")
        consulted = page.consulted
        if consulted is not None and consulted.state == "fell_back":
            self.jobs.note_page(job, page.number, "fell_back", consulted.outcome)
        progress.done += 1
        progress.tell()

    def _cut(
        self, job: Job, reading: Reading, edition: Edition
    ) -> tuple[Edition, Manual, tuple[Passage, ...]]:
        self.observe("structure")
        self.jobs.advance(job, stage="structure")
        fixes = self.sheets.fixes(job.tenant, edition.id)
        pages = [apply_fixes(page, fixes) for page in self.sheets.pages(reading.id)]
        self._refuse_unreadable(edition, reading, pages)
        edition, manual = self._settle_language(job, edition, pages)
        structured = structure(pages, edition.language)
        self.observe("chunk")

        def note(picture: str) -> None:
            self.sheets.note_crop(reading.id, picture)
            self.jobs.advance(job, stage="chunk")  # a thousand figures take longer than a lease

        crops = Crops(self.blobs, self.sheets.pictures(reading.id), note)
        passages = chunk(structured, edition=edition.id, reading=reading.id, crop=crops)
        self.observe("store")
        self.catalogue.store_passages(reading.id, passages, report(pages, passages))
        return edition, manual, passages

    def _refuse_unreadable(self, edition: Edition, reading: Reading, pages: list[PageRead]) -> None:
        """Raise ManualUnreadable when no page was read: nothing may go live, and replace a manual, empty."""
        if any(page.route != "failed" for page in pages):
            return
        self._forget(reading)  # so that a retry reads the pages anew
        why = pages[0].reason if pages else "it has none"
        raise ManualUnreadable(
            f"No page of {edition.source_name} could be read: {why}.",
            hint="Open it in a viewer, save it anew and add that copy, then `kb-ingest remove` this one.",
        )

    def _forget(self, reading: Reading) -> None:
        for key in self.sheets.forget([reading.id]):
            self.blobs.remove(key)

    def _settle_language(self, job: Job, edition: Edition, pages: list[PageRead]) -> tuple[Edition, Manual]:
        manual = self.catalogue.manual(job.tenant, edition.manual_id)
        if job.options.get("language"):
            return edition, manual
        language = language_of("".join(line.text for page in pages for line in page.lines))
        if language is not None and language != edition.language:
            self.catalogue.change_edition(job.tenant, edition.id, {"language": language})
            manual = self.catalogue.change_manual(job.tenant, manual.id, {"language": language})
            edition = replace(edition, language=language)
        return edition, manual

    def _publish(self, job: Job, reading: Reading, manual: Manual, passages: tuple[Passage, ...]) -> None:
        self.observe("index")
        self.jobs.advance(job, stage="index")
        self.index.publish(reading.id, manual, passages)
        if self.catalogue.state_of(job.tenant, job.edition) == "needs_review":
            return
        self.observe("publish")
        self.jobs.advance(job, stage="publish")
        self.catalogue.publish(reading)

    def _sweep(self, tenant: str) -> None:
        """Delete the points of readings that were replaced; until then search leaves them out."""
        self.observe("sweep")
        staged = {r.id for r in self.catalogue.readings(tenant) if r.state == "staged"}
        for reading in self.catalogue.excluded(tenant) - staged:
            self.index.remove(tenant, reading)
            self.catalogue.mark_indexed(reading, False)
