"""StartExecution, repeated.

Stock: a second start with the same name is refused with `ExecutionAlreadyExists`, always.
AWS: with the same input, while the first one runs, it answers the running execution.
"""

from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import stepfunctions

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Answer the running execution to a repeated start."""

    @replaces(stepfunctions, "_start_execution")
    def start(stock: Mend, request: dict[str, Untyped]) -> Untyped:
        execution = _running(request)
        if execution is None or execution["input"] != request.get("input", "{}"):
            return stock(request)
        return json_response(
            {"executionArn": execution["executionArn"], "startDate": execution["startDate"]}
        )


def _running(request: dict[str, Untyped]) -> dict[str, Untyped] | None:
    machine = str(request.get("stateMachineArn", "")).rsplit(":", 1)[-1]
    name = request.get("name")
    arn = f"arn:aws:states:{get_region()}:{get_account_id()}:execution:{machine}:{name}"
    execution: dict[str, Untyped] | None = stepfunctions._executions.get(arn)
    return execution if execution and execution["status"] == "RUNNING" else None
