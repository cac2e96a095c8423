"""Jobs: leases, fences, fairness; a lost lease can never write; nothing is lost or done twice."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ingest import jobs as module
from ingest.jobs import MAX_ATTEMPTS, Job, Jobs
from kb_sources.database import connect
from kb_sources.errors import Conflict, NotFound


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        self.now += 0.001
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def jobs(tmp_path: Path, clock: Clock) -> Jobs:
    return Jobs(connect(f"sqlite:///{tmp_path}/jobs.db"))


def claimed(jobs: Jobs) -> Job:
    job = jobs.claim()
    assert job is not None
    return job


def test_the_same_reading_is_queued_once(jobs: Jobs) -> None:
    first = jobs.enqueue("t", "e1", "r1", {})
    assert jobs.enqueue("t", "e1", "r1", {}).id == first.id
    assert jobs.enqueue("t", "e2", "r2", {}).id != first.id


def test_a_worker_that_lost_its_lease_cannot_write(jobs: Jobs, clock: Clock) -> None:
    jobs.enqueue("t", "e1", "r1", {})
    slow = claimed(jobs)
    assert jobs.claim() is None
    clock.now += module.LEASE_S + 1
    quick = claimed(jobs)
    assert quick.id == slow.id
    assert quick.fence == slow.fence + 1
    for write in (lambda: jobs.advance(slow, stage="read"), lambda: jobs.finish(slow, "done")):
        with pytest.raises(Conflict):
            write()
    jobs.finish(quick, "done")
    assert jobs.job("t", quick.id).state == "done"


def test_progress_renews_the_lease(jobs: Jobs, clock: Clock) -> None:
    jobs.enqueue("t", "e1", "r1", {})
    job = claimed(jobs)
    for page in range(1, 4):
        clock.now += module.LEASE_S - 5
        jobs.advance(job, stage="read", done=page, total=9)
    assert jobs.claim() is None
    assert (jobs.job("t", job.id).pages_done, jobs.job("t", job.id).pages_total) == (3, 9)


def test_a_short_manual_overtakes_a_long_one(jobs: Jobs) -> None:
    long = jobs.enqueue("t", "long", "r1", {})
    job = claimed(jobs)
    short = jobs.enqueue("t", "short", "r2", {})
    assert jobs.others_wait(job)
    jobs.give_back(job)
    assert claimed(jobs).id == short.id
    assert claimed(jobs).id == long.id


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(jobs: Jobs, clock: Clock) -> None:
    job = jobs.enqueue("t", "e", "r", {})
    for _ in range(MAX_ATTEMPTS):
        claimed(jobs)
        clock.now += module.LEASE_S + 1
    assert jobs.claim() is None
    ended = jobs.job("t", job.id)
    assert ended.state == "failed"
    assert "attempts" in ended.reason
    assert jobs.retry("t", job.id).state == "queued"


def test_pages_read_between_the_deaths_keep_a_job_alive(jobs: Jobs, clock: Clock) -> None:
    jobs.enqueue("t", "e", "r", {})
    for page in range(1, 3 * MAX_ATTEMPTS):
        jobs.advance(claimed(jobs), stage="read", done=page, total=100)
        clock.now += module.LEASE_S + 1
    assert claimed(jobs).pages_done == 3 * MAX_ATTEMPTS - 1


def test_cancelling_takes_the_job_from_its_worker(jobs: Jobs) -> None:
    jobs.enqueue("t", "e", "r", {})
    job = claimed(jobs)
    jobs.cancel("t", job.id)
    with pytest.raises(Conflict):
        jobs.advance(job, stage="read")
    with pytest.raises(Conflict):
        jobs.cancel("t", job.id)
    with pytest.raises(NotFound):
        jobs.job("other", job.id)


class JobStates(RuleBasedStateMachine):
    """Two workers and a clock that jumps: every job ends once, by the worker that holds its lease."""

    @initialize()
    def begin(self) -> None:
        self.clock = Clock()
        module.time = self.clock  # type: ignore[assignment]
        self.jobs = Jobs(connect("sqlite://"))
        self.held: list[Job] = []
        self.ended: list[str] = []

    @rule(name=st.sampled_from("abcd"))
    def enqueue(self, name: str) -> None:
        self.jobs.enqueue("t", name, f"reading-{name}-{len(self.ended)}", {})

    @rule()
    def claim(self) -> None:
        job = self.jobs.claim()
        if job is not None:
            self.held.append(job)

    @rule(seconds=st.sampled_from([1, 30, 70]))
    def wait(self, seconds: int) -> None:
        self.clock.now += seconds

    @rule(data=st.data(), how=st.sampled_from(["done", "give_back", "advance"]))
    def work(self, data: st.DataObject, how: str) -> None:
        if not self.held:
            return
        job = data.draw(st.sampled_from(self.held))
        try:
            if how == "done":
                self.jobs.finish(job, "done")
                self.ended.append(job.id)
            elif how == "give_back":
                self.jobs.give_back(job)
            else:
                self.jobs.advance(job, stage="read")
        except Conflict:
            self.held.remove(job)

    @invariant()
    def each_ends_once(self) -> None:
        assert len(self.ended) == len(set(self.ended))


TestJobStates = JobStates.TestCase
TestJobStates.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)


@pytest.fixture(autouse=True)
def _real_time() -> object:
    import time

    yield
    module.time = time  # type: ignore[assignment]
