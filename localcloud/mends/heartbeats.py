"""Heartbeats of tasks that wait for their token.

Stock: `HeartbeatSeconds` is ignored.
AWS: a task whose token was not heard of for that long fails with `States.HeartbeatTimeout`.
"""

import threading
import time
from contextvars import copy_context

from ministack.services import stepfunctions

from localcloud.mends.patching import Mend, Untyped, replaces

POLLS = 100
LONGEST_POLL_SECONDS = 1.0


def apply() -> None:
    """Fail tasks that were not heard of."""

    @replaces(stepfunctions, "_invoke_with_callback")
    def wait(
        stock: Mend, resource: str, payload: Untyped, token: str, state: dict[str, Untyped]
    ) -> Untyped:
        limit = _seconds(state.get("HeartbeatSeconds"))
        timeout = _seconds(state.get("TimeoutSeconds"))
        if timeout is not None:
            state = state | {"TimeoutSeconds": timeout}
        if limit is None:
            return stock(resource, payload, token, state)
        returned = threading.Event()
        watch = copy_context().run
        threading.Thread(
            target=watch, args=(_fail_when_silent, token, limit, returned), daemon=True
        ).start()
        try:
            return stock(resource, payload, token, state)
        finally:
            returned.set()


def _seconds(number: Untyped) -> float | None:
    if isinstance(number, str) and number.startswith("{%"):
        number = stepfunctions._evaluate_jsonata(number[2:-2].strip(), {})
    return None if number is None else float(number)


def _fail_when_silent(token: str, limit: float, returned: threading.Event) -> None:
    heard, beat = time.monotonic(), None
    # Many tasks may wait for long: each of them is looked at now and then.
    while not returned.wait(min(limit / POLLS, LONGEST_POLL_SECONDS)):
        info = stepfunctions._task_tokens.get(token)
        if info is None or info["event"].is_set():
            continue
        if info["heartbeat"] != beat:
            heard, beat = time.monotonic(), info["heartbeat"]
        if time.monotonic() - heard > limit:
            info["error"] = {"Error": "States.HeartbeatTimeout", "Cause": ""}
            info["event"].set()
