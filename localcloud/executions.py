"""What executions of a state machine did, from what Step Functions records of them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Visit:
    """One stay of an execution in a state.

    `seconds` is None and `outcome` is `running` while it lasts; afterwards `outcome` is
    `succeeded`, `caught`, or how the execution ended in it (`failed`, `timed_out`, `aborted`).
    `errors` are those of its tries, in order; `retries` is the number of tries after the first.
    """

    state: str
    entered: datetime
    seconds: float | None = None
    outcome: str = "running"
    retries: int = 0
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """An execution from its start, with its status in lower case (`running`, `succeeded`, …)."""

    name: str
    status: str
    started: datetime
    seconds: float | None
    error: str | None
    cause: str | None
    visits: tuple[Visit, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data, with times in ISO 8601."""
        plain = asdict(self)
        for record in (plain, *plain["visits"]):
            for key in ("started", "entered"):
                if key in record:
                    record[key] = record[key].isoformat()
        return plain


def timeline(description: Mapping[str, Any], events: Iterable[Event]) -> Timeline:
    """The timeline of a described execution with the events of its history, the oldest first."""
    status, stopped = description["status"].lower(), description.get("stopDate")
    return Timeline(
        name=description["name"],
        status=status,
        started=description["startDate"],
        seconds=(stopped - description["startDate"]).total_seconds() if stopped else None,
        error=description.get("error") or None,
        cause=description.get("cause") or None,
        visits=tuple(_visits(events, status)),
    )


def _visits(events: Iterable[Event], status: str) -> list[Visit]:
    """The items of a Map are painted at once: an event belongs where the one before it does."""
    visits: list[Visit] = []
    owners: dict[int, int] = {}
    for event in events:
        kind = event["type"]
        if kind.endswith("StateEntered"):
            visits.append(Visit(event["stateEnteredEventDetails"]["name"], event["timestamp"]))
            owner = len(visits) - 1
        elif kind.endswith("StateExited"):
            name = event["stateExitedEventDetails"]["name"]
            owner = _open_visit(visits, name, owners.get(event.get("previousEventId", 0)))
        else:
            owner = owners.get(event.get("previousEventId", 0), -1)
        owners[event["id"]] = owner
        if kind.startswith("Execution"):
            visits = [v if v.seconds is not None else _left(v, event, status) for v in visits]
        elif owner >= 0 and visits[owner].seconds is None:
            visits[owner] = _after(visits[owner], event)
    return visits


def _open_visit(visits: list[Visit], name: str, likely: int | None) -> int:
    """Which visit is left: a Map's end follows on the end of one of its items."""
    if likely is not None and visits[likely].state == name:
        return likely
    return max(i for i, v in enumerate(visits) if v.state == name and v.seconds is None)


def _after(visit: Visit, event: Event) -> Visit:
    kind = event["type"]
    if kind.endswith("StateExited"):
        # As many errors as tries: the last one failed too, so a catcher led out of the state.
        caught = len(visit.errors) > visit.retries
        return _left(visit, event, "caught" if caught else "succeeded")
    if kind.endswith("Scheduled") and visit.errors:
        return replace(visit, retries=visit.retries + 1)
    if error := _error(event):
        return replace(visit, errors=(*visit.errors, error))
    return visit


def _left(visit: Visit, event: Event, outcome: str) -> Visit:
    seconds = (event["timestamp"] - visit.entered).total_seconds()
    return replace(visit, seconds=seconds, outcome=outcome)


def _error(event: Event) -> str | None:
    if not event["type"].endswith(("Failed", "TimedOut")):
        return None
    for key, details in event.items():
        if key.endswith("EventDetails") and "error" in details:
            return str(details["error"])
    return None


def read_timeline(states: "SFNClient", execution_arn: str) -> Timeline:
    """The timeline of an execution. Raises `ExecutionDoesNotExist` of the client."""
    description = states.describe_execution(executionArn=execution_arn)
    pages = states.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
    return timeline(description, [event for page in pages for event in page["events"]])


def read_timelines(states: "SFNClient") -> tuple[Timeline, ...]:
    """The timelines of all executions of all state machines, the newest first."""
    machines = states.list_state_machines()["stateMachines"]
    arns = [
        execution["executionArn"]
        for machine in machines
        for page in states.get_paginator("list_executions").paginate(
            stateMachineArn=machine["stateMachineArn"]
        )
        for execution in page["executions"]
    ]
    found = [read_timeline(states, arn) for arn in arns]
    return tuple(sorted(found, key=lambda execution: execution.started, reverse=True))


def now() -> datetime:
    """The present, which running executions are measured against."""
    return datetime.now(UTC)
