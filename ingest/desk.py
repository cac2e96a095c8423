"""The editor's desk: everything that can be done to the knowledge base, for the command line and HTTP alike.

It does not print and knows no HTTP; long work is only queued here and done by a worker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.jobs import Job, Jobs
from ingest.matching import near_miss, same_manual, settling
from ingest.opening import Opened
from ingest.page import PageRead
from ingest.pipeline import PageReader, PassageIndex
from ingest.review import ReviewItem, parse_item, review_items, whole_edition
from ingest.sheets import Sheets
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue, Reading
from kb_sources.errors import Conflict, Gone, ManualUnreadable, NotFound, PayloadTooLarge
from kb_sources.manual import Edition, Language, Manual
from kb_sources.naming import new_id, unique
from kb_sources.tongue import language_of

MAX_BYTES = 300 * 1024 * 1024
_SHORTEST = 8  # characters of an edition's id that name it
_READ_AGAIN = "Save the file anew in a viewer and add that copy, or add it with --again."


@dataclass(frozen=True, slots=True)
class Described:
    """What whoever adds a file says about it; empty fields are derived from the file."""

    title: str = ""
    maker: str = ""
    products: tuple[str, ...] = ()
    language: Language | None = None
    revision: str = ""
    manual_id: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an added file. `job` is None when there was nothing to do."""

    job: str | None
    edition: str
    manual: str
    noop: bool
    message: str


