from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from localcloud.console import executions_table, timeline_table
from localcloud.executions import Timeline, Visit, timeline

START = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def event(seconds: float, kind: str, **details: str) -> dict[str, Any]:
    _, state, how = kind.rpartition("State")
    key = f"state{how}" if state and how in ("Entered", "Exited") else "other"
    return {
        "type": kind,
        "timestamp": START + timedelta(seconds=seconds),
        f"{key}EventDetails": details,
    }


def numbered(*events: dict[str, Any]) -> list[dict[str, Any]]:
    """Each follows on the one before it, unless it says otherwise."""
    return [
        {"id": number, "previousEventId": number - 1} | one for number, one in enumerate(events, 1)
    ]


def description(status: str, seconds: float | None = None, **more: str) -> dict[str, Any]:
    stop = {} if seconds is None else {"stopDate": START + timedelta(seconds=seconds)}
    return {"name": "job", "status": status, "startDate": START, **stop, **more}


def test_a_state_that_succeeds_has_its_duration() -> None:
    events = numbered(
        event(0, "ExecutionStarted"),
        event(1, "TaskStateEntered", name="CheckUpload"),
        event(1, "TaskScheduled"),
        event(2.5, "TaskSucceeded"),
        event(2.5, "TaskStateExited", name="CheckUpload"),
        event(2.5, "ExecutionSucceeded"),
    )

    result = timeline(description("SUCCEEDED", 2.5), events)

    entered = START + timedelta(seconds=1)
    assert result.visits == (Visit("CheckUpload", entered, 1.5, "succeeded"),)
    assert (result.status, result.seconds) == ("succeeded", 2.5)


def test_tries_that_fail_before_one_succeeds_are_retries() -> None:
    events = numbered(
        event(0, "TaskStateEntered", name="LaunchInstance"),
        event(0, "TaskScheduled"),
        event(1, "TaskFailed", error="CapacityExceeded"),
        event(3, "TaskScheduled"),
        event(4, "TaskFailed", error="CapacityExceeded"),
        event(8, "TaskScheduled"),
        event(9, "TaskSucceeded"),
        event(9, "TaskStateExited", name="LaunchInstance"),
    )

    (visit,) = timeline(description("RUNNING"), events).visits

    assert (visit.outcome, visit.retries) == ("succeeded", 2)
    assert visit.errors == ("CapacityExceeded", "CapacityExceeded")


def test_a_state_whose_last_try_failed_was_left_through_a_catcher() -> None:
    events = numbered(
        event(0, "TaskStateEntered", name="PaintClip"),
        event(0, "TaskScheduled"),
        event(5, "TaskTimedOut", error="States.HeartbeatTimeout"),
        event(5, "TaskStateExited", name="PaintClip"),
        event(5, "TaskStateEntered", name="LaunchInstance"),
    )

    painting, launching = timeline(description("RUNNING"), events).visits

    assert (painting.outcome, painting.errors) == ("caught", ("States.HeartbeatTimeout",))
    assert (launching.outcome, launching.seconds) == ("running", None)


def test_parts_that_are_painted_at_once_are_told_apart() -> None:
    events = numbered(
        event(0, "MapStateEntered", name="PaintParts"),
        event(0, "MapStateStarted"),
        event(1, "TaskStateEntered", name="PaintPart"),
        event(2, "TaskStateEntered", name="PaintPart") | {"previousEventId": 2},
        event(3, "TaskFailed", error="Interrupted") | {"previousEventId": 3},
        event(5, "TaskStateExited", name="PaintPart") | {"previousEventId": 5},
        event(9, "TaskStateExited", name="PaintPart") | {"previousEventId": 4},
        event(9, "MapStateSucceeded"),
        event(9.5, "MapStateExited", name="PaintParts"),
    )

    whole, first, second = timeline(description("RUNNING"), events).visits

    assert (whole.state, whole.seconds, whole.outcome) == ("PaintParts", 9.5, "succeeded")
    assert (first.seconds, first.errors, first.outcome) == (4, ("Interrupted",), "caught")
    assert (second.seconds, second.errors, second.outcome) == (7, (), "succeeded")


@pytest.mark.parametrize(
    ("status", "last", "outcome"),
    [
        ("ABORTED", "ExecutionAborted", "aborted"),
        ("FAILED", "ExecutionFailed", "failed"),
        ("TIMED_OUT", "ExecutionTimedOut", "timed_out"),
    ],
)
def test_the_state_in_which_an_execution_ends_has_its_outcome(
    status: str, last: str, outcome: str
) -> None:
    events = numbered(event(0, "TaskStateEntered", name="PaintClip"), event(7, last, error="Why"))

    result = timeline(description(status, 7, error="Why", cause="because"), events)

    assert result.visits[0].outcome == outcome
    assert (result.error, result.cause) == ("Why", "because")


def test_a_timeline_is_plain_data_in_json() -> None:
    result = Timeline("job", "running", START, None, None, None, (Visit("CheckUpload", START),))

    plain = result.as_json()

    assert plain["started"] == plain["visits"][0]["entered"] == "2026-05-04T03:02:01+00:00"
    assert plain["visits"][0]["outcome"] == "running"


def test_tables_show_states_outcomes_and_errors() -> None:
    visits = (
        Visit("LaunchInstance", START, 4.0, "caught", 1, ("CapacityExceeded",) * 2),
        Visit("SendCapacityExceeded", START, 0.5, "timed_out"),
    )
    result = Timeline("job", "failed", START, 4.5, "Broken", "because", visits)
    console = Console(record=True, width=120)

    console.print(timeline_table(result))
    console.print(executions_table([result]))

    text = console.export_text()
    assert "CapacityExceeded ×2" in text
    assert "timed out" in text
    assert "job: failed after 4.5 s" in text
    assert "Broken: because" in text
