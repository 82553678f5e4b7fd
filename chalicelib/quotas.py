"""Counts an upload in the day's quotas of its mailbox and of the identity that sent it."""

from datetime import date, timedelta

from chalicelib.addresses import Address
from chalicelib.errors import InvalidUpload
from chalicelib.jobs import Job
from chalicelib.mailing import withhold_final_mail
from chalicelib.quota_store import Verdict
from chalicelib.services import Services
from chalicelib.uploads import parse_key


def count_upload(services: Services, job: Job, address: Address) -> None:
    """Raises InvalidUpload when there were too many on the day that the job was recorded.

    Anyone can enter anyone's address: of the jobs that are too many, a mail tells of the first.
    """
    day = date.fromisoformat(job.created_at[:10])
    quotas = services.settings.quotas
    identity = parse_key(job.upload.key).identity_id
    # What is refused for its sender does not use up the quota of the mailbox.
    for kind, who, most, words in (
        ("identity", identity, quotas.per_identity, "from one browser"),
        ("address", address.mailbox, quotas.per_address, "for one e-mail address"),
    ):
        verdict = services.quotas.count(day, kind, who, job.job_id, most)
        if verdict is Verdict.WITHIN:
            continue
        if verdict is Verdict.OVER:
            withhold_final_mail(services, job, "over the quota")
        raise InvalidUpload(_reason(most, words, day))


def _reason(most: int, words: str, day: date) -> str:
    again = day + timedelta(days=1)
    return (
        f"The limit of uploads {words} is {most} a day, and it is reached; "
        f"please come again after 00:00 UTC on {again.day} {again:%B %Y}."
    )
