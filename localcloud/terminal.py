"""What the commands say to whoever runs them, and how one that runs a local cloud ends."""

import contextlib
import signal
from collections.abc import Callable, Iterator

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from infrastructure.errors import DeploymentError
from localcloud.emulator import EmulatorError
from localcloud.job import NotRecorded
from localcloud.routes import RoutesNotServed

STOPPED = 130
FAILURES = (
    DeploymentError,
    EmulatorError,
    RoutesNotServed,
    NotRecorded,
    BotoCoreError,
    ClientError,
    OSError,
)


def terminal(*, stderr: bool = False) -> Console:
    """A console that shows every text as it is: logs and mails have brackets and colons too."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def end_well(command: Callable[[], int], console: Console) -> int:
    """The command's exit status; a failure is told in words, and STOPPED is that of Ctrl-C."""
    try:
        with _stoppable():
            return command()
    except KeyboardInterrupt:
        console.print("Stopped; nothing is left running.")
        return STOPPED
    except FAILURES as error:
        console.print(f"{type(error).__name__}:", style="red", end=" ")
        console.print(str(error), soft_wrap=True)
        return 1


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and a polite end by another program leave nothing running."""
    numbers = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int, frame: object) -> None:
        # Whoever is impatient must not keep the end from tidying up.
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
