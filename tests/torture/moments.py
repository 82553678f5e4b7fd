"""The moments of a job: each waits until it has come, and returns the id of the machine then on.

Where a moment is too short to be met by looking, it is held: the request that ends it waits until
the trial's faults are lifted.
"""

import time

from localcloud.faults import Fault
from tests.torture.trial import Trial
from tests.waiting import JOB_SECONDS, eventually

MACHINE = "/i-"
HELD_SECONDS = 30.0


def booting(trial: Trial) -> str:
    """The machine is on, the painter not yet there."""
    machine = trial.machine()
    time.sleep(trial.dice.uniform(0, 0.5))
    return machine


def waiting_for_token(trial: Trial) -> str:
    """The painter looks for its token, which the mail before it holds up."""
    trial.inject(
        Fault(
            f"handler:{trial.ground.function('send_mail')}",
            containing=f'"{trial.job_id}"',
            delay=HELD_SECONDS,
        )
    )
    machine = trial.machine()
    looks = trial.inject(Fault("dynamodb:GetItem", count=None, caller=f"/{machine}"))
    _hit(trial, looks, "the painter to look for its token")
    time.sleep(trial.dice.uniform(0, 2))
    return machine


def reading(trial: Trial) -> str:
    """The painter fetches the clip."""
    machine = trial.machine()
    fetches = trial.inject(
        Fault("s3:GetObject", containing=trial.job_id, caller=f"/{machine}", delay=HELD_SECONDS)
    )
    _hit(trial, fetches, "the painter to fetch the clip")
    return machine


def painting(trial: Trial) -> str:
    """Some frames are painted, not all."""
    machine = trial.machine()
    frame = trial.dice.randint(1, max(1, 2 * trial.clip.frames // 3))
    eventually(lambda: trial.frames_done() >= frame, JOB_SECONDS, what=f"frame {frame}")
    return machine


def encoding(trial: Trial) -> str:
    """All frames are painted; one of the four files is on its way."""
    machine = trial.machine()
    puts = trial.inject(
        Fault(
            "s3:PutObject",
            containing=f"results/{trial.job_id}",
            caller=f"/{machine}",
            skip=trial.dice.randrange(4),
            delay=HELD_SECONDS,
        )
    )
    _hit(trial, puts, "a finished file to be put")
    return machine


def reporting(trial: Trial) -> str:
    """The files are laid down, and the report is on its way, which gets lost."""
    machine = trial.machine()
    reports = trial.inject(
        Fault(
            "states:SendTaskSuccess",
            "ServiceUnavailable",
            503,
            count=None,
            caller=f"/{machine}",
            delay=HELD_SECONDS,
        )
    )
    _hit(trial, reports, "the painter to report")
    return machine


PHASES = (booting, waiting_for_token, reading, painting, encoding, reporting)


def any_phase(trial: Trial) -> str:
    """One of all the moments above."""
    return trial.dice.choice(PHASES)(trial)


def over(trial: Trial) -> str:
    """The execution has ended."""
    eventually(lambda: trial.status() not in ("", "RUNNING"), 180, what="the end")
    return ""


def _hit(trial: Trial, fault: str, what: str) -> None:
    eventually(lambda: trial.ground.cloud.faults.hits(fault), JOB_SECONDS, what=what)
