"""The conditional update of a job that is there, in words of attributes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.clock import Clock, timestamp
from chalicelib.errors import JobNotFound
from chalicelib.items import condition_failed
from chalicelib.jobs import FINAL

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class JobUpdates:
    """Changes records in the jobs table of a stage, never one of a deleted job."""

    def __init__(self, table: "Table", clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def update(
        self,
        job_id: str,
        changes: Mapping[str, Any],
        *,
        removals: tuple[str, ...] = (),
        added: Mapping[str, set[str]] | None = None,
        unfinished: bool = False,
    ) -> None:
        """Changes attributes (dotted paths) of an existing, or unfinished, job.

        Raises JobNotFound.
        """
        changes = {"updated_at": timestamp(self._clock()), **changes}
        request = _request(changes, removals, added or {}, unfinished)
        try:
            self._table.update_item(Key={"job_id": job_id}, **request)
        except condition_failed(self._table) as error:
            raise JobNotFound(f"no unfinished job {job_id}") from error


def _request(
    changes: Mapping[str, Any],
    removals: tuple[str, ...],
    added: Mapping[str, set[str]],
    unfinished: bool,
) -> dict[str, Any]:
    values: dict[str, Any] = {f":v{i}": value for i, value in enumerate(changes.values())}
    expression = "SET " + ", ".join(f"{_path(p)} = :v{i}" for i, p in enumerate(changes))
    if removals:
        expression += " REMOVE " + ", ".join(_path(path) for path in removals)
    if added:
        expression += " ADD " + ", ".join(f"{_path(p)} :a{i}" for i, p in enumerate(added))
        values |= {f":a{i}": members for i, members in enumerate(added.values())}
    condition = "attribute_exists(email)"
    used = [*changes, *removals, *added]
    if unfinished:
        ends = {f":end{i}": str(end) for i, end in enumerate(sorted(FINAL))}
        condition += f" AND NOT #status IN ({', '.join(ends)})"
        values |= ends
        used.append("status")
    return {
        "UpdateExpression": expression,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {f"#{name}": name for path in used for name in path.split(".")},
        "ExpressionAttributeValues": values,
    }


def _path(dotted: str) -> str:
    """Every name by an alias: many common words are reserved in DynamoDB's expressions."""
    return ".".join(f"#{name}" for name in dotted.split("."))
