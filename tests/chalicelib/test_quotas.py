"""A day's uploads are counted once per job, and what is too many is refused, on a real table."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from chalicelib.addresses import Address, parse_address
from chalicelib.errors import InvalidUpload
from chalicelib.jobs import Job, Upload, Wishes
from chalicelib.mailing import send_mail
from chalicelib.mails import MailKind
from chalicelib.quota_store import QuotaStore, Verdict
from chalicelib.quotas import count_upload
from tests.chalicelib.builders import QUOTAS
from tests.chalicelib.conftest import Backend

DAY, NEXT_DAY = date(2026, 3, 1), date(2026, 3, 2)


@pytest.fixture
def store(backend: Backend) -> QuotaStore:
    return new_store(backend)


def new_store(backend: Backend) -> QuotaStore:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.quotas_table)
    return QuotaStore(table)


def rows(backend: Backend) -> list[dict[str, Any]]:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.quotas_table)
    found: list[dict[str, Any]] = table.scan()["Items"]
    return found


def somebody() -> str:
    return f"{uuid.uuid4().hex}@example.com"


def an_identity() -> str:
    return f"eu-central-1:{uuid.uuid4()}"


def new_job(backend: Backend, email: str, identity: str | None = None) -> Job:
    job_id = str(uuid.uuid4())
    upload = Upload(f"uploads/{identity or an_identity()}/{job_id}.gif", '"etag"', 1234)
    return backend.services.jobs.create(job_id, upload, Wishes(email, "scream"))


def count(backend: Backend, job: Job) -> None:
    count_upload(backend.services, job, parse_address(job.wishes.email))


def refusal(backend: Backend, job: Job) -> str:
    with pytest.raises(InvalidUpload) as refused:
        count(backend, job)
    return str(refused.value)


def mails(backend: Backend, address: Address) -> int:
    return sum(mail.to == (address.text,) for mail in backend.cloud.inbox())


def test_a_day_takes_so_many_jobs_and_no_more(store: QuotaStore) -> None:
    who = somebody()
    verdicts = [store.count(DAY, "address", who, f"job-{i}", 2) for i in range(4)]
    assert verdicts == [Verdict.WITHIN, Verdict.WITHIN, Verdict.FIRST_OVER, Verdict.OVER]


def test_a_job_is_counted_once_and_gets_the_same_answer_again(store: QuotaStore) -> None:
    who = somebody()
    jobs = ("a", "a", "b", "a", "c", "c", "d", "b", "c")
    verdicts = [store.count(DAY, "address", who, job, 2) for job in jobs]
    assert [v is Verdict.WITHIN for v in verdicts] == [job in ("a", "b") for job in jobs]
    assert [job for job, v in zip(jobs, verdicts, strict=True) if v is Verdict.FIRST_OVER] == [
        "c",
        "c",
        "c",
    ]


def test_days_kinds_and_people_are_counted_apart(store: QuotaStore) -> None:
    who = somebody()
    assert store.count(DAY, "address", who, "a", 1) is Verdict.WITHIN
    assert store.count(NEXT_DAY, "address", who, "b", 1) is Verdict.WITHIN
    assert store.count(DAY, "identity", who, "c", 1) is Verdict.WITHIN
    assert store.count(DAY, "address", somebody(), "d", 1) is Verdict.WITHIN
    assert store.count(DAY, "address", who, "e", 1) is Verdict.FIRST_OVER


def test_who_counts_at_once_counts_right(backend: Backend) -> None:
    who, most = somebody(), 5

    def one(job: str) -> Verdict:
        return new_store(backend).count(date(2026, 4, 1), "address", who, job, most)

    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(one, [f"job-{i}" for i in range(20)]))
    assert verdicts.count(Verdict.WITHIN) == most
    assert verdicts.count(Verdict.FIRST_OVER) == 1


def test_no_row_tells_whose_it_is_and_all_expire(backend: Backend) -> None:
    who = somebody()
    new_store(backend).count(DAY, "address", who, "a", 1)
    new_store(backend).count(NEXT_DAY, "address", who, "b", 1)
    found = rows(backend)
    assert who.partition("@")[0] not in str(found)
    assert all("expires_at" in row for row in found)
    hashes = [r["quota"].rpartition("#")[2] for r in found if r.get("jobs") in ({"a"}, {"b"})]
    assert len(set(hashes)) == len(hashes), "two days must not be joined"


def test_a_mailbox_is_one_however_it_is_written(backend: Backend) -> None:
    name = uuid.uuid4().hex
    for email in (f"{name}@example.com", f"{name.upper()}@example.com", f"{name}+x@EXAMPLE.com"):
        count(backend, new_job(backend, email))
    said = refusal(backend, new_job(backend, f"{name}+y@example.com"))
    assert f"for one e-mail address is {QUOTAS.per_address} a day" in said
    assert "please come again after 00:00 UTC on" in said


def test_an_identity_has_its_quota_whatever_addresses_it_enters(backend: Backend) -> None:
    identity, victim = an_identity(), somebody()
    for _ in range(QUOTAS.per_identity):
        count(backend, new_job(backend, somebody(), identity))
    said = refusal(backend, new_job(backend, victim, identity))
    assert f"from one browser is {QUOTAS.per_identity} a day" in said
    for _ in range(QUOTAS.per_address):
        count(backend, new_job(backend, victim))


def test_deleting_a_job_gives_nothing_back(backend: Backend) -> None:
    email = somebody()
    for _ in range(QUOTAS.per_address):
        job = new_job(backend, email)
        count(backend, job)
        backend.services.jobs.delete(job)
    refusal(backend, new_job(backend, email))


def test_of_the_jobs_that_are_too_many_one_mail_tells(backend: Backend) -> None:
    email = somebody()
    for _ in range(QUOTAS.per_address):
        count(backend, new_job(backend, email))
    for _ in range(3):
        job = new_job(backend, email)
        refusal(backend, job)
        refusal(backend, job)
        send_mail(backend.services, job.job_id, MailKind.REJECTED)
        send_mail(backend.services, job.job_id, MailKind.FAILED)
    assert mails(backend, parse_address(email)) == 1
