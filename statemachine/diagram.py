"""Draws the workflow as a Mermaid state diagram, so that the documentation cannot drift from it."""

from typing import Any

from statemachine.definition import Definition
from statemachine.graph import endings


def mermaid(definition: Definition) -> str:
    """A `stateDiagram-v2`; ways out of an error carry its name, choices their condition."""
    lines = ["stateDiagram-v2", f"    [*] --> {definition['StartAt']}"]
    for name, state in definition["States"].items():
        for target, label in _ways(state):
            lines.append(f"    {name} --> {target}" + (f": {label}" if label else ""))
        if name in endings(definition):
            lines.append(f"    {name} --> [*]")
    return "\n".join(lines)


def _ways(state: dict[str, Any]) -> list[tuple[str, str]]:
    ways = [(state["Next"], "")] if "Next" in state else []
    ways += [(c["Next"], _condition(c["Condition"])) for c in state.get("Choices", ())]
    ways += [(state["Default"], "otherwise")] if "Default" in state else []
    ways += [
        (clause["Next"], ", ".join(_error(name) for name in clause["ErrorEquals"]))
        for clause in state.get("Catch", ())
    ]
    return ways


def _condition(expression: str) -> str:
    return expression.removeprefix("{%").removesuffix("%}").strip().replace("$", "")


def _error(name: str) -> str:
    return "any error" if name == "States.ALL" else name.removeprefix("States.")
