"""Task tokens: who may use them, and how long they live.

Stock: `states:SendTask…` is checked on `*`, the token of a stopped execution stays good, and a
token that is no longer good is answered with `TaskDoesNotExist`.
AWS: it is checked on the state machine that issued the token; tokens end with their task and their
execution; a token that was good once is answered with `TaskTimedOut`, any other text with
`InvalidToken`.
"""

import json
import threading
from contextvars import copy_context

from ministack.core import iam_actions
from ministack.core.responses import error_response_json
from ministack.services import stepfunctions

from localcloud.mends.executions import Ended, current, is_over
from localcloud.mends.patching import Mend, Untyped, replaces

POLL_SECONDS = 0.1
SENDERS = ("_send_task_success", "_send_task_failure", "_send_task_heartbeat")

machines: dict[str, str] = {}


def apply() -> None:
    """Tie tokens to their state machine and to the life of their execution."""

    @replaces(stepfunctions, "_invoke_with_callback")
    def wait(stock: Mend, resource: str, payload: Untyped, token: str, state: Untyped) -> Untyped:
        execution = current()
        if execution is None:
            return stock(resource, payload, token, state)
        machines[token] = execution["stateMachineArn"]
        returned = threading.Event()
        watch = copy_context().run
        threading.Thread(target=watch, args=(_revoke_at_end, token, returned), daemon=True).start()
        try:
            return stock(resource, payload, token, state)
        finally:
            returned.set()
            if is_over(execution):
                raise Ended

    @replaces(iam_actions, "extract_resource_arn")
    def resource(stock: Mend, service: str, method: str, path: str, *request: Untyped) -> str:
        headers, body, *_ = request
        if service == "states" and ".SendTask" in headers.get("x-amz-target", ""):
            return machines.get(_token(body), "*")
        return str(stock(service, method, path, *request))

    for sender in SENDERS:
        _answer_dead_tokens(sender)


def _answer_dead_tokens(sender: str) -> None:
    @replaces(stepfunctions, sender)
    def send(stock: Mend, request: dict[str, Untyped]) -> Untyped:
        token = request.get("taskToken", "")
        info = stepfunctions._task_tokens.get(token)
        if info and not info["event"].is_set():
            return stock(request)
        if token in machines:
            return error_response_json("TaskTimedOut", "Task Timed Out: the task is closed", 400)
        return error_response_json("InvalidToken", "Invalid Token: 'Invalid token'", 400)


def _revoke_at_end(token: str, returned: threading.Event) -> None:
    execution = current()
    while not returned.wait(POLL_SECONDS):
        if is_over(execution):
            if info := stepfunctions._task_tokens.pop(token, None):
                info["event"].set()
            return


def _token(body: bytes) -> str:
    try:
        return str(json.loads(body).get("taskToken", ""))
    except ValueError:
        return ""
