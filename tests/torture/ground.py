"""The stage that is tortured: deployed on a local cloud, with the workflow's waits shortened."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from infrastructure.deploy import Options, deploy
from infrastructure.stages import load_stage
from localcloud.cloud import LocalCloud
from localcloud.emulator import EmulatorSettings
from tests.onlooker import Onlooker

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


class Ground(Onlooker):
    """An onlooker who also knows the functions."""

    def function(self, name: str) -> str:
        """The full name of one of the functions."""
        return f"visualneurons-{self.deployment.stage}-{name}"


@contextlib.contextmanager
def ground(
    keep: Path | None = None,
    *,
    times: Mapping[str, int] = TIMES,
    max_instances: int = 4,
    keeps_state: bool = False,
) -> Iterator[Ground]:
    """Starts the cloud, with its logs in `keep` if they are kept, and deploys; ends everything."""
    stage = replace(load_stage("local"), max_instances=max_instances, painting_minutes=1)
    with (
        TemporaryDirectory(prefix="torture-") as folder,
        LocalCloud(keep or Path(folder), EmulatorSettings(keeps_state=keeps_state)) as cloud,
    ):
        deployment = deploy(
            stage,
            cloud.session(),
            endpoint_url=cloud.endpoint_url,
            options=Options(times=times),
            say=lambda line: None,
        )
        yield Ground(cloud, deployment)
