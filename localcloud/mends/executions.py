"""What is left of an execution after its end.

Stock: the thread of an execution that was stopped goes on: it finishes its task, records events
after the end, waits for the next retry and runs the task again, and a failure turns ABORTED into
FAILED.
AWS: nothing happens in an execution after its end.
"""

from contextvars import ContextVar

from ministack.services import stepfunctions

from localcloud.mends.patching import Mend, Untyped, replaces

Execution = dict[str, Untyped]

LAST_EVENTS = {
    "ExecutionSucceeded",
    "ExecutionFailed",
    "ExecutionAborted",
    "ExecutionTimedOut",
}

_current: ContextVar[Execution | None] = ContextVar("_current", default=None)


class Ended(SystemExit):
    """Ends the thread of an execution that is over, without a trace."""


def current() -> Execution | None:
    """The execution that the calling thread runs."""
    return _current.get()


def is_over(execution: Execution | None) -> bool:
    """Whether the execution was stopped, failed or timed out in the meantime."""
    return execution is not None and execution["status"] != "RUNNING"


def end_if_over() -> None:
    """Leave the thread when its execution is over."""
    if is_over(current()):
        raise Ended


def apply() -> None:
    """Let nothing follow the end of an execution."""

    @replaces(stepfunctions, "_run_execution")
    def run(stock: Mend, arn: str) -> Untyped:
        _current.set(stepfunctions._executions.get(arn))
        return stock(arn)

    @replaces(stepfunctions, "_add_event")
    def add(stock: Mend, execution: Execution, kind: str, details: Untyped = None) -> Untyped:
        if any(event["type"] in LAST_EVENTS for event in execution["events"]):
            end_if_over()
            return None
        return stock(execution, kind, details)

    @replaces(stepfunctions, "_fail_execution")
    def fail(stock: Mend, execution: Execution, error: str, cause: str) -> Untyped:
        return None if is_over(execution) else stock(execution, error, cause)

    @replaces(stepfunctions, "_scaled_sleep")
    def sleep(stock: Mend, seconds: float) -> None:
        stock(seconds)
        end_if_over()
