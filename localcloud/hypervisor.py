"""Plays EC2's hypervisor: boots what the emulator lists as running, ends what it lists no more."""

import logging
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.config import Config

from localcloud.instance import Instance, InstanceState
from localcloud.machine import MachineImage
from localcloud.session import Session

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import InstanceTypeDef

# Whoever polls need not try again, and must not hold up the end.
IMPATIENT = Config(
    connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1, "mode": "standard"}
)
LOGGER = logging.getLogger(__name__)
ALIVE = ("pending", "running")


@dataclass(frozen=True)
class HypervisorSettings:
    """How the machines behave. Those launched with a key of `images` boot its value."""

    image: MachineImage = field(default_factory=MachineImage)
    images: Mapping[str, MachineImage] = field(default_factory=dict)
    poll_seconds: float = 0.2
    interruption_grace: timedelta = timedelta(minutes=2)


class NoSuchInstance(KeyError):
    """No instance with this id is on."""


class Hypervisor:
    """Boots and ends instances in a thread of its own, from `start` to `stop`.

    `root` is a session that may do everything; `directory` keeps a folder with the console of
    every instance.
    """

    def __init__(
        self, root: Session, directory: Path, settings: HypervisorSettings | None = None
    ) -> None:
        self.settings = settings or HypervisorSettings()
        self._root = root
        self._ec2 = root.client("ec2", config=IMPATIENT)
        self._directory = directory
        self._on: dict[str, Instance] = {}
        self._ended: dict[str, InstanceState] = {}
        self._failed: set[str] = set()
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hypervisor", daemon=True)

    def start(self) -> None:
        """Begin to watch for instances."""
        shutil.rmtree(self._directory, ignore_errors=True)
        self._thread.start()

    def stop(self) -> None:
        """End every machine at once."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._lock:
            for instance_id in list(self._on):
                self._end(instance_id)

    def instances(self) -> tuple[InstanceState, ...]:
        """Every instance that was ever on, in the order of their ends, then of their starts."""
        with self._lock:
            running = tuple(instance.state() for instance in self._on.values())
            return tuple(self._ended.values()) + running

    def interrupt(self, instance_id: str, grace: timedelta | None = None) -> None:
        """Give the spot notice; the instance is terminated after the grace."""
        with self._lock:
            self._get(instance_id).interrupt(
                self.settings.interruption_grace if grace is None else grace
            )

    def hang(self, instance_id: str) -> None:
        """Freeze the instance: it stays listed as running and does nothing any more."""
        with self._lock:
            self._get(instance_id).machine.hang()

    def thaw(self, instance_id: str) -> None:
        """Let a frozen instance go on as if no time had passed."""
        with self._lock:
            self._get(instance_id).machine.thaw()

    def kill_process(self, instance_id: str, text: str) -> None:
        """Kill the instance's processes whose command line contains the text, as Linux out of
        memory does: the machine itself goes on.
        """
        with self._lock:
            self._get(instance_id).machine.kill_process(text)

    def kill(self, instance_id: str) -> None:
        """Let the machine die: its processes are gone, the instance is terminated."""
        with self._lock:
            self._get(instance_id).machine.pull_the_plug()
            self._terminate(instance_id)
            self._end(instance_id)

    def _get(self, instance_id: str) -> Instance:
        if instance_id not in self._on:
            raise NoSuchInstance(instance_id)
        return self._on[instance_id]

    def _run(self) -> None:
        while not self._stopping.wait(self.settings.poll_seconds):
            try:
                self._look_around()
            except Exception:
                # The emulator may be busy, or end first; the next look is soon.
                LOGGER.exception("the hypervisor could not look after the instances")

    def _look_around(self) -> None:
        listed = {record["InstanceId"]: record for record in self._listed()}
        with self._lock:
            for instance_id, record in listed.items():
                if instance_id not in self._on.keys() | self._ended.keys() | self._failed:
                    self._boot(record)
            for instance_id in list(self._on):
                self._look_after(instance_id, instance_id in listed)

    def _listed(self) -> Iterator["InstanceTypeDef"]:
        alive = [{"Name": "instance-state-name", "Values": list(ALIVE)}]
        for page in self._ec2.get_paginator("describe_instances").paginate(Filters=alive):
            for reservation in page["Reservations"]:
                yield from reservation["Instances"]

    def _boot(self, record: "InstanceTypeDef") -> None:
        instance_id = record["InstanceId"]
        directory = self._directory / instance_id
        image = self.settings.images.get(record["ImageId"], self.settings.image)
        try:
            instance = Instance(record, self._root, directory, image)
        except Exception:
            # One broken instance must not keep the others from booting.
            LOGGER.exception("%s does not boot", instance_id)
            self._failed.add(instance_id)
            return
        self._on[instance_id] = instance
        LOGGER.info("%s is on", instance_id)

    def _look_after(self, instance_id: str, listed: bool) -> None:
        instance = self._on[instance_id]
        if instance.machine.is_off:
            self._end(instance_id)
        elif not listed:
            instance.machine.power_off()
        elif instance.is_due():
            self._terminate(instance_id)
        elif instance.machine.wants_power_off():
            self._shut_down(instance_id)

    def _shut_down(self, instance_id: str) -> None:
        attribute = self._ec2.describe_instance_attribute(
            InstanceId=instance_id, Attribute="instanceInitiatedShutdownBehavior"
        )
        if attribute["InstanceInitiatedShutdownBehavior"].get("Value") == "terminate":
            self._terminate(instance_id)
        else:
            self._ec2.stop_instances(InstanceIds=[instance_id])

    def _terminate(self, instance_id: str) -> None:
        self._ec2.terminate_instances(InstanceIds=[instance_id])

    def _end(self, instance_id: str) -> None:
        instance = self._on.pop(instance_id)
        instance.destroy()
        self._ended[instance_id] = instance.state()
        LOGGER.info("%s is off", instance_id)
