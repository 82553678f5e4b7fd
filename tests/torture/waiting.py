"""Waits for what the cloud does in its own time."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

POLL_SECONDS = 0.1


class NeverCame(AssertionError):
    """What was waited for did not come within its time."""


def wait_for(what: str, look: Callable[[], Found | None], seconds: float = 90.0) -> Found:
    """The first truthy answer of `look`. Raises NeverCame, naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise NeverCame(f"waited {seconds:.0f} s for {what}")
        time.sleep(POLL_SECONDS)
    return found
