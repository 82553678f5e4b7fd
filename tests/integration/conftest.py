"""One local cloud with one deployment for all integration tests."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from infrastructure.deploy import Options, deploy
from infrastructure.stages import Quotas, Stage, load_stage
from localcloud.cloud import LocalCloud
from localcloud.job import Job
from tests.clips import long_clip, tiny_clip
from tests.integration.running import Running

SHORTER = {
    "LaunchInstance.CapacityExceeded.IntervalSeconds": 1,
    "LaunchInstance.CapacityExceeded.MaxAttempts": 2,
    "PaintClip.HeartbeatSeconds": 12,
}
STAGE = replace(
    load_stage("local"),
    quotas=Quotas(per_address=4, per_identity=500),
    denied_domains=("denied.example",),
)


@contextmanager
def running_stage(folder: Path, stage: Stage) -> Iterator[Running]:
    """A local cloud with the stage deployed to it, waiting less than on AWS."""
    with LocalCloud(folder) as cloud:
        deployment = deploy(
            stage,
            cloud.session(),
            endpoint_url=cloud.endpoint_url,
            options=Options(times=SHORTER),
            say=lambda line: None,
        )
        yield Running(cloud, deployment, folder)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_stage(tmp_path_factory.mktemp("cloud"), STAGE) as stage:
        yield stage


@pytest.fixture(scope="session")
def painted(running: Running) -> Job:
    """A job that is over, and that no test changes."""
    job = running.send(tiny_clip(frames=3))
    running.finished(job)
    return job


@dataclass(frozen=True)
class Disturbed:
    """A job that is over, and the machine that it lost while it was painted."""

    job: Job
    machine: str


@pytest.fixture(scope="session")
def disturbed(running: Running) -> Mapping[str, Disturbed]:
    """Jobs that no test changes, at the same time: they wait more than they paint."""
    hypervisor = running.cloud.hypervisor
    deeds = {"interrupted": hypervisor.interrupt, "silent": hypervisor.hang}
    jobs = {name: running.send(long_clip()) for name in deeds}

    def disturb(name: str) -> Disturbed:
        machine = running.instance_painting(jobs[name])
        deeds[name](machine)
        running.finished(jobs[name])
        return Disturbed(jobs[name], machine)

    with ThreadPoolExecutor(len(deeds)) as hands:
        return dict(zip(deeds, hands.map(disturb, deeds), strict=True))


@pytest.fixture(autouse=True)
def no_faults_left(running: Running) -> Iterator[None]:
    yield
    running.cloud.faults.clear()
