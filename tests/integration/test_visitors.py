"""Visitors who come too often, or with an address that is not written to."""

import uuid
from datetime import UTC, datetime

import pytest

from chalicelib.mails import MailKind
from chalicelib.quota_store import QuotaStore
from localcloud.job import Job
from tests.integration.conftest import STAGE
from tests.integration.running import Running, tiny_clip

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
