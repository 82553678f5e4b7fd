"""Job records in DynamoDB: every conditional write that keeps a job whole lives here.

Besides what `Job` shows, a record holds the two mail slots `accepted_mail` and `final_mail`. Of a
deleted job only its name stays, marked `deleted`, until it expires: a late event must not bring the
job back.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chalicelib.clock import Clock, timestamp
from chalicelib.errors import JobNotFound
from chalicelib.jobs import FINAL, ClipFacts, Ending, Job, Remains, Status, Upload, Wishes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

CLAIM_LASTS = timedelta(seconds=90)
"""Longer than the function that sends may run: an older claim belongs to one that died."""


class JobStore:
    """The jobs table of a stage."""

    def __init__(self, table: "Table", clock: Clock, keep_days: int) -> None:
        self._table = table
        self._clock = clock
        self._keep = timedelta(days=keep_days)

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
        try:
            self._table.put_item(Item=item, ConditionExpression="attribute_not_exists(job_id)")
        except self._conditional_check_failed:
            return self.get(job_id)
        return job_from_item(item)

    def get(self, job_id: str) -> Job:
        """Raises JobNotFound, also for a record that has expired but is not swept away yet."""
        item = self._table.get_item(Key={"job_id": job_id}, ConsistentRead=True).get("Item")
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
        item = self._table.get_item(Key={"job_id": job_id}, ConsistentRead=True).get("Item", {})
        if "deleted" not in item:
            return None
        return Remains(str(item["upload_key"]), tuple(map(str, _list(item["painters"]))))

    def save_clip(self, job_id: str, clip: ClipFacts) -> None:
        facts = {
            "frames": clip.frames,
            "width": clip.width,
            "height": clip.height,
            "seconds": Decimal(str(clip.seconds)),
        }
        self._update(job_id, {"clip": facts}, unfinished=True)

    def pin_style(self, job_id: str, etag: str) -> None:
        """The visitor's own style picture is the one that was checked, never a later one."""
        self._update(job_id, {"style_etag": etag}, unfinished=True)

    def unfinished(self, job_id: str) -> Job:
        """Raises JobNotFound for a job that has ended or was deleted."""
        job = self.get(job_id)
        if job.status.final:
            raise JobNotFound(f"no unfinished job {job_id}")
        return job

    def wait_for_capacity(self, job_id: str, reason: str) -> None:
        """`reason` tells the visitor what is waited for."""
        waiting = {"status": str(Status.WAITING_FOR_CAPACITY), "reason": reason}
        self._update(job_id, waiting, unfinished=True)

    def painter_launched(self, job_id: str, painter_id: str, *, of_part: bool) -> None:
        """From now on this painter counts, unless it paints a part only."""
        starting = {"status": str(Status.STARTING)}
        if not of_part:
            starting["painter_id"] = painter_id
        added = {"painters": {painter_id}}
        self._update(job_id, starting, removals=("reason",), added=added, unfinished=True)

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
            self._update(job_id, changes, removals=removals, unfinished=True)
        except JobNotFound:
            return Ending(self.get(job_id).status, first=False)
        return Ending(ending, first=True)

    def claim_mail(self, job_id: str, kind: str, slot: str) -> bool:
        """Takes the right to send the mail of a slot; False when it was sent or is being sent."""
        moment = self._clock()
        try:
            self._table.update_item(
                Key={"job_id": job_id},
                UpdateExpression="SET #slot = :claim",
                ConditionExpression=(
                    "attribute_exists(email) AND (attribute_not_exists(#slot)"
                    " OR (#slot.#state = :sending AND #slot.#at < :stale))"
                ),
                ExpressionAttributeNames={"#slot": slot, "#state": "state", "#at": "at"},
                ExpressionAttributeValues={
                    ":claim": {"kind": kind, "state": "sending", "at": timestamp(moment)},
                    ":sending": "sending",
                    ":stale": timestamp(moment - CLAIM_LASTS),
                },
            )
        except self._conditional_check_failed:
            return False
        return True

    def mail_sent(self, job_id: str, slot: str) -> bool:
        """Whether the mail of a slot has left or was refused for good, not merely been claimed."""
        item = self._table.get_item(Key={"job_id": job_id}, ConsistentRead=True).get("Item", {})
        claim = item.get(slot)
        return isinstance(claim, Mapping) and claim.get("state") != "sending"

    def confirm_mail(self, job_id: str, slot: str) -> None:
        self._update(job_id, {f"{slot}.state": "sent"})

    def give_up_mail(self, job_id: str, slot: str, why: str) -> None:
        self._update(job_id, {f"{slot}.state": "refused", f"{slot}.why": why})

    def withhold_mail(self, job_id: str, slot: str, why: str) -> None:
        """Takes the slot for good, so that no mail is ever sent of it."""
        self._update(job_id, {slot: {"state": "withheld", "why": why}}, unfinished=True)

    def unclaim_mail(self, job_id: str, slot: str) -> None:
        self._update(job_id, {}, removals=(slot,))

    def _update(
        self,
        job_id: str,
        changes: Mapping[str, Any],
        *,
        removals: tuple[str, ...] = (),
        added: Mapping[str, set[str]] | None = None,
        unfinished: bool = False,
    ) -> None:
        """Changes attributes (dotted paths) of an existing, or unfinished, job."""
        changes = {"updated_at": timestamp(self._clock()), **changes}
        values: dict[str, Any] = {f":v{i}": value for i, value in enumerate(changes.values())}
        expression = "SET " + ", ".join(f"{_path(p)} = :v{i}" for i, p in enumerate(changes))
        if removals:
            expression += " REMOVE " + ", ".join(_path(path) for path in removals)
        if added:
            expression += " ADD " + ", ".join(f"{_path(p)} :a{i}" for i, p in enumerate(added))
            values |= {f":a{i}": members for i, members in enumerate(added.values())}
        condition = "attribute_exists(email)"
        used = [*changes, *removals, *(added or ())]
        if unfinished:
            ends = {f":end{i}": str(end) for i, end in enumerate(sorted(FINAL))}
            condition += f" AND NOT #status IN ({', '.join(ends)})"
            values |= ends
            used.append("status")
        try:
            self._table.update_item(
                Key={"job_id": job_id},
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeNames={f"#{n}": n for path in used for n in path.split(".")},
                ExpressionAttributeValues=values,
            )
        except self._conditional_check_failed as error:
            raise JobNotFound(f"no unfinished job {job_id}") from error

    def _has_expired(self, item: Mapping[str, Any]) -> bool:
        return _number(item["expires_at"]) <= self._clock().timestamp()

    @property
    def _conditional_check_failed(self) -> type[Exception]:
        return self._table.meta.client.exceptions.ConditionalCheckFailedException


