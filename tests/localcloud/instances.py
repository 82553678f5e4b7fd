"""What tests of machines need: instances that run a script, and their processes."""

import contextlib
from pathlib import Path
from typing import Any

from localcloud.hypervisor import Hypervisor
from localcloud.instance import InstanceState
from tests.localcloud.account import Account
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

    def is_frozen(self, instance_id: str) -> bool:
        """Whether every process of the instance is stopped, but for the guard that stops them."""
        states = set()
        for pid, command in command_lines(instance_id).items():
            if "guard.py" not in command:
                with contextlib.suppress(OSError):
                    stat = Path(f"/proc/{pid}/stat").read_text()
                    states.add(stat.rsplit(")", 1)[1].split()[0])
        return states == {"T"}

    def listed_as(self, instance_id: str) -> str:
        """The state that EC2 answers."""
        described = self.account.client("ec2").describe_instances(InstanceIds=[instance_id])
        return str(described["Reservations"][0]["Instances"][0]["State"]["Name"])

    def terminate_all(self) -> None:
        """Leave nothing that the account's next hypervisor would boot again."""
        on = [s.instance_id for s in self.hypervisor.instances() if s.state != "off"]
        if on:
            self.account.client("ec2").terminate_instances(InstanceIds=on)


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


def command_lines(instance_id: str) -> dict[str, str]:
    """The commands of the instance's processes."""
    lines = {}
    for pid in processes_of(instance_id):
        with contextlib.suppress(OSError):
            lines[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return lines
