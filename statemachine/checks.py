"""What the workflow must hold to, beyond what a linter of the language knows."""

from collections.abc import Callable

from statemachine.definition import Definition
from statemachine.graph import edges, endings, paths, variables_used

FINAL_MAILS = frozenset({"SendReady", "SendRejected", "SendCapacityExceeded", "SendFailed"})
LAUNCH, RELEASE = "LaunchInstance", "ReleaseInstance"


def problems(definition: Definition) -> list[str]:
    """Everything that is wrong with the workflow, as sentences; empty when it is sound."""
    broken = loose_ends(definition)
    if broken:
        return broken
    checks: tuple[Callable[[Definition], list[str]], ...] = (
        states_without_comment,
        tasks_without_guard,
        paths_without_one_final_mail,
        paths_that_keep_an_instance,
        variables_read_before_assigned,
    )
    return [problem for check in checks for problem in check(definition)]


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
        if LAUNCH in path and RELEASE not in path[_last(path, LAUNCH) :]
    ]


def variables_read_before_assigned(definition: Definition) -> list[str]:
    """Variables that some way leaves unset: neither linters nor the console find those."""
    states, graph = definition["States"], edges(definition)
    everything = frozenset(name for edge in graph for name in edge.assigned)
    known = dict.fromkeys(states, everything) | {definition["StartAt"]: frozenset()}
    changed = True
    while changed:
        changed = False
        for edge in graph:
            here = known[edge.target] & (known[edge.source] | edge.assigned)
            changed = changed or here != known[edge.target]
            known[edge.target] = here
    return [
        f"{name} reads ${variable}, which some way there leaves unset"
        for name, state in states.items()
        for variable in sorted(variables_used(state) - known[name])
    ]


def _last(path: tuple[str, ...], name: str) -> int:
    return len(path) - 1 - path[::-1].index(name)
