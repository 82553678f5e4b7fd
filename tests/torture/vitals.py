"""What the local cloud takes of this machine: processes, memory, descriptors, files."""

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from localcloud.guard import processes
from tests.onlooker import ALIVE
from tests.torture.ground import Ground

PROC = Path("/proc")
MEBIBYTE = 2**20
SAMPLE_SECONDS = 1.0


@dataclass(frozen=True)
class Vitals:
    """A look at one moment."""

    processes: int
    machines: int
    open_files: int
    emulator_open_files: int
    emulator_files: int
    machine_disks: int
    emulator_memory_mib: int
    stored_mib: int

    def rows(self, later: "Vitals") -> list[tuple[str, str, str]]:
        """Each figure before and after."""
        return [
            (
                field.name.replace("_mib", ", MiB").replace("_", " "),
                str(getattr(self, field.name)),
                str(getattr(later, field.name)),
            )
            for field in fields(self)
        ]


def look(ground: Ground) -> Vitals:
    """The vitals now."""
    emulator, scratch = ground.cloud.emulator.pid, ground.cloud.emulator.scratch
    disks = (ground.cloud.directory / "instances").glob("*/disk")
    states = ground.cloud.hypervisor.instances()
    return Vitals(
        processes=len(descendants(os.getpid())),
        machines=sum(state.state != "off" for state in states),
        open_files=_open_files(os.getpid()),
        emulator_open_files=_open_files(emulator),
        emulator_files=sum(1 for _ in scratch.rglob("*")),
        machine_disks=sum(1 for _ in disks),
        emulator_memory_mib=_resident(emulator) // MEBIBYTE,
        stored_mib=stored_bytes(ground) // MEBIBYTE,
    )


def stored_bytes(ground: Ground) -> int:
    """What the emulator keeps in memory on purpose: objects, histories, mails, logs."""
    return _objects(ground) + _histories(ground) + _mails(ground) + _logs(ground)


def descendants(pid: int) -> set[int]:
    """All living processes below one."""
    parents, found = processes(), {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


@dataclass
class Peak:
    """The most memory, in MiB, that the emulator and its functions took together."""

    emulator: int = 0
    control_plane: int = 0
    machines: int = 0


@contextlib.contextmanager
def watched(ground: Ground) -> Iterator[Peak]:
    """Looks every second for as long as the context lasts."""
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE_SECONDS):
            _raise(peak, ground)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _raise(peak: Peak, ground: Ground) -> None:
    emulator = ground.cloud.emulator.pid
    functions = descendants(emulator)
    resident = _resident(emulator) // MEBIBYTE
    together = sum(_proportional(pid) for pid in {emulator, *functions}) // MEBIBYTE
    peak.emulator = max(peak.emulator, resident)
    peak.control_plane = max(peak.control_plane, together)
    peak.machines = max(peak.machines, _listed(ground))


def _listed(ground: Ground) -> int:
    """Instances that EC2 lists as alive."""
    alive = {"Name": "instance-state-name", "Values": list(ALIVE)}
    pages = ground.client("ec2").get_paginator("describe_instances").paginate(Filters=[alive])
    return sum(len(r["Instances"]) for page in pages for r in page["Reservations"])


def _resident(pid: int) -> int:
    return int((PROC / f"{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _proportional(pid: int) -> int:
    """Memory with what is shared counted in parts; 0 for a process that is over."""
    with contextlib.suppress(OSError):
        for line in (PROC / f"{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _open_files(pid: int) -> int:
    return sum(1 for _ in (PROC / f"{pid}/fd").iterdir())


def _objects(ground: Ground) -> int:
    s3 = ground.client("s3")
    return sum(
        entry["Size"]
        for bucket in s3.list_buckets()["Buckets"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"])
        for entry in page.get("Contents", [])
    )


def _histories(ground: Ground) -> int:
    states = ground.client("stepfunctions")
    pages = states.get_paginator("list_executions").paginate(
        stateMachineArn=ground.deployment.state_machine_arn
    )
    size = 0
    for execution in (item for page in pages for item in page["executions"]):
        events = states.get_paginator("get_execution_history").paginate(
            executionArn=execution["executionArn"]
        )
        size += sum(len(str(page["events"])) for page in events)
    return size


def _mails(ground: Ground) -> int:
    return sum(len(mail.text) + len(mail.html) for mail in ground.cloud.inbox())


def _logs(ground: Ground) -> int:
    logs = ground.client("logs")
    pages = logs.get_paginator("describe_log_groups").paginate()
    return sum(group.get("storedBytes", 0) for page in pages for group in page["logGroups"])
