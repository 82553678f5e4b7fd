"""The time limit of a whole state machine.

Stock: `TimeoutSeconds` at the top of a definition is ignored.
AWS: the execution ends as TIMED_OUT, which EventBridge rules see. A limit of hours is not waited
for: `POST /_localcloud/time-out` with an execution's ARN lets its time be over now.
"""

import json
import threading
from contextvars import copy_context

from ministack.core.responses import now_iso
from ministack.services import stepfunctions

from localcloud.mends import admin
from localcloud.mends.executions import Execution, is_over
from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """End executions that run longer than their state machine allows."""
    admin.route("POST", "time-out", _expire_now)

    @replaces(stepfunctions, "_run_execution")
    def run(stock: Mend, arn: str) -> Untyped:
        execution = stepfunctions._executions.get(arn)
        limit = _limit(execution)
        if limit is None:
            return stock(arn)
        timer = threading.Timer(limit, copy_context().run, args=(_expire, execution))
        timer.daemon = True
        timer.start()
        try:
            return stock(arn)
        finally:
            timer.cancel()


def _limit(execution: Execution | None) -> float | None:
    machine = execution and stepfunctions._state_machines.get(execution["stateMachineArn"])
    seconds = json.loads(machine["definition"]).get("TimeoutSeconds") if machine else None
    return None if seconds is None else float(seconds)


def _expire_now(asked: dict[str, str]) -> None:
    _expire(stepfunctions._executions[asked["execution_arn"]])


def _expire(execution: Execution) -> None:
    if is_over(execution):
        return
    execution.update(status="TIMED_OUT", stopDate=now_iso(), error="States.Timeout", cause="")
    details = {"executionTimedOutEventDetails": {"error": "States.Timeout", "cause": ""}}
    stepfunctions._add_event(execution, "ExecutionTimedOut", details)
    stepfunctions._emit_execution_status_event(execution)
