"""A job: one upload to be painted, and what is known about it."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a job is on its way; the last four are endings."""

    UPLOADED = "uploaded"
    WAITING_FOR_CAPACITY = "waiting_for_capacity"
    STARTING = "starting"
    PAINTING = "painting"
    READY = "ready"
    REJECTED = "rejected"
    CAPACITY_EXCEEDED = "capacity_exceeded"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        return self in FINAL


FINAL = frozenset({Status.READY, Status.REJECTED, Status.CAPACITY_EXCEEDED, Status.FAILED})


@dataclass(frozen=True)
class Ending:
    """How a job ended, and whether it is only now that it did."""

    status: Status
    first: bool


@dataclass(frozen=True)
class Remains:
    """What is kept of a deleted job, so that the deletion can be finished."""

    upload_key: str
    painters: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """What the visitor chose on the page, as the upload's metadata says it, unchecked."""

    email: str
    style: str
    strength: str = ""
    keep_colours: str = ""


@dataclass(frozen=True)
class Upload:
    """The uploaded object. The ETag pins its content: a later overwrite is never painted."""

    key: str
    etag: str
    bytes: int


@dataclass(frozen=True)
class ClipFacts:
    """What CheckUpload found in the file."""

    frames: int
    width: int
    height: int
    seconds: float


@dataclass(frozen=True)
class Job:
    """One row of the jobs table. Times are ISO 8601 in UTC; `expires_at` is Unix seconds (TTL).

    `painter_id` is the painter that counts now, `painters` are all that the job ever had.
    """

    job_id: str
    status: Status
    upload: Upload
    wishes: Wishes
    created_at: str
    updated_at: str
    expires_at: int
    clip: ClipFacts | None = None
    reason: str | None = None
    style_etag: str | None = None
    painter_id: str | None = None
    painters: tuple[str, ...] = ()
