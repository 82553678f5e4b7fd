"""The cloud itself: its functions' processes are killed, the whole of it is restarted."""

import contextlib
import os
import signal
import time

from tests.clips import LONG
from tests.torture.case import FAILED, READY, Case, at
from tests.torture.events import redrive_dead_letter
from tests.torture.moments import any_phase
from tests.torture.trial import Trial
from tests.torture.vitals import descendants
from tests.waiting import NeverCame, eventually


def kill_functions(trial: Trial) -> None:
    """All processes of functions, idle and busy ones, some times while the job runs."""
    for _ in range(trial.dice.randint(3, 6)):
        time.sleep(trial.dice.uniform(0, 2.5))
        for pid in descendants(trial.ground.cloud.emulator.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    try:
        eventually(trial.item, 15, what="the job's record")
    except NeverCame:
        redrive_dead_letter(trial)


def restart(trial: Trial, machine: str) -> None:
    """With its state; every execution that runs fails at once, and machines find no token."""
    trial.ground.cloud.emulator.restart()


CASES = (
    Case(
        "functions killed",
        "the processes of all functions are killed, three to six times; an operator redrives the "
        "upload's event if none of its tries survived",
        kill_functions,
        copies=2,
        alone=True,
    ),
    Case(
        "emulator restarted",
        "all of AWS ends and starts again with its state, in one of the painter's phases",
        at(any_phase, restart),
        clip=LONG,
        ends=FAILED | READY,
        alone=True,
    ),
)
