"""What the workflow must hold to, beyond what a linter of the language knows."""

from collections.abc import Callable

from statemachine.definition import Definition, machines
from statemachine.graph import edges, endings, paths, variables_used

FINAL_MAILS = frozenset({"SendReady", "SendRejected", "SendCapacityExceeded", "SendFailed"})
RELEASES = {"LaunchInstance": "ReleaseInstance", "LaunchPart": "ReleasePart"}
"""What must follow each state that launches an instance."""
REFUSING = frozenset(
    {"CheckUpload", "LaunchInstance", "PaintClip", "PaintParts", "LaunchPart", "PaintPart"}
)
"""The states that can find that an upload can never be painted."""


def problems(definition: Definition) -> list[str]:
    """Everything that is wrong with the workflow, as sentences; empty when it is sound."""
    broken = [problem for machine in machines(definition) for problem in loose_ends(machine)]
    if broken:
        return broken
    of_each: tuple[Callable[[Definition], list[str]], ...] = (
        states_without_comment,
        tasks_without_guard,
        refusals_taken_for_failures,
        paths_that_keep_an_instance,
    )
    found = [p for check in of_each for machine in machines(definition) for p in check(machine)]
    found += paths_without_one_final_mail(definition)
    return found + variables_read_before_assigned(definition)


def states_without_comment(definition: Definition) -> list[str]:
    return [
        f"{name} has no Comment"
        for name, state in definition["States"].items()
        if not state.get("Comment")
    ]


def tasks_without_guard(definition: Definition) -> list[str]:
    """Every Task must end some day and must have a way out of an error."""
    tasks = {n: s for n, s in definition["States"].items() if s["Type"] == "Task"}
    endless = [
        f"{name} has no TimeoutSeconds" for name, s in tasks.items() if "TimeoutSeconds" not in s
    ]
    bare = [f"{name} has no Retry" for name, state in tasks.items() if not state.get("Retry")]
    silent = [
        f"{name} waits for a token without HeartbeatSeconds"
        for name, state in tasks.items()
        if state["Resource"].endswith(".waitForTaskToken") and "HeartbeatSeconds" not in state
    ]
    return endless + bare + silent


def refusals_taken_for_failures(definition: Definition) -> list[str]:
    """The visitor of an upload that cannot be painted is told so, not that we failed."""
    return [
        f"{name} does not catch InvalidUpload"
        for name, state in definition["States"].items()
        if name in REFUSING
        and not any("InvalidUpload" in clause["ErrorEquals"] for clause in state.get("Catch", ()))
    ]


def loose_ends(definition: Definition) -> list[str]:
    """Edges to nowhere, states that nothing reaches, states that lead nowhere."""
    states, graph = set(definition["States"]), edges(definition)
    unknown = [
        f"{e.source} leads to {e.target}, which does not exist"
        for e in graph
        if e.target not in states
    ]
    reached = {definition["StartAt"]} | {edge.target for edge in graph}
    lonely = [f"nothing leads to {name}" for name in sorted(states - reached)]
    going = {edge.source for edge in graph}
    stuck = [f"{name} leads nowhere" for name in sorted(states - going - endings(definition))]
    return unknown + lonely + stuck


def paths_without_one_final_mail(definition: Definition) -> list[str]:
    return [
        f"{len(sent)} final mails on the way {' > '.join(path)}"
        for path in paths(definition)
        if len(sent := [name for name in path if name in FINAL_MAILS]) != 1
    ]


def paths_that_keep_an_instance(definition: Definition) -> list[str]:
    """After the last launch on a way, an instance must be released before the end."""
    return [
        f"an instance is never released on the way {' > '.join(path)}"
        for path in paths(definition)
        for launch, release in RELEASES.items()
        if launch in path and release not in path[_last(path, launch) :]
    ]


def variables_read_before_assigned(
    definition: Definition, given: frozenset[str] = frozenset()
) -> list[str]:
    """Variables that some way leaves unset: neither linters nor the console find those.

    The items of a Map can read what was set before it: that is `given` to them.
    """
    states, graph = definition["States"], edges(definition)
    everything = given.union(*(edge.assigned for edge in graph))
    known = dict.fromkeys(states, everything) | {definition["StartAt"]: given}
    changed = True
    while changed:
        changed = False
        for edge in graph:
            here = known[edge.target] & (known[edge.source] | edge.assigned)
            changed = changed or here != known[edge.target]
            known[edge.target] = here
    unset = [
        f"{name} reads ${variable}, which some way there leaves unset"
        for name, state in states.items()
        for variable in sorted(variables_used(state) - known[name])
    ]
    return unset + [
        problem
        for name, state in states.items()
        if state["Type"] == "Map"
        for problem in variables_read_before_assigned(state["ItemProcessor"], known[name])
    ]


def _last(path: tuple[str, ...], name: str) -> int:
    return len(path) - 1 - path[::-1].index(name)
