"""Draws the workflow as a Mermaid state diagram, so that the documentation cannot drift from it."""

from collections.abc import Iterator
from typing import Any

from statemachine.definition import Definition
from statemachine.graph import endings


def mermaid(definition: Definition) -> str:
    """A `stateDiagram-v2`; ways out of an error carry its name, choices their condition."""
    return "\n".join(["stateDiagram-v2", *_machine(definition, "    ")])


def _machine(definition: Definition, margin: str) -> Iterator[str]:
    yield f"{margin}[*] --> {definition['StartAt']}"
    for name, state in definition["States"].items():
        if state["Type"] == "Map":
            yield f"{margin}state {name} {{"
            yield from _machine(state["ItemProcessor"], margin + "    ")
            yield f"{margin}}}"
        for target, label in _ways(state):
            yield f"{margin}{name} --> {target}" + (f": {label}" if label else "")
        if name in endings(definition):
            yield f"{margin}{name} --> [*]"


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
