"""Takes jobs one after the other and runs the recipe. It does not know what the recipe does."""

from __future__ import annotations

import logging
import threading

from ingest.jobs import Job, Jobs
from ingest.pipeline import GaveBack, Pipeline
from kb_sources.errors import Conflict, FixciteError

_log = logging.getLogger(__name__)
_IDLE_S = 2.0  # how long to sleep when no one wakes the worker


class Worker:
    """Runs in a thread of its own, or in the caller's through `work_off`."""

    def __init__(self, queue: Jobs, pipeline: Pipeline) -> None:
        self._queue = queue
        self._pipeline = pipeline
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def idle(self) -> bool:
        """No thread of ours takes jobs."""
        return self._thread is None

    def wake(self) -> None:
        self._bell.set()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._loop, name="ingest-worker", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 20.0) -> None:
        """Stop after the page at hand; an unfinished job is taken up again at the next start."""
        self._stopping.set()
        self._bell.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def work_off(self) -> int:
        """Run jobs until none is free. Returns how many were run to an end."""
        ended = 0
        while not self._stopping.is_set() and (job := self._queue.claim()) is not None:
            ended += self.run(job)
        return ended

    def run(self, job: Job) -> bool:
        """Run one claimed job; False when it was only advanced or taken away."""
        try:
            self._pipeline.run(job)
            self._queue.finish(job, "done")
        except GaveBack:
            self._queue.give_back(job)
            return False
        except Conflict as lost:
            _log.info("job %s left: %s", job.id, lost)
            return False
        except FixciteError as error:
            self._fail(job, str(error))
        except Exception as error:
            _log.exception("job %s failed", job.id)
            self._fail(job, f"unexpected {type(error).__name__}: {error}")
        return True

    def _fail(self, job: Job, reason: str) -> None:
        try:
            self._queue.finish(job, "failed", reason)
        except Conflict as lost:
            _log.info("job %s left: %s", job.id, lost)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._bell.clear()
            try:
                self.work_off()
            except Exception:
                _log.exception("the ingest worker stumbled and goes on")
            self._bell.wait(_IDLE_S)
