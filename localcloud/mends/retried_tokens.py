"""The token of a task that is tried again.

Stock: every try of a task with `.waitForTaskToken` is handed the same token.
AWS: every try has a token of its own.
"""

from ministack.core.responses import new_uuid
from ministack.services import stepfunctions

from localcloud.mends.patching import Mend, Untyped, replaces

State = dict[str, Untyped]


def apply() -> None:
    """Issue a new token before a try's arguments are worked out."""
    for name in ("_apply_jsonata_arguments", "_apply_parameters"):
        _issue_before(name)


def _issue_before(name: str) -> None:
    @replaces(stepfunctions, name)
    def arguments(stock: Mend, state: State, payload: Untyped, context: State) -> Untyped:
        if context.get("Task") and ".waitForTaskToken" in state.get("Resource", ""):
            context["Task"] = {"Token": new_uuid()}
        return stock(state, payload, context)
