import sys
import time
from pathlib import Path

import pytest

from localcloud.machine import Machine, MachineImage
from tests.localcloud.instances import STUBBORN, Ec2, processes_of
from tests.waiting import eventually


def test_an_instance_runs_its_user_data_with_an_environment_from_scratch(ec2: Ec2) -> None:
    instance_id = ec2.launch("env; pwd; echo booted")
    ec2.prints(instance_id, "booted")

    console = ec2.console(instance_id)
    names = {line.split("=")[0] for line in console.splitlines() if "=" in line}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} == {
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_ENDPOINT_URL",
        "HOME",
        "LANG",
        "PATH",
        "TMPDIR",
    }


def test_the_end_of_the_user_data_is_not_the_end_of_the_instance(ec2: Ec2) -> None:
    instance_id = ec2.launch("false")
    ec2.prints(instance_id, "user data ended with status 1")

    time.sleep(0.3)

    assert ec2.listed_as(instance_id) == "running"


def test_the_painters_python_is_on_the_path(ec2: Ec2) -> None:
    instance_id = ec2.launch("painter-python -c 'import sys; print(sys.executable)'")

    ec2.prints(instance_id, sys.executable)


@pytest.mark.parametrize("command", ["shutdown -h now", "shutdown now", "shutdown -P +0"])
def test_an_instance_that_shuts_down_is_terminated(ec2: Ec2, command: str) -> None:
    instance_id = ec2.launch(STUBBORN + command)

    eventually(lambda: ec2.is_off(instance_id))
    assert ec2.listed_as(instance_id) == "terminated"


def test_an_instance_that_may_stop_is_stopped_by_its_shutdown(ec2: Ec2) -> None:
    instance_id = ec2.launch("shutdown now", behaviour="stop")

    eventually(lambda: ec2.is_off(instance_id))
    assert ec2.listed_as(instance_id) == "stopped"


def test_a_shutdown_can_be_planned_and_cancelled(ec2: Ec2) -> None:
    instance_id = ec2.launch("shutdown -h +1; sleep 0.4; shutdown -c; echo cancelled")
    ec2.prints(instance_id, "cancelled")

    instance = ec2.find(instance_id)

    assert instance is not None
    assert instance.state == "running"
    assert not (instance.console.parent / "power").exists()


def test_a_shutdown_at_a_time_that_is_not_understood_fails(ec2: Ec2) -> None:
    instance_id = ec2.launch("shutdown 23:59 || echo refused")

    ec2.prints(instance_id, "refused")


def test_the_plug_can_be_pulled_while_a_machine_ends_politely(tmp_path: Path) -> None:
    user_data = f"#!/bin/bash\n{STUBBORN}wait".encode()
    machine = Machine(tmp_path, user_data, {}, MachineImage(shutdown_grace_seconds=60))
    eventually(lambda: "up" in machine.console.read_text())

    machine.power_off()
    machine.power_off()
    machine.pull_the_plug()

    assert machine.is_off
    assert not processes_of(str(tmp_path))
