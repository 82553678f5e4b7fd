"""What is left of a cloud after its end, however it ended: nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from localcloud.cloud import LocalCloud
from localcloud.emulator import REPOSITORY
from tests.localcloud.instances import STUBBORN, processes_of
from tests.waiting import eventually


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
