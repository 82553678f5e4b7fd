"""Each job gets its accepted mail at most once, and exactly one final mail."""

import uuid
from typing import Any

import pytest

from chalicelib.errors import MailInFlight, MailNotTaken
from chalicelib.jobs import Job, Status, Upload, Wishes
from chalicelib.last_resort import settle_execution
from chalicelib.mail_slots import Slot
from chalicelib.mailing import send_mail
from chalicelib.mails import MailKind
from chalicelib.services import Services
from localcloud.faults import Fault
from localcloud.inbox import Mail
from tests.chalicelib.conftest import Backend


def new_job(backend: Backend, email: str | None = None) -> Job:
    address = f"{uuid.uuid4().hex}@example.com" if email is None else email
    upload = Upload("uploads/a/b.gif", '"etag"', 1234)
    return backend.services.jobs.create(str(uuid.uuid4()), upload, Wishes(address, "scream"))


def mails(backend: Backend, job: Job) -> list[Mail]:
    return [mail for mail in backend.cloud.inbox() if mail.to == (job.wishes.email,)]


def status(backend: Backend, job: Job) -> Status:
    return backend.services.jobs.get(job.job_id).status


def test_a_final_mail_ends_the_job_and_goes_once(backend: Backend) -> None:
    job = new_job(backend)
    assert send_mail(backend.services, job.job_id, MailKind.READY)
    assert not send_mail(backend.services, job.job_id, MailKind.READY)
    assert status(backend, job) is Status.READY
    assert len(mails(backend, job)) == 1


def test_a_mail_links_to_the_page_of_its_job(backend: Backend) -> None:
    job = new_job(backend)
    send_mail(backend.services, job.job_id, MailKind.READY)
    (mail,) = mails(backend, job)
    assert f"https://paint.example/#job={job.job_id}" in mail.text
    assert f"https://paint.example/#job={job.job_id}" in mail.html
    assert ("Auto-Submitted", "auto-generated") in mail.headers


def test_the_mail_tells_of_the_first_ending(backend: Backend) -> None:
    job = new_job(backend)
    backend.services.jobs.conclude(job.job_id, Status.REJECTED, "The file is empty.")
    send_mail(backend.services, job.job_id, MailKind.FAILED)
    (mail,) = mails(backend, job)
    assert "The file is empty." in mail.text


def test_the_accepted_mail_goes_once_and_not_after_the_end(backend: Backend) -> None:
    job, ended = new_job(backend), new_job(backend)
    assert send_mail(backend.services, job.job_id, MailKind.ACCEPTED)
    assert not send_mail(backend.services, job.job_id, MailKind.ACCEPTED)
    send_mail(backend.services, ended.job_id, MailKind.FAILED)
    assert not send_mail(backend.services, ended.job_id, MailKind.ACCEPTED)
    assert len(mails(backend, ended)) == 1


def test_a_mail_that_ses_refuses_can_be_sent_later(backend: Backend) -> None:
    job = new_job(backend)
    backend.cloud.faults.add(Fault("ses:SendEmail", "TooManyRequestsException", 429, count=None))
    with pytest.raises(MailNotTaken, match=r"^TooManyRequestsException$"):
        send_mail(backend.services, job.job_id, MailKind.READY)
    backend.cloud.faults.clear()
    assert mails(backend, job) == []
    assert send_mail(backend.services, job.job_id, MailKind.READY)


def test_a_mail_that_ses_will_never_take_is_given_up(backend: Backend) -> None:
    job = new_job(backend)
    backend.cloud.faults.add(Fault("ses:SendEmail", "MessageRejected", 400))
    assert not send_mail(backend.services, job.job_id, MailKind.READY)
    assert not send_mail(backend.services, job.job_id, MailKind.READY)
    assert mails(backend, job) == []
    assert status(backend, job) is Status.READY


def suppress(backend: Backend, job: Job) -> None:
    ses = backend.services.session.client("sesv2")
    ses.put_suppressed_destination(EmailAddress=job.wishes.email, Reason="BOUNCE")


def final_mail(backend: Backend, job: Job) -> Any:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.jobs_table)
    return table.get_item(Key={"job_id": job.job_id})["Item"]["final_mail"]


def test_no_mail_is_sent_to_who_bounced_and_the_record_says_why(backend: Backend) -> None:
    job = new_job(backend)
    suppress(backend, job)
    backend.cloud.faults.add(Fault("ses:SendEmail", "InternalFailure", 500, count=None))
    assert not send_mail(backend.services, job.job_id, MailKind.READY)
    assert not send_mail(backend.services, job.job_id, MailKind.READY)
    assert backend.cloud.faults.hits() == 0, "SES was asked to send"
    assert final_mail(backend, job)["state"] == "refused"
    assert final_mail(backend, job)["why"] == "suppressed"
    assert status(backend, job) is Status.READY


def test_a_mail_is_not_lost_when_ses_does_not_say_who_bounced(backend: Backend) -> None:
    job = new_job(backend)
    throttled = Fault("ses:GetSuppressedDestination", "TooManyRequestsException", 429)
    backend.cloud.faults.add(throttled)
    assert send_mail(backend.services, job.job_id, MailKind.READY)
    assert backend.cloud.faults.hits() == 1
    assert len(mails(backend, job)) == 1


def test_a_mail_goes_out_although_the_catalogue_cannot_be_read(backend: Backend) -> None:
    job = new_job(backend)
    backend.cloud.faults.add(Fault("s3:GetObject", "InternalError", 500, count=None))
    fresh = Services(backend.services.settings, backend.services.session)
    assert send_mail(fresh, job.job_id, MailKind.READY)


def test_a_mail_that_another_try_is_sending_is_left_to_it(backend: Backend) -> None:
    job = new_job(backend)
    backend.services.mail_slots.claim(job.job_id, "ready", Slot.FINAL)
    with pytest.raises(MailInFlight):
        send_mail(backend.services, job.job_id, MailKind.READY)
    assert mails(backend, job) == []


def test_without_an_address_the_job_ends_without_a_mail(backend: Backend) -> None:
    job = new_job(backend, email="nobody")
    assert not send_mail(backend.services, job.job_id, MailKind.REJECTED)
    assert status(backend, job) is Status.REJECTED


def test_no_mail_goes_to_who_deleted_the_job(backend: Backend) -> None:
    job = new_job(backend)
    backend.services.jobs.delete(job)
    assert not send_mail(backend.services, job.job_id, MailKind.READY)
    assert mails(backend, job) == []


def test_the_last_resort_sends_what_is_still_due_and_nothing_twice(backend: Backend) -> None:
    aborted, painted, told = (new_job(backend) for _ in range(3))
    backend.services.jobs.conclude(painted.job_id, Status.READY)
    send_mail(backend.services, told.job_id, MailKind.CAPACITY_EXCEEDED)
    for job in (aborted, painted, told):
        settle_execution(backend.services, job.job_id, "ABORTED")
        settle_execution(backend.services, job.job_id, "ABORTED")
        assert len(mails(backend, job)) == 1
    assert status(backend, aborted) is Status.FAILED
    assert "painted" in mails(backend, painted)[0].subject
    assert status(backend, told) is Status.CAPACITY_EXCEEDED


def test_the_last_resort_has_nothing_to_do_for_a_deleted_job(backend: Backend) -> None:
    job = new_job(backend)
    backend.services.jobs.delete(job)
    settle_execution(backend.services, job.job_id, "ABORTED")
    assert mails(backend, job) == []
