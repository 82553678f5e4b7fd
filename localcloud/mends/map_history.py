"""What the history tells of the items of a Map.

Stock: nothing but what their tasks do, and no event names the one before it.
AWS: the Map, each of its iterations and each state within are entered and left in the history, and
`previousEventId` chains the events of one iteration.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ministack.services import stepfunctions

from localcloud.mends.executions import Execution, current
from localcloud.mends.patching import Mend, Untyped, replaces

Context = dict[str, Untyped]

_last: ContextVar[int | None] = ContextVar("_last", default=None)
_one_at_a_time = threading.Lock()


def apply() -> None:
    """Record what happens within a Map as AWS does."""

    @replaces(stepfunctions, "_add_event")
    def add(stock: Mend, execution: Execution, kind: str, details: Untyped = None) -> None:
        with _one_at_a_time:
            known, last = len(execution["events"]), _last.get()
            stock(execution, kind, details)
            for event in execution["events"][known:]:
                event["previousEventId"] = known if last is None else last
                _last.set(event["id"])

    @replaces(stepfunctions, "_run_execution")
    def run_execution(stock: Mend, arn: str) -> Untyped:
        _last.set(None)
        return stock(arn)

    @replaces(stepfunctions, "_run_map_items")
    def run_items(
        stock: Mend, state: Untyped, given: Untyped, execution: Execution, context: Context
    ) -> Untyped:
        with _told(execution, "MapState", {}):
            return stock(state, given, execution, context)

    @replaces(stepfunctions, "_run_sub_machine")
    def run(
        stock: Mend, states: Untyped, first: str, given: Untyped, execution: Execution, ctx: Context
    ) -> Untyped:
        if "Map" not in ctx:
            return stock(states, first, given, execution, ctx)
        about = {"name": ctx["State"]["Name"], "index": ctx["Map"]["Item"]["Index"]}
        with _told(execution, "MapIteration", about):
            return stock(states, first, given, execution, ctx)

    for name in ("task", "pass", "choice", "wait"):
        _record_visits(f"_execute_{name}")


@contextmanager
def _told(execution: Execution, what: str, about: dict[str, Untyped]) -> Iterator[None]:
    def tell(how: str) -> None:
        key = f"{what[0].lower()}{what[1:]}{how}EventDetails"
        stepfunctions._add_event(execution, f"{what}{how}", {key: about})

    tell("Started")
    try:
        yield
    except stepfunctions._ExecutionError:
        tell("Failed")
        raise
    tell("Succeeded")


def _record_visits(handler: str) -> None:
    @replaces(stepfunctions, handler)
    def execute(stock: Mend, state: Untyped, given: Untyped, *rest: Untyped) -> Untyped:
        context, execution = rest[-1], current()
        if execution is None or "Map" not in (context or {}):
            return stock(state, given, *rest)
        name = context["State"]["Name"]
        entered = {"name": name, "input": json.dumps(given)}
        _tell_visit(execution, f"{state['Type']}StateEntered", "stateEntered", entered)
        output, following = stock(state, given, *rest)
        left = {"name": name, "output": json.dumps(output)}
        _tell_visit(execution, f"{state['Type']}StateExited", "stateExited", left)
        return output, following


def _tell_visit(execution: Execution, kind: str, key: str, about: dict[str, Untyped]) -> None:
    stepfunctions._add_event(execution, kind, {f"{key}EventDetails": about})
