"""Job records in DynamoDB: the conditional writes that keep a job whole.

Besides what `Job` shows, a record holds the mail slots (`mail_slots.py`). Of a deleted job only its
name stays, marked `deleted`, until it expires: a late event must not bring the job back.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chalicelib.clock import Clock, timestamp
from chalicelib.errors import JobNotFound
from chalicelib.items import Item, put_new, read_item
from chalicelib.job_updates import JobUpdates
from chalicelib.jobs import ClipFacts, Ending, Job, Remains, Status, Upload, Wishes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class JobStore:
    """The jobs table of a stage."""

    def __init__(self, table: "Table", clock: Clock, keep_days: int) -> None:
        self._table = table
        self._clock = clock
        self._keep = timedelta(days=keep_days)
        self._updates = JobUpdates(table, clock)

    def create(self, job_id: str, upload: Upload, wishes: Wishes) -> Job:
        """Records a new job; an existing record of that name is returned untouched.

        Raises JobNotFound when the job was deleted or has expired.
        """
        moment = self._clock()
        item: dict[str, Any] = {
            "job_id": job_id,
            "status": str(Status.UPLOADED),
            "upload_key": upload.key,
            "upload_etag": upload.etag,
            "upload_bytes": upload.bytes,
            "email": wishes.email,
            "style": wishes.style,
            "strength": wishes.strength,
            "keep_colours": wishes.keep_colours,
            "created_at": timestamp(moment),
            "updated_at": timestamp(moment),
            "expires_at": int((moment + self._keep).timestamp()),
        }
        return job_from_item(item) if put_new(self._table, item, "job_id") else self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Raises JobNotFound, also for a record that has expired but is not swept away yet."""
        item = self._item(job_id)
        if item is None or "deleted" in item or self._has_expired(item):
            raise JobNotFound(f"no job {job_id}")
        return job_from_item(item)

    def delete(self, job: Job) -> Remains:
        """Forgets everything but names: from now on nothing is written or mailed for it."""
        self._table.put_item(
            Item={
                "job_id": job.job_id,
                "deleted": timestamp(self._clock()),
                "upload_key": job.upload.key,
                "painters": list(job.painters),
                "expires_at": job.expires_at,
            }
        )
        return Remains(job.upload.key, job.painters)

    def remains(self, job_id: str) -> Remains | None:
        """What is known of a job that was deleted; None for any other job."""
        item = self._item(job_id)
        if item is None or "deleted" not in item:
            return None
        return Remains(str(item["upload_key"]), tuple(map(str, item["painters"])))

    def save_clip(self, job_id: str, clip: ClipFacts) -> None:
        facts = {
            "frames": clip.frames,
            "width": clip.width,
            "height": clip.height,
            "seconds": Decimal(str(clip.seconds)),
        }
        self._updates.update(job_id, {"clip": facts}, unfinished=True)

    def pin_style(self, job_id: str, etag: str) -> None:
        """The visitor's own style picture is the one that was checked, never a later one."""
        self._updates.update(job_id, {"style_etag": etag}, unfinished=True)

    def unfinished(self, job_id: str) -> Job:
        """Raises JobNotFound for a job that has ended or was deleted."""
        job = self.get(job_id)
        if job.status.final:
            raise JobNotFound(f"no unfinished job {job_id}")
        return job

    def wait_for_capacity(self, job_id: str, reason: str) -> None:
        """`reason` tells the visitor what is waited for."""
        waiting = {"status": str(Status.WAITING_FOR_CAPACITY), "reason": reason}
        self._updates.update(job_id, waiting, unfinished=True)

    def painter_launched(self, job_id: str, painter_id: str, *, of_part: bool) -> None:
        """From now on this painter counts, unless it paints a part only."""
        starting = {"status": str(Status.STARTING)}
        if not of_part:
            starting["painter_id"] = painter_id
        added = {"painters": {painter_id}}
        self._updates.update(job_id, starting, removals=("reason",), added=added, unfinished=True)

    def conclude(
        self,
        job_id: str,
        ending: Status,
        reason: str | None = None,
        painter_id: str | None = None,
    ) -> Ending:
        """Ends the job; the first ending stays. Returns the one that counts.

        `painter_id` is whose painting it is. Raises JobNotFound when the visitor has deleted the
        job.
        """
        told = {"reason": reason, "painter_id": painter_id}
        changes = {"status": str(ending)} | {name: text for name, text in told.items() if text}
        # What was waited for tells why no machine was had, and nothing of another ending.
        keeps = bool(reason) or ending is Status.CAPACITY_EXCEEDED
        removals = () if keeps else ("reason",)
        try:
            self._updates.update(job_id, changes, removals=removals, unfinished=True)
        except JobNotFound:
            return Ending(self.get(job_id).status, first=False)
        return Ending(ending, first=True)

    def _item(self, job_id: str) -> Item | None:
        return read_item(self._table, {"job_id": job_id})

    def _has_expired(self, item: Item) -> bool:
        return float(item["expires_at"]) <= self._clock().timestamp()


def job_from_item(item: Item) -> Job:
    """Reads a DynamoDB item."""
    clip = item.get("clip")
    return Job(
        job_id=str(item["job_id"]),
        status=Status(item["status"]),
        upload=Upload(str(item["upload_key"]), str(item["upload_etag"]), int(item["upload_bytes"])),
        wishes=Wishes(
            email=str(item["email"]),
            style=str(item["style"]),
            strength=str(item.get("strength", "")),
            keep_colours=str(item.get("keep_colours", "")),
        ),
        created_at=str(item["created_at"]),
        updated_at=str(item["updated_at"]),
        expires_at=int(item["expires_at"]),
        clip=_clip(clip) if clip else None,
        reason=item.get("reason"),
        style_etag=item.get("style_etag"),
        painter_id=item.get("painter_id"),
        painters=tuple(sorted(item.get("painters", ()))),
    )


def expiry(job: Job) -> datetime:
    return datetime.fromtimestamp(job.expires_at, UTC)


def _clip(item: Item) -> ClipFacts:
    return ClipFacts(
        frames=int(item["frames"]),
        width=int(item["width"]),
        height=int(item["height"]),
        seconds=float(item["seconds"]),
    )
