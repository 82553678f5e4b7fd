"""The error names of failed functions.

Stock: whatever a Python handler raises is reported as `Runtime.HandlerError`.
AWS: `errorType` is the name of the exception's class, which is what state machines catch by, beside
`errorMessage`, `requestId` and `stackTrace`.
"""

from contextvars import ContextVar

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from localcloud.mends.patching import Mend, Untyped, replaces

STOCK_ANSWER = '"error": str(e), "trace": traceback.format_exc()'
MENDED_ANSWER = (
    STOCK_ANSWER + ', "type": type(e).__name__, "stack": traceback.format_tb(e.__traceback__)'
)

_answer: ContextVar[dict[str, Untyped] | None] = ContextVar("_answer", default=None)


def apply() -> None:
    """Let workers report the exception's class, and hand it on."""
    script = lambda_runtime._PYTHON_WORKER_SCRIPT
    if STOCK_ANSWER not in script:
        raise RuntimeError("the emulator's Python worker answers errors in another way now")
    lambda_runtime._PYTHON_WORKER_SCRIPT = script.replace(STOCK_ANSWER, MENDED_ANSWER)

    @replaces(lambda_runtime.Worker, "invoke")
    def invoke(stock: Mend, *arguments: Untyped, **options: Untyped) -> Untyped:
        answer = stock(*arguments, **options)
        _answer.set(answer)
        return answer

    @replaces(lambda_svc, "_execute_function_warm")
    def execute(stock: Mend, function: Untyped, event: Untyped, request_id: str) -> Untyped:
        _answer.set(None)
        result = stock(function, event, request_id)
        answer = _answer.get() or {}
        if result.get("error") and "type" in answer:
            result["body"] = {
                "errorMessage": answer["error"],
                "errorType": answer["type"],
                "requestId": request_id,
                "stackTrace": answer["stack"],
            }
        return result
