"""What is done to a job at its moment; the machine that is then on is given along."""

import contextlib
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta

from localcloud.faults import Fault, unreachable
from localcloud.hypervisor import NoSuchInstance
from tests.torture.trial import Trial

Deed = Callable[[Trial, str], None]


def kill_machine(trial: Trial, machine: str) -> None:
    """Its processes are gone, EC2 terminates it."""
    with contextlib.suppress(NoSuchInstance):
        trial.ground.cloud.hypervisor.kill(machine)


def kill_painter(trial: Trial, machine: str) -> None:
    """Linux is out of memory: the painter's process is killed, the machine goes on."""
    trial.ground.cloud.hypervisor.kill_process(machine, "-m gpu_task job")


def hang(trial: Trial, machine: str) -> None:
    """It stays listed as running and does nothing any more."""
    trial.ground.cloud.hypervisor.hang(machine)


def lose_network(trial: Trial, machine: str) -> None:
    """Nothing that it asks of AWS is answered any more."""
    trial.inject(unreachable(machine))


def lose_network_for_a_while(trial: Trial, machine: str) -> None:
    """The network comes back before anybody gives the machine up."""
    lost = trial.inject(unreachable(machine))
    time.sleep(trial.dice.uniform(2, 7))
    trial.ground.cloud.faults.remove(lost)


def give_notice(trial: Trial, machine: str) -> None:
    """The spot notice, with less and more time than the painter needs to react."""
    grace = timedelta(seconds=trial.dice.uniform(5, 40))
    with contextlib.suppress(NoSuchInstance):
        trial.ground.cloud.hypervisor.interrupt(machine, grace)


def wake_after_replacement(trial: Trial, machine: str) -> None:
    """It hangs, cannot be terminated, and goes on when another machine paints already."""
    hypervisor = trial.ground.cloud.hypervisor
    hypervisor.hang(machine)
    stays = Fault("ec2:TerminateInstances", "InternalError", count=None, containing=machine)
    stuck = trial.inject(stays)
    trial.machine(after=1)
    time.sleep(trial.dice.uniform(0, 6))
    hypervisor.thaw(machine)
    time.sleep(3)
    trial.ground.cloud.faults.remove(stuck)


def stop_execution(trial: Trial, machine: str) -> None:
    """An operator stops it in the console."""
    trial.ground.client("stepfunctions").stop_execution(
        executionArn=trial.job.execution_arn, cause="an operator"
    )


def time_out(trial: Trial, machine: str) -> None:
    """The execution has taken longer than any may."""
    trial.ground.cloud.time_out(trial.job.execution_arn)


def delete_job(trial: Trial, machine: str) -> None:
    """The visitor deletes it; a deletion that fails is asked for again, as the page does."""
    address = f"{trial.ground.deployment.api_url}/jobs/{trial.job_id}"
    for _ in range(3):
        request = urllib.request.Request(address, method="DELETE")
        try:
            with urllib.request.urlopen(request, timeout=60):
                return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 404:
                return
