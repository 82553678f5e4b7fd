"""A named fault: what is done to a job, and how the job may end all the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.jobs import Status
from localcloud.faults import Fault
from tests.clips import SHORT, ClipKind
from tests.torture.deeds import Deed
from tests.torture.trial import Trial

READY = frozenset({Status.READY})
FAILED = frozenset({Status.FAILED})
REJECTED = frozenset({Status.REJECTED})
CAPACITY_EXCEEDED = frozenset({Status.CAPACITY_EXCEEDED})
DELETED: frozenset[Status] = frozenset()

Act = Callable[[Trial], None]
Injects = Callable[[Trial], Sequence[Fault]]


def nothing(trial: Trial) -> None:
    """The faults that are injected say it all."""


def nowhere(trial: Trial) -> Sequence[Fault]:
    """No request fails."""
    return ()


@dataclass(frozen=True)
class Case:
    """`injects` is there before the upload, `act` is done after it.

    `ends` are the statuses that the job may end with; none at all: it is deleted. `copies` is how
    often its final mail may come: more than once only where SES itself leaves it open whether it
    took a mail. A case that others would feel runs `alone`.
    """

    name: str
    does: str
    act: Act = nothing
    injects: Injects = nowhere
    clip: ClipKind = SHORT
    ends: frozenset[Status] = READY
    copies: int = 1
    alone: bool = False


def at(moment: Callable[[Trial], str], deed: Deed) -> Act:
    """The deed at its moment; what was held for it goes on afterwards."""

    def act(trial: Trial) -> None:
        before = len(trial.faults)
        machine = moment(trial)
        held = trial.faults[before:]
        deed(trial, machine)
        for name in held:
            trial.ground.cloud.faults.remove(name)
            trial.faults.remove(name)

    return act


def every_launch(moment: Callable[[Trial], str], deed: Deed, launches: int) -> Act:
    """The deed at the moment of each of so many machines."""

    def act(trial: Trial) -> None:
        for number in range(launches):
            trial.machine(after=number)
            at(moment, deed)(trial)

    return act