@dataclass(frozen=True, slots=True)
class EditionStatus:
    edition: Edition
    report: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ManualStatus:
    manual: Manual
    editions: tuple[EditionStatus, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Desk:
    """An editor's actions within one tenant. `wake` tells the worker that there is work; `forget` is told of
    each edition that was removed."""

    tenant: str
    recipe: str
    catalogue: Catalogue
    sheets: Sheets
    queue: Jobs
    blobs: Blobs
    index: PassageIndex
    read: PageReader
    wake: Callable[[], None] = lambda: None
    forget: Callable[[str], None] = lambda edition: None

    # --- adding -----------------------------------------------------------------------------------------

    def add(
        self, path: Path, source_name: str, described: Described, *, again: bool = False, beside: bool = False
    ) -> Receipt:
        """Take a file in and queue its reading. Raises ManualUnreadable and its kin; then nothing is kept."""
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PayloadTooLarge(f"{source_name} has {size:,} bytes; {MAX_BYTES:,} are allowed.")
        if size == 0:
            raise ManualUnreadable(f"{source_name} is empty (0 bytes).", hint="Copy the file again.")
        if described.manual_id:
            self.catalogue.manual(self.tenant, described.manual_id)
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        settled = None if again else self._already_there(sha, source_name)
        if settled is not None:
            return settled
        state = self.catalogue.state_of(self.tenant, sha)
        if again and state in ("superseded", "retired"):
            raise Conflict(
                f"{source_name} is {state}.", hint="Bring it back with `kb-ingest rollback` first."
            )
        opened = self._open(path)
        if state == "needs_review" and described.manual_id:  # the doubt is settled: it is that manual's
            self.remove(sha)
            state = "removed"
        if state in (None, "removed"):
            self.blobs.put(data)
            edition = self._register(sha, source_name, described, opened, beside=beside)
        else:
            edition = self.catalogue.edition(self.tenant, sha)
        reading = self.catalogue.begin_reading(self.tenant, sha, self.recipe, again=again)
        job = self._enqueue(reading, {"language": described.language})
        message = f"{source_name}: {opened.pages} pages queued"
        if edition.state == "needs_review":
            message = f"{source_name} {self._doubt(edition)}"
        return Receipt(job.id, sha, edition.manual_id, noop=False, message=message)

    def _already_there(self, sha: str, source_name: str) -> Receipt | None:
        """A receipt when the same bytes were read by the same recipe, or are being read."""
        state = self.catalogue.state_of(self.tenant, sha)
        if state is None or state == "removed":
            return None
        edition = self.catalogue.edition(self.tenant, sha)
        same = [r for r in self.catalogue.readings(self.tenant, sha) if r.recipe == self.recipe]
        if state in ("superseded", "retired"):
            message = f"{source_name} is already known and {state}; `kb-ingest rollback` brings it back"
            return Receipt(None, sha, edition.manual_id, noop=True, message=message)
        if same and same[-1].state != "staged":
            message = f"{source_name} is unchanged: nothing to do (`--again` reads it again)"
            return Receipt(None, sha, edition.manual_id, noop=True, message=message)
        return None

    def _open(self, path: Path) -> Opened:
        events = self.read(path, frozenset())
        try:
            first = next(iter(events))
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()
        if not isinstance(first, Opened):
            raise ManualUnreadable(f"{path.name} could not be opened.")
        return first

    def _register(
        self, sha: str, source_name: str, described: Described, opened: Opened, *, beside: bool
    ) -> Edition:
        title = described.title.strip() or opened.title.strip() or Path(source_name).stem.replace("_", " ")
        language = described.language or language_of(title) or "en"
        products = unique(described.products)
        manual, unsure = self._match(described, title, language, products)
        edition = Edition(
            id=sha,
            manual_id=manual.id,
            revision=described.revision.strip(),
            language=described.language or manual.language,
            state="needs_review" if unsure else "staged",
            source_name=source_name,
            pages=opened.pages,
        )
        self.catalogue.register(manual, edition, beside=beside)
        return edition

    def _match(
        self, described: Described, title: str, language: Language, products: tuple[str, ...]
    ) -> tuple[Manual, bool]:
        """The manual this file is an edition of, and whether that is doubtful (then a new manual is made)."""
        if described.manual_id:
            return self.catalogue.manual(self.tenant, described.manual_id), False
        known = self.catalogue.manuals(self.tenant)
        maker = described.maker.strip()
        same = same_manual(known, maker=maker, title=title, language=described.language)
        if same is not None:
            return same, False
        fresh = Manual(new_id("man"), self.tenant, title, maker, products or (title,), language)
        return fresh, near_miss(known, fresh, language=described.language) is not None

    def _doubt(self, edition: Edition) -> str:
        """Why an edition awaits review, and what settles it."""
        manual = self.catalogue.manual(self.tenant, edition.manual_id)
        return settling(edition, near_miss(self.catalogue.manuals(self.tenant), manual))

    def _enqueue(self, reading: Reading, options: Mapping[str, Any]) -> Job:
        job = self.queue.enqueue(self.tenant, reading.edition, reading.id, options)
        self.wake()
        return job

    # --- looking ----------------------------------------------------------------------------------------

    def status(self) -> tuple[ManualStatus, ...]:
        """Every manual with its editions, newest edition last."""
        return tuple(self._status(m) for m in self.catalogue.manuals(self.tenant))

    def manual(self, manual_id: str) -> ManualStatus:
        return self._status(self.catalogue.manual(self.tenant, manual_id))

    def _status(self, manual: Manual) -> ManualStatus:
        editions = self.catalogue.editions(self.tenant, manual.id)
        readings = [self._standing(e) for e in editions]
        return ManualStatus(
            manual,
            tuple(EditionStatus(e, r.report if r else None) for e, r in zip(editions, readings, strict=True)),
        )

    def jobs(self, limit: int = 100) -> tuple[Job, ...]:
        return tuple(self.queue.jobs(self.tenant, limit))

    def job(self, job_id: str) -> Job:
        return self.queue.job(self.tenant, job_id)

    def page(self, edition_id: str, number: int) -> PageRead:
        """A page of the reading that stands for an edition. Raises NotFound, or Gone when removed."""
        if self.catalogue.state_of(self.tenant, edition_id) == "removed":
            raise Gone(f"The edition {edition_id[:12]}… was removed.")
        edition = self.catalogue.edition(self.tenant, edition_id)
        reading = self._standing(edition)
        if reading is None:
            raise NotFound(f"{edition.source_name} has not been read yet.", hint="Look at its job.")
        return self.sheets.page(reading.id, number)

    def picture(self, edition_id: str, number: int) -> bytes:
        """The page's 150 dpi PNG."""
        page = self.page(edition_id, number)
        if not page.picture:
            raise NotFound(f"Page {number} has no picture: {page.reason}.")
        return self.blobs.get(page.picture)

    def figure(self, edition_id: str, passage_id: str) -> bytes:
        """The PNG of a figure that a passage tells of. Raises NotFound, or Gone when it was removed."""
        edition = self.catalogue.edition(self.tenant, edition_id)
        passage = self.catalogue.passages([passage_id]).get(passage_id)
        readings = {r.id for r in self.catalogue.readings(self.tenant, edition.id)}
        if passage is None or passage.reading not in readings or not passage.figure:
            raise NotFound(f"{edition.source_name} has no such figure.", hint="Open its page instead.")
        return self.blobs.get(passage.figure)

    # --- changing ---------------------------------------------------------------------------------------

    def change(self, manual_id: str, values: Mapping[str, Any]) -> ManualStatus:
        """Change title, maker or products of a manual."""
        self.catalogue.manual(self.tenant, manual_id)
        self.catalogue.change_manual(self.tenant, manual_id, values)
        return self.manual(manual_id)

    def retire(self, name: str) -> tuple[Edition, ...]:
        """Take a manual (its live editions) or one edition out of search; old citations still open."""
        editions = [e for e in self._editions(name) if e.state == "live"]
        for edition in editions:
            self.catalogue.set_state(self.tenant, edition.id, "retired")
            self._drop_points(edition.id)
        return tuple(self.catalogue.edition(self.tenant, e.id) for e in editions)

    def rollback(self, name: str) -> Edition:
        """Bring the edition that was live before back, or the edition named."""
        editions = [e for e in self._editions(name) if e.state in ("superseded", "retired")]
        if not editions:
            raise Conflict(
                f"{name} has no edition that was superseded or retired.",
                hint="`kb-ingest status` shows states; name the manual or the edition to bring back.",
            )
        target = editions[-1]
        reading = self.catalogue.live_reading(self.tenant, target.id)
        if reading is None:
            raise Conflict(
                f"{target.source_name} was never read to the end.", hint="Add it again to go on with it."
            )
        replaced = [e for e in self.catalogue.editions(self.tenant, target.manual_id) if e.state == "live"]
        manual = self.catalogue.manual(self.tenant, target.manual_id)
        self.catalogue.mark_indexed(reading.id, True)
        self.index.publish(reading.id, manual, list(self.catalogue.passages_of(reading.id)))
        self.catalogue.set_state(self.tenant, target.id, "live")
        for edition in replaced:
            if self.catalogue.state_of(self.tenant, edition.id) != "live":
                self._drop_points(edition.id)
        return self.catalogue.edition(self.tenant, target.id)

    def remove(self, name: str) -> tuple[str, ...]:
        """Remove a manual or one edition with all that was made of it. Returns the editions removed."""
        editions = self._editions(name)
        for edition in editions:
            for job in self.queue.jobs(self.tenant, limit=1000):
                if job.edition == edition.id and job.state in ("queued", "running"):
                    self.queue.cancel(self.tenant, job.id)
            readings = [r.id for r in self.catalogue.readings(self.tenant, edition.id)]
            self.catalogue.erase(self.tenant, edition.id)
            for reading in readings:
                self.index.remove(self.tenant, reading)
            self.sheets.forget_fixes(self.tenant, edition.id)
            own = set() if self.catalogue.kept_by_others(self.tenant, edition.id) else {edition.id}
            for key in self.sheets.forget(readings) | own:
                self.blobs.remove(key)
            self.forget(edition.id)
        return tuple(e.id for e in editions)

    def cancel(self, job_id: str) -> Job:
        return self.queue.cancel(self.tenant, job_id)

    def retry(self, job_id: str) -> Job:
        job = self.queue.retry(self.tenant, job_id)
        self.wake()
        return job

    # --- reviewing --------------------------------------------------------------------------------------

    def review_list(self, edition_id: str | None = None) -> tuple[ReviewItem, ...]:
        """What a person should look at, worst first: of one edition, or of all live or awaiting review."""
        editions = (
            [self.catalogue.edition(self.tenant, edition_id)]
            if edition_id
            else [e for e in self.catalogue.editions(self.tenant) if e.state in ("live", "needs_review")]
        )
        found: list[ReviewItem] = []
        for edition in editions:
            if edition.state == "needs_review":
                title = self.catalogue.manual(self.tenant, edition.manual_id).title
                found.insert(0, whole_edition(edition.id, title, self._doubt(edition)))
            reading = self._standing(edition)
            if reading is not None:
                fixes = self.sheets.fixes(self.tenant, edition.id)
                found += review_items(edition.id, self.sheets.pages(reading.id), fixes)
        return tuple(found)

    def review_decide(self, item: str, text: str | None, author: str) -> Receipt:
        """Put an editor's words in place of a line, or confirm it (text None), and cut the manual anew.

        The fix is kept apart from the reading and is applied to every later one. An edition that awaits
        review is an item too: confirmed, it goes live as a manual of its own.
        """
        if ":" not in item:
            return self._settle(item, text)
        start, number, at = parse_item(item)
        edition = self.catalogue.edition(self.tenant, start)
        reading = self._standing(edition)
        if reading is None:
            raise NotFound(f"{edition.source_name} has not been read yet.", hint="Look at its job.")
        if at == 0:
            raise Conflict(f"Page {number} is no line that could be put right.", hint=_READ_AGAIN)
        lines = self.sheets.page(reading.id, number).lines
        if not 1 <= at <= len(lines):
            raise NotFound(
                f"Page {number} has no line {at}.", hint="`kb-ingest review list` shows their ids."
            )
        line = lines[at - 1]
        self.sheets.add_fix(
            self.tenant, edition.id, number, line.box, line.text, line.text if text is None else text, author
        )
        fresh = self.catalogue.begin_reading(self.tenant, edition.id, reading.recipe, again=True)
        job = self._enqueue(fresh, {"pages_of": reading.id, "language": edition.language})
        message = f"page {number}, line {at}: noted; {edition.source_name} is cut anew"
        return Receipt(job.id, edition.id, edition.manual_id, noop=False, message=message)

    def _settle(self, edition_id: str, text: str | None) -> Receipt:
        if text is not None:
            edition = self.catalogue.edition(self.tenant, edition_id)
            raise Conflict(
                f"{edition.source_name} is a whole edition, not a line.", hint="Approve it, or remove it."
            )
        edition = self.approve(edition_id)
        message = f"{edition.source_name} is {edition.state}, as a manual of its own"
        return Receipt(None, edition.id, edition.manual_id, noop=False, message=message)

    def approve(self, edition_id: str) -> Edition:
        """Let an edition that awaits review go live as a manual of its own."""
        edition = self.catalogue.edition(self.tenant, edition_id)
        if edition.state != "needs_review":
            raise Conflict(f"{edition.source_name} is {edition.state}; it does not await review.")
        self.catalogue.set_state(self.tenant, edition.id, "staged")
        staged = self._standing(edition)
        if staged is not None and staged.report is not None:
            self.catalogue.publish(staged)
        return self.catalogue.edition(self.tenant, edition.id)

    def _standing(self, edition: Edition) -> Reading | None:
        """The reading that stands for the edition; of one that awaits review, the one that is staged."""
        live = self.catalogue.live_reading(self.tenant, edition.id)
        if live is not None or edition.state != "needs_review":
            return live
        return next(iter(self.catalogue.readings(self.tenant, edition.id)[-1:]), None)

    def _editions(self, name: str) -> list[Edition]:
        """The editions of a manual by its id, or the one edition by (the start of) its sha256."""
        if any(m.id == name for m in self.catalogue.manuals(self.tenant)):
            return self.catalogue.editions(self.tenant, name)
        if len(name) < _SHORTEST:
            raise NotFound(
                f"There is no manual {name!r}.",
                hint=f"`kb-ingest status` lists ids; of an edition's, {_SHORTEST} characters are enough.",
            )
        return [self.catalogue.edition(self.tenant, name)]

    def _drop_points(self, edition_id: str) -> None:
        for reading in self.catalogue.readings(self.tenant, edition_id):
            self.index.remove(self.tenant, reading.id)
            self.catalogue.mark_indexed(reading.id, False)
