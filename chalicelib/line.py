"""The line of jobs that want a machine: so many paint at once, whoever came first goes first.

A place is held from the first try to launch until the machine is released, so the first places of
the line are those that may paint. Two jobs that come within the same milliseconds may both see
themselves among the first; EC2's own limit holds all the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key

from chalicelib.clock import Clock, timestamp
from chalicelib.items import Item, put_new

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_KEPT = timedelta(days=3)
"""Longer than an execution may run: what is older was left behind."""


@dataclass(frozen=True)
class Place:
    """One job's, or one part's, place; `task_token` when its execution waits to be called."""

    job_id: str
    name: str
    since: str
    task_token: str | None = None

    def waited(self, now: datetime) -> timedelta:
        return now - datetime.fromisoformat(self.since)


def place_name(job_id: str, part: str | None) -> str:
    """The key of a place; the workflow builds the same one."""
    return job_id if part is None else f"{job_id}#{part}"


class Line:
    """One of the lines in the line table of a stage."""

    def __init__(self, table: "Table", clock: Clock, line: str) -> None:
        self._table = table
        self._clock = clock
        self._line = line

    def places(self) -> tuple[Place, ...]:
        """All places, the first one first."""
        query: dict[str, Any] = {
            "KeyConditionExpression": Key("line").eq(self._line),
            "ConsistentRead": True,
        }
        items: list[Item] = []
        while True:
            page = self._table.query(**query)
            items += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        return tuple(sorted((_place(item) for item in items), key=lambda p: (p.since, p.name)))

    def stand(self, job_id: str, part: str | None) -> tuple[Place, int]:
        """Takes the last place, or keeps the one it has. Returns it, and how many are before it."""
        name = place_name(job_id, part)
        moment = self._clock()
        item: dict[str, Any] = {
            "line": self._line,
            "place": name,
            "job_id": job_id,
            "since": timestamp(moment),
            "expires_at": int((moment + _KEPT).timestamp()),
        }
        put_new(self._table, item, "place")
        places = self.places()
        before = [place.name for place in places].index(name)
        return places[before], before

    def leave(self, place: Place) -> None:
        self._table.delete_item(Key={"line": self._line, "place": place.name})


def _place(item: Item) -> Place:
    return Place(
        job_id=str(item["job_id"]),
        name=str(item["place"]),
        since=str(item["since"]),
        task_token=item.get("task_token"),
    )
