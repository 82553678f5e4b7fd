"""Each mail slot of a job is used once, on a real table."""

import uuid
from datetime import timedelta

import pytest

from chalicelib.errors import JobNotFound
from chalicelib.jobs import Job, Upload, Wishes
from chalicelib.mail_slots import CLAIM_LASTS, MailSlots, Slot
from localcloud.faults import Fault
from tests.chalicelib.conftest import Backend, Timepiece


@pytest.fixture
def slots(backend: Backend, clock: Timepiece) -> MailSlots:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.jobs_table)
    return MailSlots(table, clock)


@pytest.fixture
def job(backend: Backend) -> Job:
    upload, wishes = Upload("uploads/a/b.gif", '"etag"', 1234), Wishes("v@example.com", "scream")
    return backend.services.jobs.create(str(uuid.uuid4()), upload, wishes)


def test_a_mail_can_be_claimed_once(slots: MailSlots, job: Job) -> None:
    assert slots.claim(job.job_id, "ready", Slot.FINAL)
    assert not slots.claim(job.job_id, "ready", Slot.FINAL)
    assert not slots.settled(job.job_id, Slot.FINAL)
    slots.confirm(job.job_id, Slot.FINAL)
    assert slots.settled(job.job_id, Slot.FINAL)


def test_a_claim_that_was_given_back_can_be_taken_again(slots: MailSlots, job: Job) -> None:
    slots.claim(job.job_id, "ready", Slot.FINAL)
    slots.unclaim(job.job_id, Slot.FINAL)
    assert slots.claim(job.job_id, "ready", Slot.FINAL)


def test_the_claim_of_a_sender_that_died_is_taken_over(
    slots: MailSlots, job: Job, clock: Timepiece
) -> None:
    slots.claim(job.job_id, "ready", Slot.FINAL)
    clock.time += CLAIM_LASTS + timedelta(seconds=1)
    assert slots.claim(job.job_id, "ready", Slot.FINAL)


def test_a_claim_whose_answer_was_lost_is_had(backend: Backend, slots: MailSlots, job: Job) -> None:
    lost = Fault("dynamodb:UpdateItem", "ServiceUnavailable", 503, applied=True)
    backend.cloud.faults.add(lost)
    assert slots.claim(job.job_id, "ready", Slot.FINAL)
    assert backend.cloud.faults.hits() == 1
    assert not slots.claim(job.job_id, "ready", Slot.FINAL), "another call had it too"


def test_a_confirmed_mail_is_never_claimed_again(
    slots: MailSlots, job: Job, clock: Timepiece
) -> None:
    slots.claim(job.job_id, "ready", Slot.FINAL)
    slots.confirm(job.job_id, Slot.FINAL)
    clock.time += timedelta(days=1)
    assert not slots.claim(job.job_id, "ready", Slot.FINAL)


def test_the_two_kinds_of_mail_do_not_hinder_each_other(slots: MailSlots, job: Job) -> None:
    assert slots.claim(job.job_id, "accepted", Slot.ACCEPTED)
    assert slots.claim(job.job_id, "ready", Slot.FINAL)


def test_a_withheld_mail_is_never_claimed(slots: MailSlots, job: Job) -> None:
    slots.withhold(job.job_id, Slot.FINAL, "quota")
    assert slots.settled(job.job_id, Slot.FINAL)
    assert not slots.claim(job.job_id, "rejected", Slot.FINAL)


def test_no_mail_is_claimed_for_a_deleted_job(backend: Backend, slots: MailSlots, job: Job) -> None:
    backend.services.jobs.delete(job)
    assert not slots.claim(job.job_id, "ready", Slot.FINAL)
    with pytest.raises(JobNotFound):
        slots.confirm(job.job_id, Slot.FINAL)
