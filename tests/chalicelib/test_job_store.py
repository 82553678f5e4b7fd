"""The conditional writes that keep a job whole, on a real table."""

import uuid
from datetime import timedelta

import pytest

from chalicelib.errors import JobNotFound
from chalicelib.job_store import JobStore
from chalicelib.jobs import ClipFacts, Ending, Job, Status, Upload, Wishes
from tests.chalicelib.conftest import Backend, Timepiece

WISHES = Wishes("visitor@example.com", "scream", "0.5", "true")


@pytest.fixture
def store(backend: Backend, clock: Timepiece) -> JobStore:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.jobs_table)
    return JobStore(table, clock, keep_days=7)


@pytest.fixture
def job(store: JobStore) -> Job:
    return store.create(str(uuid.uuid4()), Upload("uploads/a/b.gif", '"etag"', 1234), WISHES)


def test_a_new_job_is_read_back_as_it_was_recorded(store: JobStore, job: Job) -> None:
    assert store.get(job.job_id) == job
    assert (job.status, job.wishes) == (Status.UPLOADED, WISHES)


def test_recording_a_job_again_changes_nothing(store: JobStore, job: Job) -> None:
    store.wait_for_capacity(job.job_id, "all machines are busy")
    again = store.create(job.job_id, Upload("uploads/other/b.gif", "x", 1), Wishes("", ""))
    assert again.upload == job.upload
    assert again.status is Status.WAITING_FOR_CAPACITY


def test_an_unknown_job_is_not_found(store: JobStore) -> None:
    with pytest.raises(JobNotFound):
        store.get(str(uuid.uuid4()))


def test_an_expired_job_is_not_found_although_it_lies_there(
    store: JobStore, job: Job, clock: Timepiece
) -> None:
    clock.time += timedelta(days=7, seconds=1)
    with pytest.raises(JobNotFound):
        store.get(job.job_id)


def test_the_facts_of_the_clip_are_kept(store: JobStore, job: Job) -> None:
    facts = ClipFacts(frames=12, width=320, height=240, seconds=1.25)
    store.save_clip(job.job_id, facts)
    assert store.get(job.job_id).clip == facts


def test_the_first_ending_stays(store: JobStore, job: Job) -> None:
    first = store.conclude(job.job_id, Status.REJECTED, "too long")
    assert first == Ending(Status.REJECTED, first=True)
    assert store.conclude(job.job_id, Status.FAILED) == Ending(Status.REJECTED, first=False)
    assert store.get(job.job_id).reason == "too long"


def test_what_was_waited_for_is_told_only_when_no_machine_was_had(
    store: JobStore, job: Job
) -> None:
    another = store.create(str(uuid.uuid4()), Upload("uploads/a/c.gif", "x", 1), WISHES)
    for one, ending in ((job, Status.CAPACITY_EXCEEDED), (another, Status.FAILED)):
        store.wait_for_capacity(one.job_id, "all machines are busy")
        store.conclude(one.job_id, ending)
    assert store.get(job.job_id).reason == "all machines are busy"
    assert store.get(another.job_id).reason is None


def test_nothing_is_launched_for_a_job_that_has_ended(store: JobStore, job: Job) -> None:
    store.conclude(job.job_id, Status.FAILED)
    with pytest.raises(JobNotFound):
        store.unfinished(job.job_id)
    with pytest.raises(JobNotFound):
        store.painter_launched(job.job_id, "role:i-1", of_part=False)


def test_the_last_painter_counts_and_all_are_remembered(store: JobStore, job: Job) -> None:
    store.wait_for_capacity(job.job_id, "all machines are busy")
    store.painter_launched(job.job_id, "role:i-1", of_part=False)
    store.painter_launched(job.job_id, "role:i-2", of_part=False)
    store.painter_launched(job.job_id, "role:i-3", of_part=True)
    found = store.get(job.job_id)
    assert found.painter_id == "role:i-2"
    assert found.painters == ("role:i-1", "role:i-2", "role:i-3")
    assert (found.status, found.reason) == (Status.STARTING, None)


def test_a_deleted_job_does_not_come_back(store: JobStore, job: Job) -> None:
    store.delete(job)
    with pytest.raises(JobNotFound):
        store.conclude(job.job_id, Status.READY)
    with pytest.raises(JobNotFound):
        store.get(job.job_id)
