"""EC2 as the workflow sees it: launch on a rung, find and terminate a job's instances."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.launch import SPOT, Order, Refusal, Rung, client_token, meaning

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

ONE_TRY = Config(
    connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 1, "mode": "standard"}
)
"""For launching: capacity errors come as HTTP 500, which botocore would try again by itself."""

_ALIVE = ("pending", "running", "stopping", "stopped")


class LaunchRefused(Exception):
    """EC2 refused one try."""

    def __init__(self, rung: Rung, code: str, message: str) -> None:
        super().__init__(
            f"{rung.market} {rung.instance_type} in {rung.subnet_id}: {code}: {message}"
        )
        self.rung = rung
        self.code = code
        self.refusal: Refusal = meaning(code)


@dataclass(frozen=True)
class Instance:
    """A machine that paints or painted a job."""

    instance_id: str
    instance_type: str
    market: str
    job_id: str
    part: str
    attempt: str
    launched_at: datetime


class InstancePool:
    """The instances of a stage. `launcher` is a client that tries once (see ONE_TRY)."""

    def __init__(
        self, ec2: "EC2Client", launcher: "EC2Client", launch_template: str, stage: str
    ) -> None:
        self._ec2 = ec2
        self._launcher = launcher
        self._launch_template = launch_template
        self._stage = stage

    def launch(self, rung: Rung, order: Order, user_data: str) -> str:
        """Returns the instance id. Raises LaunchRefused."""
        tags = [
            {"Key": "project", "Value": "visualneurons"},
            {"Key": "stage", "Value": self._stage},
            {"Key": "Name", "Value": f"visualneurons-{self._stage}-{order.job_id}"},
            {"Key": "job_id", "Value": order.job_id},
            {"Key": "part", "Value": order.part or ""},
            {"Key": "attempt", "Value": str(order.attempt)},
        ]
        request: dict[str, Any] = {
            "LaunchTemplate": {"LaunchTemplateId": self._launch_template, "Version": "$Latest"},
            "InstanceType": rung.instance_type,
            "SubnetId": rung.subnet_id,
            "MinCount": 1,
            "MaxCount": 1,
            "ClientToken": client_token(order, rung, user_data),
            "UserData": user_data,
            "TagSpecifications": [
                {"ResourceType": kind, "Tags": tags} for kind in ("instance", "volume")
            ],
        }
        if rung.market == SPOT:
            request["InstanceMarketOptions"] = {
                "MarketType": "spot",
                "SpotOptions": {
                    "SpotInstanceType": "one-time",
                    "InstanceInterruptionBehavior": "terminate",
                },
            }
        try:
            instances = self._launcher.run_instances(**request)["Instances"]
        except ClientError as error:
            told = error.response["Error"]
            raise LaunchRefused(rung, told["Code"], told.get("Message", "")) from error
        return instances[0]["InstanceId"]

    def of_job(self, job_id: str, part: str | None = None) -> list[Instance]:
        """The job's instances that are not terminated, or those of one part."""
        return list(self._matching(*_of_job(job_id, part)))

    def ending_of_job(self, job_id: str, part: str | None = None) -> list[Instance]:
        """As above, with those that are shutting down: they cost until they are terminated."""
        return list(self._matching(*_of_job(job_id, part), states=(*_ALIVE, "shutting-down")))

    def all(self) -> list[Instance]:
        """Every instance of this stage that is not terminated."""
        return list(self._matching())

    def terminate(self, instances: list[Instance]) -> list[str]:
        """Returns the ids of the instances that were told to end."""
        ids = [instance.instance_id for instance in instances]
        if ids:
            self._ec2.terminate_instances(InstanceIds=ids)
        return ids

    def _matching(
        self,
        *filters: Any,  # noqa: ANN401
        states: tuple[str, ...] = _ALIVE,
    ) -> Iterator[Instance]:
        pages = self._ec2.get_paginator("describe_instances").paginate(
            Filters=[
                {"Name": "tag:project", "Values": ["visualneurons"]},
                {"Name": "tag:stage", "Values": [self._stage]},
                {"Name": "instance-state-name", "Values": list(states)},
                *filters,
            ]
        )
        for page in pages:
            for reservation in page["Reservations"]:
                for description in reservation["Instances"]:
                    yield _instance(description)


def _of_job(job_id: str, part: str | None) -> list[dict[str, Any]]:
    tags = {"job_id": job_id} | ({} if part is None else {"part": part})
    return [{"Name": f"tag:{name}", "Values": [value]} for name, value in tags.items()]


def _instance(description: Any) -> Instance:  # noqa: ANN401
    tags = {tag["Key"]: tag["Value"] for tag in description.get("Tags", [])}
    return Instance(
        instance_id=description["InstanceId"],
        instance_type=description["InstanceType"],
        market=description.get("InstanceLifecycle", "on-demand"),
        job_id=tags.get("job_id", ""),
        part=tags.get("part", ""),
        attempt=tags.get("attempt", ""),
        launched_at=description["LaunchTime"],
    )
