"""What a mail is made from, and what it becomes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+/[\w./#=%~-]*", re.ASCII)


class MailKind(StrEnum):
    """The mails of a job: *accepted* at most once, then exactly one of the others."""

    ACCEPTED = "accepted"
    READY = "ready"
    REJECTED = "rejected"
    CAPACITY_EXCEEDED = "capacity_exceeded"
    FAILED = "failed"


@dataclass(frozen=True)
class MailContent:
    """What a mail tells.

    `page_url` is the job's page (see `page_url()`), `frames` and `seconds` the length of the clip
    where it is known, `reason` why the job ended early, `kept_until` the day (ISO 8601) on which
    clip and painting are deleted.
    """

    job_id: str
    page_url: str
    kept_until: str
    style_title: str | None = None
    frames: int | None = None
    seconds: float | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.page_url):
            raise ValueError(f"The page of a job is an http(s) address, not {self.page_url!r}")

    @property
    def site_url(self) -> str:
        """The page where a clip can be sent."""
        site = urlsplit(self.page_url)
        return f"{site.scheme}://{site.netloc}{site.path}"


@dataclass(frozen=True)
class Mail:
    """A mail without sender and recipient; `headers` go into the message beside the usual ones."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


def page_url(site_url: str, job_id: str) -> str:
    """The address of a job's page: status while it is painted, the painting afterwards."""
    return f"{site_url.rstrip('/')}/#job={quote(job_id, safe='')}"
