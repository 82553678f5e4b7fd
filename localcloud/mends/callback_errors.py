"""Functions that fail before they hand on their task token.

Stock: the error of a function called with `.waitForTaskToken` is swallowed, and the task waits for
ever.
AWS: the task fails with the function's error.
"""

from contextvars import ContextVar

from ministack.services import stepfunctions

from localcloud.mends.patching import Mend, Untyped, replaces

_token: ContextVar[str] = ContextVar("_token", default="")


def apply() -> None:
    """Let the task fail with its function."""

    @replaces(stepfunctions, "_invoke_with_callback")
    def wait(stock: Mend, resource: str, payload: Untyped, token: str, state: Untyped) -> Untyped:
        reset = _token.set(token)
        try:
            return stock(resource, payload, token, state)
        finally:
            _token.reset(reset)

    @replaces(stepfunctions, "_call_lambda")
    def call(stock: Mend, function: Untyped, event: Untyped) -> Untyped:
        try:
            return stock(function, event)
        except stepfunctions._ExecutionError as failure:
            if info := stepfunctions._task_tokens.get(_token.get()):
                info["error"] = {"Error": failure.error, "Cause": failure.cause}
                info["event"].set()
            raise