def job_from_item(item: Mapping[str, Any]) -> Job:
    """Reads a DynamoDB item."""
    clip = item.get("clip")
    return Job(
        job_id=str(item["job_id"]),
        status=Status(item["status"]),
        upload=Upload(
            str(item["upload_key"]), str(item["upload_etag"]), int(_number(item["upload_bytes"]))
        ),
        wishes=Wishes(
            email=str(item["email"]),
            style=str(item["style"]),
            strength=str(item.get("strength", "")),
            keep_colours=str(item.get("keep_colours", "")),
        ),
        created_at=str(item["created_at"]),
        updated_at=str(item["updated_at"]),
        expires_at=int(_number(item["expires_at"])),
        clip=_clip(clip) if clip else None,
        reason=item.get("reason"),
        style_etag=item.get("style_etag"),
        painter_id=item.get("painter_id"),
        painters=tuple(sorted(item.get("painters", ()))),
    )


def expiry(job: Job) -> datetime:
    return datetime.fromtimestamp(job.expires_at, UTC)


def _clip(item: Mapping[str, Any]) -> ClipFacts:
    return ClipFacts(
        frames=int(item["frames"]),
        width=int(item["width"]),
        height=int(item["height"]),
        seconds=float(item["seconds"]),
    )


def _path(dotted: str) -> str:
    """Every name by an alias: many common words are reserved in DynamoDB's expressions."""
    return ".".join(f"#{name}" for name in dotted.split("."))


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    return list(value)


def _number(value: Any) -> float:  # noqa: ANN401
    return float(value)
