"""The painter's own record: what to paint, the token to report to, and how far it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gpu_task.job.task_token import TokenGone

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_POLL_SECONDS = 0.5


@dataclass(frozen=True)
class PartOrder:
    """The frames from `first` up to `last` of a clip that several machines paint, and how."""

    first: int
    last: int
    scale: float
    effort: float


@dataclass(frozen=True)
class Assignment:
    """What this instance is to paint, and the token that the workflow waits on.

    `part` is the part of a clip that is this machine's; `joins` are the parts, (first, last) each,
    that others have painted and this machine joins.
    """

    job_id: str
    task_token: str
    style: str
    strength: float | None
    keep_colours: bool
    part: PartOrder | None = None
    joins: tuple[tuple[int, int], ...] = ()


class PainterRecord:
    """This instance's row of the painters table: no other row can be reached from here."""

    def __init__(self, table: "Table", painter_id: str) -> None:
        self._table = table
        self._key = {"painter_id": painter_id}

    def wait_for_assignment(
        self, patience_seconds: float, sleep: Callable[[float], None] = time.sleep
    ) -> Assignment:
        """Waits until the record is there and holds a token.

        Raises TokenGone when no token comes within the patience.
        """
        deadline = time.monotonic() + patience_seconds
        while True:
            item = self._table.get_item(Key=self._key, ConsistentRead=True).get("Item", {})
            if "task_token" in item:
                return _assignment(item)
            if time.monotonic() > deadline:
                raise TokenGone(f"no token came within {patience_seconds:.0f} seconds")
            sleep(_POLL_SECONDS)

    def show_progress(self, frame: int, of: int, phase: str, seconds_left: float | None) -> None:
        """Raises TokenGone when the job was deleted."""
        progress: dict[str, Any] = {"frame": frame, "of": of, "phase": phase}
        if seconds_left is not None:
            progress["seconds_left"] = Decimal(f"{seconds_left:.1f}")
        self._set({"progress": progress})

    def finish(self, notes: tuple[str, ...]) -> None:
        """The painting is laid down; `notes` are what the visitor should know about it."""
        self._set({"painted": True, "notes": list(notes)})

    def _set(self, changes: dict[str, Any]) -> None:
        try:
            self._table.update_item(
                Key=self._key,
                UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
                ConditionExpression="attribute_exists(task_token)",
                ExpressionAttributeNames={f"#{name}": name for name in changes},
                ExpressionAttributeValues={f":{name}": value for name, value in changes.items()},
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException as error:
            raise TokenGone("the job was deleted") from error


def _assignment(item: dict[str, Any]) -> Assignment:
    strength, part = item.get("strength"), item.get("part")
    return Assignment(
        job_id=item["job_id"],
        task_token=item["task_token"],
        style=item["style"],
        strength=float(strength) if strength else None,
        keep_colours=item.get("keep_colours") == "true",
        part=_part(part) if part else None,
        joins=tuple((int(one["first"]), int(one["last"])) for one in item.get("joins", ())),
    )


def _part(item: dict[str, Any]) -> PartOrder:
    return PartOrder(
        int(item["first"]), int(item["last"]), float(item["scale"]), float(item["effort"])
    )
