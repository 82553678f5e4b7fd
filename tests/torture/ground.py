"""The stage that is tortured: deployed on a local cloud, with the workflow's waits shortened."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from infrastructure.deploy import Options, deploy
from infrastructure.deployment import Deployment
from infrastructure.stages import load_stage
from localcloud.cloud import LocalCloud
from localcloud.emulator import EmulatorSettings

SERVICES = ("dynamodb", "ec2", "lambda", "logs", "s3", "sqs", "stepfunctions")
TIMES = {
    "LaunchInstance.CapacityExceeded.IntervalSeconds": 1,
    "LaunchInstance.CapacityExceeded.MaxAttempts": 4,
    "PaintClip.HeartbeatSeconds": 12,
    "PaintPart.HeartbeatSeconds": 12,
    "WaitForTurn.HeartbeatSeconds": 60,
    **{
        f"{state}.States.ALL.IntervalSeconds": 1
        for state in (
            *("CheckUpload", "LaunchInstance", "ReleaseInstance", "LaunchPart", "ReleasePart"),
            *("SendReady", "SendRejected", "SendCapacityExceeded", "SendFailed"),
        )
    },
}


@dataclass(frozen=True)
class Ground:
    """One cloud with one deployment. Looked at as the root, whom no fault hits."""

    cloud: LocalCloud
    deployment: Deployment
    _clients: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        session = self.cloud.session(self.cloud.root)
        # Clients may be shared between threads, making them may not.
        self._clients.update({service: session.client(service) for service in SERVICES})

    def client(self, service: str) -> Any:
        """A client of the root."""
        return self._clients[service]

    def function(self, name: str) -> str:
        """The full name of one of the functions."""
        return f"visualneurons-{self.deployment.stage}-{name}"


@contextlib.contextmanager
def ground(
    folder: Path,
    *,
    times: Mapping[str, int] = TIMES,
    max_instances: int = 4,
    keeps_state: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> Iterator[Ground]:
    """Starts the cloud and deploys; ends everything."""
    stage = replace(load_stage("local"), max_instances=max_instances, painting_minutes=1)
    with LocalCloud(folder, EmulatorSettings(keeps_state=keeps_state)) as cloud:
        deployment = deploy(
            stage,
            cloud.session(),
            endpoint_url=cloud.endpoint_url,
            options=Options(times=times),
            say=say,
        )
        yield Ground(cloud, deployment)
