"""The workflow as a graph: which state can follow which, and what is assigned on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from statemachine.definition import Definition

_VARIABLE = re.compile(r"\$([A-Za-z_]\w*)(?!\w|\()")
_RESERVED = frozenset({"states"})


@dataclass(frozen=True)
class Edge:
    """One way from a state to the next, and the variables that are assigned on it."""

    source: str
    target: str
    assigned: frozenset[str]


def edges(definition: Definition) -> tuple[Edge, ...]:
    """Every edge of the graph, those of Choice rules and Catch clauses included."""
    return tuple(
        edge for name, state in definition["States"].items() for edge in _leaving(name, state)
    )


def endings(definition: Definition) -> frozenset[str]:
    """The states after which an execution is over."""
    return frozenset(
        name
        for name, state in definition["States"].items()
        if state.get("End") or state["Type"] in ("Fail", "Succeed")
    )


def paths(definition: Definition) -> Iterator[tuple[str, ...]]:
    """Every way from the first state to an ending that takes no edge twice."""
    graph, final = edges(definition), endings(definition)

    def walk(path: tuple[str, ...], taken: frozenset[Edge]) -> Iterator[tuple[str, ...]]:
        if path[-1] in final:
            yield path
        for edge in graph:
            if edge.source == path[-1] and edge not in taken:
                yield from walk((*path, edge.target), taken | {edge})

    yield from walk((definition["StartAt"],), frozenset())


def variables_used(value: Any) -> frozenset[str]:  # noqa: ANN401
    """The workflow variables that JSONata expressions in a value read, a Map's items left out."""
    if isinstance(value, str):
        if not value.startswith("{%"):
            return frozenset()
        return frozenset(_VARIABLE.findall(value)) - _RESERVED
    if isinstance(value, dict):
        value = [part for name, part in value.items() if name != "ItemProcessor"]
    parts = value if isinstance(value, list) else ()
    return frozenset[str]().union(*(variables_used(part) for part in parts))


def _leaving(name: str, state: dict[str, Any]) -> Iterator[Edge]:
    assigned = frozenset(state.get("Assign", ()))
    targets = [state.get("Next"), state.get("Default")]
    targets += [choice["Next"] for choice in state.get("Choices", ())]
    for target in targets:
        if target is not None:
            yield Edge(name, target, assigned)
    for clause in state.get("Catch", ()):
        yield Edge(name, clause["Next"], frozenset(clause.get("Assign", ())))
