"""What the emulator still knows when it is started again with the state that it kept.

Stock: mails that were sent and the sessions of roles are forgotten, so is who issued a task token;
executions that ran are FAILED without anybody being told.
AWS: none of this is ever restarted. Where everything that ran fails at once, executions end with
their event in the history and on EventBridge, tokens are closed, and all else is as it was.
"""

from ministack import app as gateway
from ministack.services import ses, stepfunctions, sts

from localcloud.mends import task_tokens
from localcloud.mends.patching import Mend, Untyped, replaces

LOST = "States.ServiceRestart"


def apply() -> None:
    """Keep what is forgotten, and tell of the executions that ended."""
    _keep(ses, "sent_emails", ses._sent_emails)
    _keep(sts, "sessions", sts._sessions)
    _keep(stepfunctions, "token_machines", task_tokens.machines)

    @replaces(gateway, "_load_persisted_state")
    def load(stock: Mend) -> None:
        stock()
        for execution in stepfunctions._executions.all_values():
            if execution.get("error") == LOST and not _is_told(execution):
                _tell(execution)


def _keep(service: Untyped, name: str, store: Untyped) -> None:
    """Let the service save and restore one more of its stores."""

    @replaces(service, "get_state")
    def save(stock: Mend) -> dict[str, Untyped]:
        return {**stock(), name: store}

    @replaces(service, "load_persisted_state")
    def restore(stock: Mend, data: dict[str, Untyped]) -> None:
        stock(data)
        store.update(data.get(name, {}))


def _is_told(execution: dict[str, Untyped]) -> bool:
    return any(event["type"] == "ExecutionFailed" for event in execution["events"])


def _tell(execution: dict[str, Untyped]) -> None:
    details = {"error": execution["error"], "cause": execution["cause"]}
    stepfunctions._add_event(execution, "ExecutionFailed", {"executionFailedEventDetails": details})
    stepfunctions._emit_execution_status_event(execution)
