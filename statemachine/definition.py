"""Reads the workflow's definition and sets its times: the one place that knows the file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

DEFINITION_FILE = Path(__file__).with_name("paint.asl.json")

Definition = dict[str, Any]


def load_definition(times: Mapping[str, int] | None = None) -> Definition:
    """The workflow in Amazon States Language, with some of its whole numbers replaced.

    A key of `times` is a path in the definition whose last part is a whole number there:
    `TimeoutSeconds`, `PaintClip.HeartbeatSeconds`, `LaunchInstance.CapacityExceeded.MaxAttempts`
    (the retrier of that error), states within a Map included. Raises KeyError for a path that does
    not exist.
    """
    definition: Definition = json.loads(DEFINITION_FILE.read_text())
    for path, value in (times or {}).items():
        _set(definition, path, value)
    return definition


def machines(definition: Definition) -> Iterator[Definition]:
    """The workflow itself, and the one that every Map state runs for each of its items."""
    yield definition
    for state in definition["States"].values():
        if state["Type"] == "Map":
            yield from machines(state["ItemProcessor"])


def _set(definition: Definition, path: str, value: int) -> None:
    where, _, last = path.rpartition(".")
    state, _, error = where.partition(".")
    target: Definition = definition
    if state:
        target = next(
            (m["States"][state] for m in machines(definition) if state in m["States"]), {}
        )
    if error:
        target = next((r for r in target.get("Retry", ()) if error in r["ErrorEquals"]), {})
    if not isinstance(target.get(last), int):
        raise KeyError(f"{path} names no whole number of {DEFINITION_FILE.name}")
    target[last] = value
