"""One local cloud with one deployment for all integration tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.deploy import Options, deploy
from infrastructure.stages import Quotas, Stage, load_stage
from localcloud.cloud import LocalCloud
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


@pytest.fixture(autouse=True)
def no_faults_left(running: Running) -> Iterator[None]:
    yield
    running.cloud.faults.clear()
