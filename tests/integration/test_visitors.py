"""Visitors who come too often, with an address that is not written to, or with other files."""

import urllib.request
import uuid
from datetime import UTC, datetime

import pytest

from chalicelib.mails import MailKind
from chalicelib.quota_store import QuotaStore
from localcloud.job import Job
from tests.clips import tiny_clip
from tests.integration.conftest import STAGE
from tests.integration.running import Running

REJECTED = ["CheckUpload", "SendRejected"]


def use_up(running: Running, email: str, uploads: int) -> None:
    """As many uploads of the address as that, today."""
    name = f"{running.deployment.stack_name}-quotas"
    store = QuotaStore(running.cloud.session().resource("dynamodb").Table(name))
    for _ in range(uploads):
        job = str(uuid.uuid4())
        store.count(datetime.now(UTC).date(), "address", email, job, STAGE.quotas.per_address)


def refused(running: Running, email: str) -> Job:
    job = running.send(tiny_clip(), email=email)
    assert running.states(job) == REJECTED, running.story(job)
    assert job.record()["status"] == "rejected"
    assert running.machines(job) == []
    return job


def test_too_many_uploads_for_an_address_are_refused_and_told_by_one_mail(
    running: Running,
) -> None:
    name = uuid.uuid4().hex
    use_up(running, f"{name}@example.com", STAGE.quotas.per_address - 1)
    within = running.send(b"no picture", email=f"{name}@example.com")
    running.finished(within)
    assert "not a GIF" in within.record()["reason"]
    first = refused(running, f"{name.upper()}+again@example.com")
    assert "for one e-mail address is 4 a day, and it is reached" in first.record()["reason"]
    assert "come again after 00:00 UTC on" in first.record()["reason"]
    assert running.mails(first) == [MailKind.REJECTED]
    later = refused(running, f"{name}@example.com")
    assert later.record()["reason"] == first.record()["reason"]
    assert running.mails(later) == [MailKind.REJECTED], "that of the upload within the quota"


@pytest.mark.parametrize("domain", ["denied.example", "Mail.Denied.example"])
def test_an_address_of_a_denied_domain_is_refused_and_not_written_to(
    running: Running, domain: str
) -> None:
    job = refused(running, f"{uuid.uuid4().hex}@{domain}")
    assert "of this domain; please use another address" in job.record()["reason"]
    assert running.mails(job) == []


def test_who_bounced_is_not_written_to_and_the_painting_is_on_the_page(running: Running) -> None:
    email = f"{uuid.uuid4().hex}@example.com"
    ses = running.client("sesv2")
    ses.put_suppressed_destination(EmailAddress=email, Reason="BOUNCE")
    job = running.send(tiny_clip(), email=email)
    running.finished(job)
    assert job.record()["status"] == "ready"
    assert running.mails(job) == []
    for slot in ("accepted_mail", "final_mail"):
        mail = running.item(job)[slot]
        assert (mail["state"], mail["why"]) == ("refused", "suppressed")
    assert job.painting("gif")[:3] == b"GIF"


def test_a_file_that_is_too_large_is_refused_unread_and_deleted_at_once(running: Running) -> None:
    job = running.send(b"\0" * (STAGE.limits.bytes + 100_000))
    assert running.states(job) == REJECTED, running.story(job)
    assert job.record()["reason"] == "The file has 20.1 MB; the limit is 20.0 MB."
    assert running.files(job.job_id) == []
    assert running.mails(job) == [MailKind.REJECTED]


def test_a_style_picture_that_is_too_large_is_deleted_before_its_clip_comes(
    running: Running,
) -> None:
    visitor, job_id = running.visitor(), str(uuid.uuid4())
    bucket = running.deployment.uploads_bucket
    visitor.upload(bucket, f"{job_id}.style", b"\0" * (STAGE.limits.bytes + 1), {})
    running.eventually(lambda: running.files(job_id) == [])
    wishes = {"email": f"{uuid.uuid4().hex}@example.com", "style": "own"}
    visitor.upload(bucket, f"{job_id}.gif", tiny_clip(), wishes)
    job = Job(job_id, running.cloud, running.deployment)
    running.finished(job)
    assert "did not arrive, or is larger than 20.0 MB" in job.record()["reason"]
    assert running.files(job_id) == []


def test_what_comes_after_a_deletion_is_deleted_too(running: Running) -> None:
    visitor, job_id = running.visitor(), str(uuid.uuid4())
    bucket = running.deployment.uploads_bucket
    wishes = {"email": f"{uuid.uuid4().hex}@example.com", "style": "scream"}
    visitor.upload(bucket, f"{job_id}.gif", b"no picture", wishes)
    job = Job(job_id, running.cloud, running.deployment)
    running.finished(job)
    request = urllib.request.Request(f"{running.deployment.api_url}/jobs/{job_id}", method="DELETE")
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 204
    for name in (f"{job_id}.gif", f"{job_id}.style"):
        visitor.upload(bucket, name, tiny_clip(), wishes)
        running.eventually(lambda: running.files(job_id) == [])
    assert job.record() == {}


@pytest.mark.parametrize("whose", ["own", "another's"])
def test_an_upload_in_place_of_a_recorded_one_is_deleted(running: Running, whose: str) -> None:
    visitor, job_id = running.visitor(), str(uuid.uuid4())
    bucket = running.deployment.uploads_bucket
    wishes = {"email": f"{uuid.uuid4().hex}@example.com", "style": "scream"}
    clip = visitor.upload(bucket, f"{job_id}.gif", tiny_clip(), wishes)
    job = Job(job_id, running.cloud, running.deployment)
    running.finished(job)
    intruder = visitor if whose == "own" else running.visitor()
    key = intruder.upload(bucket, f"{job_id}.gif", tiny_clip(frames=3), wishes)
    running.eventually(lambda: key not in running.keys(bucket))
    assert (clip in running.keys(bucket)) == (whose == "another's")
    assert job.record()["status"] == "ready"


@pytest.mark.parametrize(
    "name",
    [
        "cat.gif",
        "a b+c%20d.gif",
        "..%2f..%2fstyles/scream.jpg",
        "<img src=x onerror=alert(1)>.gif",
        "\u202egif.exe",
        "somebody@example.com.gif",
        "x" * 900,
    ],
)
def test_an_object_outside_the_key_scheme_is_deleted(running: Running, name: str) -> None:
    bucket = running.deployment.uploads_bucket
    key = running.visitor().upload(bucket, name, tiny_clip(), {"style": "scream"})
    running.eventually(lambda: key not in running.keys(bucket))
