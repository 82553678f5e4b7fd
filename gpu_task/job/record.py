"""The job record as the painter sees it: what to paint, the token to report to, progress."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gpu_task.job.task_token import TokenGone

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_POLL_SECONDS = 0.5
_UNFINISHED = ("uploaded", "waiting_for_capacity", "starting", "painting")


@dataclass(frozen=True)
class Assignment:
    """What this instance is to paint, and the token that the workflow waits on."""

    job_id: str
    task_token: str
    upload_key: str
    upload_etag: str
    style: str
    strength: float | None
    keep_colours: bool
    style_etag: str | None


class JobRecord:
    """One row of the jobs table, written only while this instance is the one that paints it."""

    def __init__(self, table: "Table", job_id: str, instance_id: str) -> None:
        self._table = table
        self._job_id = job_id
        self._instance_id = instance_id

    def wait_for_assignment(
        self, patience_seconds: float, sleep: Callable[[float], None] = time.sleep
    ) -> Assignment:
        """Waits until the record names this instance and holds a token.

        A token beside another instance's id is a stale one. Raises TokenGone when the job is
        deleted or no token comes within the patience.
        """
        deadline = time.monotonic() + patience_seconds
        while True:
            item = self._table.get_item(Key={"job_id": self._job_id}, ConsistentRead=True).get(
                "Item"
            )
            if item is None or item.get("status") not in _UNFINISHED:
                raise TokenGone(f"the job {self._job_id} has ended or was deleted")
            if item.get("instance_id") == self._instance_id and "task_token" in item:
                return _assignment(item)
            if time.monotonic() > deadline:
                raise TokenGone(f"no token came within {patience_seconds:.0f} seconds")
            sleep(_POLL_SECONDS)

    def show_progress(self, frame: int, of: int, phase: str, seconds_left: float | None) -> None:
        """Raises TokenGone when the job has ended, was deleted, or has another instance now."""
        progress: dict[str, Any] = {"frame": frame, "of": of, "phase": phase}
        if seconds_left is not None:
            progress["seconds_left"] = Decimal(f"{seconds_left:.1f}")
        self._set({"progress": progress, "status": "painting"})

    def finish(self, notes: tuple[str, ...]) -> None:
        """The painting is laid down; `notes` are what the visitor should know about it."""
        self._set({"painted": True, "notes": list(notes)})

    def refuse(self, reason: str) -> None:
        """Why this clip cannot be painted, in words for the visitor."""
        self._set({"reason": reason})

    def _set(self, changes: dict[str, Any]) -> None:
        changes |= {"updated_at": _now()}
        try:
            self._table.update_item(
                Key={"job_id": self._job_id},
                UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
                ConditionExpression="instance_id = :me AND #status IN (:starting, :going)",
                ExpressionAttributeNames={f"#{name}": name for name in {*changes, "status"}},
                ExpressionAttributeValues={
                    **{f":{name}": value for name, value in changes.items()},
                    ":me": self._instance_id,
                    ":starting": "starting",
                    ":going": "painting",
                },
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException as error:
            raise TokenGone(f"the job {self._job_id} is no longer this instance's") from error


def _assignment(item: dict[str, Any]) -> Assignment:
    strength = item.get("strength")
    return Assignment(
        job_id=item["job_id"],
        task_token=item["task_token"],
        upload_key=item["upload_key"],
        upload_etag=item["upload_etag"],
        style=item["style"],
        strength=float(strength) if strength else None,
        keep_colours=item.get("keep_colours") == "true",
        style_etag=item.get("style_etag"),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
