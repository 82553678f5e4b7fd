import time
from datetime import timedelta

import pytest

from localcloud.hypervisor import NoSuchInstance
from tests.localcloud.instances import STUBBORN, Ec2, command_lines
from tests.waiting import eventually


def test_a_terminated_instance_loses_even_processes_that_resist(ec2: Ec2) -> None:
    instance_id = ec2.launch(STUBBORN + "wait")
    ec2.prints(instance_id, "up")

    ec2.account.client("ec2").terminate_instances(InstanceIds=[instance_id])

    eventually(lambda: ec2.is_off(instance_id))
    state = ec2.find(instance_id)
    assert state is not None
    eventually(lambda: not (state.console.parent / "disk").exists())


def test_a_terminated_instance_can_tidy_up(ec2: Ec2) -> None:
    instance_id = ec2.launch(
        "trap 'echo tidied; exit' TERM; echo up; while true; do sleep 0.05; done"
    )
    ec2.prints(instance_id, "up")

    ec2.account.client("ec2").terminate_instances(InstanceIds=[instance_id])

    eventually(lambda: ec2.is_off(instance_id))
    assert "tidied" in ec2.console(instance_id)


def test_an_interrupted_instance_sees_the_notice_and_is_terminated(ec2: Ec2) -> None:
    script = """
import os, time
from urllib.request import Request, urlopen
service = os.environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] + "/latest/"
life = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
token = urlopen(Request(service + "api/token", method="PUT", headers=life)).read().decode()
action = Request(
    service + "meta-data/spot/instance-action", headers={"X-aws-ec2-metadata-token": token}
)
while True:
    try:
        print(urlopen(action).read().decode(), flush=True)
        break
    except OSError:
        print("waiting", flush=True)
        time.sleep(0.1)
"""
    instance_id = ec2.launch(
        f"painter-python -c '{script}'", InstanceMarketOptions={"MarketType": "spot"}
    )
    ec2.prints(instance_id, "waiting")

    ec2.hypervisor.interrupt(instance_id, grace=timedelta(seconds=1))

    ec2.prints(instance_id, '"action": "terminate"')
    assert ec2.listed_as(instance_id) == "running"
    eventually(lambda: ec2.is_off(instance_id))
    assert ec2.listed_as(instance_id) == "terminated"


def test_a_killed_instance_is_gone_at_once(ec2: Ec2) -> None:
    instance_id = ec2.launch(STUBBORN + "wait")
    ec2.prints(instance_id, "up")

    ec2.hypervisor.kill(instance_id)

    assert ec2.is_off(instance_id)
    assert ec2.listed_as(instance_id) == "terminated"


def test_a_hung_instance_does_nothing_and_stays_listed(ec2: Ec2) -> None:
    instance_id = ec2.launch("while true; do echo -n .; sleep 0.05; done")
    ec2.prints(instance_id, "..")

    ec2.hypervisor.hang(instance_id)
    eventually(lambda: ec2.is_frozen(instance_id))
    before = ec2.console(instance_id)
    time.sleep(0.3)

    assert ec2.console(instance_id) == before
    assert ec2.listed_as(instance_id) == "running"
    ec2.account.client("ec2").terminate_instances(InstanceIds=[instance_id])
    eventually(lambda: ec2.is_off(instance_id))


def test_a_thawed_instance_goes_on(ec2: Ec2) -> None:
    instance_id = ec2.launch("while true; do echo -n .; sleep 0.05; done")
    ec2.prints(instance_id, "..")
    ec2.hypervisor.hang(instance_id)
    eventually(lambda: ec2.is_frozen(instance_id))
    before = ec2.console(instance_id)

    ec2.hypervisor.thaw(instance_id)

    ec2.prints(instance_id, f"{before}..")
    state = ec2.find(instance_id)
    assert state is not None
    assert state.state == "running"


def test_a_process_is_killed_and_the_others_go_on(ec2: Ec2) -> None:
    instance_id = ec2.launch("sleep 61; echo killed with $?; echo -n more; sleep 62")
    eventually(lambda: any("sleep 61" in line for line in command_lines(instance_id).values()))

    ec2.hypervisor.kill_process(instance_id, "sleep 61")

    ec2.prints(instance_id, "killed with 137")
    ec2.prints(instance_id, "more")
    assert ec2.listed_as(instance_id) == "running"


def test_what_is_not_on_cannot_be_interrupted(ec2: Ec2) -> None:
    with pytest.raises(NoSuchInstance):
        ec2.hypervisor.interrupt("i-0123456789abcdef0")
