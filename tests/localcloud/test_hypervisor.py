import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from localcloud.cloud import LocalCloud
from localcloud.emulator import REPOSITORY
from localcloud.hypervisor import Hypervisor, HypervisorSettings, NoSuchInstance
from localcloud.instance import InstanceState, trusts
from localcloud.machine import Machine, MachineImage
from localcloud.session import Session
from tests.localcloud.account import Account, allow, unique
from tests.waiting import eventually

STUBBORN = (
    "trap '' TERM\nsetsid bash -c \"trap '' TERM; echo up; while true; do sleep 0.2; done\" &\n"
)


class Ec2:
    """Launches instances with user data on an account with a hypervisor, and watches them."""

    def __init__(self, account: Account, hypervisor: Hypervisor) -> None:
        self.account, self.hypervisor = account, hypervisor

    def launch(self, user_data: str, **more: Any) -> str:
        """Returns the id of an instance that has booted."""
        request = {"ImageId": "ami-1", "InstanceType": "g4dn.xlarge", "MinCount": 1, "MaxCount": 1}
        launched = self.account.client("ec2").run_instances(
            **request,
            UserData=f"#!/bin/bash\n{user_data}",
            InstanceInitiatedShutdownBehavior=more.pop("behaviour", "terminate"),
            **more,
        )
        instance_id = str(launched["Instances"][0]["InstanceId"])
        eventually(lambda: self.find(instance_id))
        return instance_id

    def find(self, instance_id: str) -> InstanceState | None:
        """What the hypervisor says of the instance."""
        states = self.hypervisor.instances()
        return next((state for state in states if state.instance_id == instance_id), None)

    def console(self, instance_id: str) -> str:
        """What the instance has printed."""
        state = self.find(instance_id)
        return state.console.read_text() if state else ""

    def prints(self, instance_id: str, text: str) -> None:
        """Wait until the instance has printed the text."""
        eventually(lambda: text in self.console(instance_id))

    def is_off(self, instance_id: str) -> bool:
        """Whether no process of the instance is left."""
        state = self.find(instance_id)
        return state is not None and state.state == "off" and not processes_of(instance_id)

    def listed_as(self, instance_id: str) -> str:
        """The state that EC2 answers."""
        described = self.account.client("ec2").describe_instances(InstanceIds=[instance_id])
        return str(described["Reservations"][0]["Instances"][0]["State"]["Name"])


