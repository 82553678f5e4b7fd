"""Waits for what comes in its own time."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

SECONDS = 20.0
JOB_SECONDS = 90.0
"""For what a whole job brings, machines and painting included."""

_POLL_SECONDS = 0.05


class NeverCame(AssertionError):
    """What was waited for did not come within its time."""


def eventually(
    look: Callable[[], Found | None], seconds: float = SECONDS, *, what: str = "it"
) -> Found:
    """The first truthy answer of `look`. Raises NeverCame, naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise NeverCame(f"waited {seconds:.0f} s for {what}")
        time.sleep(_POLL_SECONDS)
    return found
