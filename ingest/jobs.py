"""The queue of ingest work: tables `jobs` and `job_pages`, leases and fence tokens.

It does not know what a job does. A worker that lost its lease cannot write any more: every change names the
fence token it was claimed with.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine, and_, delete, insert, or_, select, update

from kb_sources import schema
from kb_sources.errors import Conflict, NotFound
from kb_sources.naming import new_id

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
LEASE_S = 60.0
MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """One edition on its way into the index."""

    id: str
    tenant: str
    edition: str
    reading: str
    state: JobState
    stage: str  # where in the recipe it is: read, structure, publish, …
    pages_total: int  # 0 until the file was opened
    pages_done: int
    attempts: int
    fence: int
    reason: str  # why it failed or was cancelled
    created: float
    updated: float
    options: Mapping[str, Any]


class Jobs:
    """State changes of jobs; each is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def enqueue(self, tenant: str, edition: str, reading: str, options: Mapping[str, Any]) -> Job:
        """A queued job for a reading; the unfinished one when there is one already."""
        table = schema.jobs
        now = time.time()
        with self._engine.begin() as db:
            waiting = db.execute(
                select(table).where(
                    table.c.reading == reading,
                    table.c.state.in_(("queued", "running")),
                    table.c.tenant == tenant,
                )
            ).first()
            if waiting is not None:
                return _job(waiting)
            job = Job(
                new_id("job"),
                tenant,
                edition,
                reading,
                "queued",
                "queued",
                0,
                0,
                0,
                0,
                "",
                now,
                now,
                dict(options),
            )
            db.execute(insert(table).values(lease_until=0.0, **_row(job)))
            return job

    def claim(self) -> Job | None:
        """Lease the queued (or abandoned) job that was served longest ago; None when there is none.

        Serving in turn lets a manual of two pages overtake one of a thousand, whose worker gives it back
        after every slice while others wait.
        """
        table = schema.jobs
        now = time.time()
        free = or_(table.c.state == "queued", and_(table.c.state == "running", table.c.lease_until < now))
        query = select(table).where(free).order_by(table.c.updated).limit(1)
        if self._engine.dialect.name != "sqlite":
            query = query.with_for_update(skip_locked=True)
        with self._engine.begin() as db:
            row = db.execute(query).first()
            if row is None:
                return None
            if row.attempts >= MAX_ATTEMPTS:
                reason = f"given up after {row.attempts} attempts that ended without a word (worker killed?)"
                db.execute(
                    update(table)
                    .where(table.c.id == row.id)
                    .values(state="failed", reason=reason, updated=now)
                )
                return None
            db.execute(
                update(table)
                .where(table.c.id == row.id)
                .values(
                    state="running",
                    fence=row.fence + 1,
                    attempts=row.attempts + 1,
                    lease_until=now + LEASE_S,
                    updated=now,
                )
            )
            return _job(db.execute(select(table).where(table.c.id == row.id)).one())

    def others_wait(self, job: Job) -> bool:
        with self._reader.connect() as db:
            query = select(schema.jobs.c.id).where(
                schema.jobs.c.state == "queued", schema.jobs.c.id != job.id
            )
            return db.execute(query.limit(1)).first() is not None

    def advance(self, job: Job, *, stage: str, done: int = 0, total: int = 0) -> None:
        """Note progress and renew the lease. Raises Conflict when the job was cancelled or taken over.

        A page more than before proves that this attempt is worth something, so the count of silent deaths
        starts again.
        """
        values: dict[str, Any] = {
            "stage": stage,
            "lease_until": time.time() + LEASE_S,
            "updated": time.time(),
        }
        if total:
            values |= {"pages_done": done, "pages_total": total}
        if done > job.pages_done:
            values["attempts"] = 1
        self._change(job, values)

    def give_back(self, job: Job) -> None:
        """Back into the queue, behind the others, at no cost of an attempt."""
        self._change(job, {"state": "queued", "attempts": 0, "updated": time.time()})

    def finish(self, job: Job, state: JobState, reason: str = "") -> None:
        self._change(job, {"state": state, "stage": state, "reason": reason, "updated": time.time()})

    def requeue_abandoned(self) -> int:
        """Put every running job back; only for the sole owner of the knowledge base, at its start."""
        with self._engine.begin() as db:
            changed = db.execute(
                update(schema.jobs).where(schema.jobs.c.state == "running").values(state="queued")
            )
            return int(changed.rowcount)

    def cancel(self, tenant: str, job_id: str) -> Job:
        job = self.job(tenant, job_id)
        if job.state not in ("queued", "running"):
            raise Conflict(f"The job {job_id} is {job.state}; only waiting or running jobs can be cancelled.")
        with self._engine.begin() as db:
            db.execute(
                update(schema.jobs)
                .where(schema.jobs.c.id == job_id)
                .values(
                    state="cancelled", stage="cancelled", reason="cancelled on request", updated=time.time()
                )
            )
        return self.job(tenant, job_id)

    def retry(self, tenant: str, job_id: str) -> Job:
        """Queue a failed or cancelled job again; pages that were read are not read again."""
        job = self.job(tenant, job_id)
        if job.state not in ("failed", "cancelled"):
            raise Conflict(f"The job {job_id} is {job.state}; only failed or cancelled jobs can be retried.")
        with self._engine.begin() as db:
            db.execute(delete(schema.job_pages).where(schema.job_pages.c.job == job_id))
            db.execute(
                update(schema.jobs)
                .where(schema.jobs.c.id == job_id)
                .values(state="queued", stage="queued", reason="", attempts=0, updated=time.time())
            )
        return self.job(tenant, job_id)

    def job(self, tenant: str, job_id: str) -> Job:
        with self._reader.connect() as db:
            row = db.execute(
                select(schema.jobs).where(schema.jobs.c.tenant == tenant, schema.jobs.c.id == job_id)
            ).first()
        if row is None:
            raise NotFound(f"There is no job {job_id!r}.", hint="`kb-ingest status --jobs` lists them.")
        return _job(row)

    def jobs(self, tenant: str, limit: int = 100) -> list[Job]:
        """The newest jobs first."""
        with self._reader.connect() as db:
            rows = db.execute(
                select(schema.jobs)
                .where(schema.jobs.c.tenant == tenant)
                .order_by(schema.jobs.c.created.desc())
                .limit(limit)
            )
            return [_job(r) for r in rows]

    def note_page(self, job: Job, page: int, state: str, reason: str) -> None:
        """Write down a page that did not go as it should."""
        table = schema.job_pages
        with self._engine.begin() as db:
            db.execute(delete(table).where(table.c.job == job.id, table.c.page == page))
            db.execute(insert(table).values(job=job.id, page=page, state=state, reason=reason))

    def _change(self, job: Job, values: dict[str, Any]) -> None:
        table = schema.jobs
        mine = and_(table.c.id == job.id, table.c.fence == job.fence, table.c.state == "running")
        with self._engine.begin() as db:
            if db.execute(update(table).where(mine).values(**values)).rowcount != 1:
                raise Conflict(f"The job {job.id} was cancelled or taken over by another worker.")


def _row(job: Job) -> dict[str, Any]:
    return {c: getattr(job, c) for c in Job.__dataclass_fields__}


def _job(row: Any) -> Job:
    return Job(**{c: getattr(row, c) for c in Job.__dataclass_fields__})