def processes_of(instance_id: str) -> list[str]:
    """Processes whose environment shows that they belong to the instance."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if instance_id in environ.read_text(errors="replace"):
                found.append(environ.parent.name)
        except OSError:
            continue
    return found


def command_lines(instance_id: str) -> list[str]:
    """The commands of the instance's processes."""
    lines = []
    for pid in processes_of(instance_id):
        with contextlib.suppress(OSError):
            lines.append(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "))
    return lines


@pytest.fixture(scope="module")
def ec2(mended: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ec2]:
    emulator = mended.emulator
    root = Session(emulator.endpoint_url, mended.region, emulator.root)
    settings = HypervisorSettings(
        MachineImage(shutdown_grace_seconds=0.3), poll_seconds=0.1, interruption_grace=timedelta(0)
    )
    hypervisor = Hypervisor(root, tmp_path_factory.mktemp("instances"), settings)
    hypervisor.start()
    yield Ec2(mended, hypervisor)
    hypervisor.stop()


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


def test_an_instance_works_with_the_permissions_of_its_role(ec2: Ec2) -> None:
    bucket = unique("bucket")
    ec2.account.client("s3").create_bucket(Bucket=bucket)
    role = ec2.account.role(
        "ec2", allow("s3:PutObject", f"arn:aws:s3:::{bucket}/${{aws:userid}}/*")
    )
    profile = ec2.account.instance_profile(role)
    script = f"""
import boto3
s3, sts = boto3.client("s3"), boto3.client("sts", region_name="us-east-1")
user = sts.get_caller_identity()["UserId"]
print("user", user)
s3.put_object(Bucket="{bucket}", Key=user + "/it", Body=b"")
print("may put its own")
try:
    s3.put_object(Bucket="{bucket}", Key="other/it", Body=b"")
except s3.exceptions.ClientError as error:
    print("other:", error.response["Error"]["Code"])
"""
    instance_id = ec2.launch(f"painter-python -c '{script}'", IamInstanceProfile={"Name": profile})

    ec2.prints(instance_id, "other: AccessDenied")
    assert "may put its own" in ec2.console(instance_id)
    assert f":{instance_id}\n" in ec2.console(instance_id)


def test_an_instance_without_a_role_has_no_credentials(ec2: Ec2) -> None:
    script = "import boto3; print(boto3.Session().get_credentials())"
    instance_id = ec2.launch(f"painter-python -c '{script}'")

    ec2.prints(instance_id, "None")


def test_ec2_gives_no_credentials_of_a_role_that_does_not_trust_it(ec2: Ec2) -> None:
    profile = ec2.account.instance_profile(ec2.account.role("lambda"))
    script = "import boto3; print(boto3.Session().get_credentials())"
    instance_id = ec2.launch(f"painter-python -c '{script}'", IamInstanceProfile={"Name": profile})

    ec2.prints(instance_id, "None")


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


def test_a_terminated_instance_loses_even_processes_that_resist(ec2: Ec2) -> None:
    instance_id = ec2.launch(STUBBORN + "wait")
    ec2.prints(instance_id, "up")

    ec2.account.client("ec2").terminate_instances(InstanceIds=[instance_id])

    eventually(lambda: ec2.is_off(instance_id))
    state = ec2.find(instance_id)
    assert state is not None
    eventually(lambda: not (state.console.parent / "disk").exists())


def test_the_plug_can_be_pulled_while_a_machine_ends_politely(tmp_path: Path) -> None:
    user_data = f"#!/bin/bash\n{STUBBORN}wait".encode()
    machine = Machine(tmp_path, user_data, {}, MachineImage(shutdown_grace_seconds=60))
    eventually(lambda: "up" in machine.console.read_text())

    machine.power_off()
    machine.power_off()
    machine.pull_the_plug()

    assert machine.is_off
    assert not processes_of(str(tmp_path))


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
    time.sleep(0.1)
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
    time.sleep(0.1)
    before = ec2.console(instance_id)

    ec2.hypervisor.thaw(instance_id)

    ec2.prints(instance_id, f"{before}..")
    state = ec2.find(instance_id)
    assert state is not None
    assert state.state == "running"


def test_a_process_is_killed_and_the_others_go_on(ec2: Ec2) -> None:
    instance_id = ec2.launch("sleep 61; echo killed with $?; echo -n more; sleep 62")
    eventually(lambda: any("sleep 61" in line for line in command_lines(instance_id)))

    ec2.hypervisor.kill_process(instance_id, "sleep 61")

    ec2.prints(instance_id, "killed with 137")
    ec2.prints(instance_id, "more")
    assert ec2.listed_as(instance_id) == "running"


def test_what_is_not_on_cannot_be_interrupted(ec2: Ec2) -> None:
    with pytest.raises(NoSuchInstance):
        ec2.hypervisor.interrupt("i-0123456789abcdef0")


def test_the_state_tells_type_market_and_tags(ec2: Ec2) -> None:
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "job_id", "Value": "it"}]}]
    instance_id = ec2.launch(
        "sleep 5", InstanceMarketOptions={"MarketType": "spot"}, TagSpecifications=tags
    )

    state = ec2.find(instance_id)

    assert state is not None
    assert (state.instance_type, state.life_cycle) == ("g4dn.xlarge", "spot")
    assert (state.tags, state.state) == ({"job_id": "it"}, "running")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_instance_outlives_its_parent(tmp_path: Path, end: signal.Signals) -> None:
    script = """
import os, signal, sys, time
from pathlib import Path
from localcloud.cloud import LocalCloud

# Whoever runs the tests in the background may ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
with LocalCloud(Path(sys.argv[1])) as cloud:
    launched = cloud.session().client("ec2").run_instances(
        ImageId="ami-1", MinCount=1, MaxCount=1, UserData=sys.argv[2]
    )
    instance_id = launched["Instances"][0]["InstanceId"]
    console = Path(sys.argv[1]) / "instances" / instance_id / "console.log"
    while not (console.exists() and "up" in console.read_text()):
        time.sleep(0.05)
    print(instance_id, flush=True)
    os.kill(os.getpid(), int(sys.argv[3]))
    time.sleep(60)
"""
    ended = subprocess.run(
        [sys.executable, "-c", script, tmp_path, f"#!/bin/bash\n{STUBBORN}wait", str(int(end))],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    instance_id = ended.stdout.strip()
    assert instance_id.startswith("i-"), ended.stderr
    assert ended.returncode == -end
    eventually(lambda: not processes_of(instance_id))


def test_nothing_is_left_of_a_stopped_cloud(tmp_path: Path) -> None:
    state_file = tmp_path / "state.json"
    with LocalCloud(tmp_path, state_file=state_file) as cloud:
        launched = (
            cloud.session()
            .client("ec2")
            .run_instances(
                ImageId="ami-1", MinCount=1, MaxCount=1, UserData=f"#!/bin/bash\n{STUBBORN}wait"
            )
        )
        instance_id = launched["Instances"][0]["InstanceId"]
        eventually(lambda: processes_of(instance_id))
        assert state_file.exists()

    assert not processes_of(instance_id)
    assert not state_file.exists()


def test_a_trust_policy_names_its_services() -> None:
    def role(**principal: object) -> Any:
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        return {"AssumeRolePolicyDocument": {"Statement": [statement]}}

    assert trusts(role(Service="ec2.amazonaws.com"), "ec2.amazonaws.com")
    assert trusts(role(Service=["a.amazonaws.com", "ec2.amazonaws.com"]), "ec2.amazonaws.com")
    assert not trusts(role(Service="lambda.amazonaws.com"), "ec2.amazonaws.com")
    assert not trusts(role(AWS="arn:aws:iam::1:root"), "ec2.amazonaws.com")
