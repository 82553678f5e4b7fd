"""One EC2 instance: its record in the emulator, its machine, and its metadata service."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from localcloud.machine import Machine, MachineImage
from localcloud.metadata_service import Metadata, MetadataService, RoleKey, RoleRefused
from localcloud.session import Session

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import InstanceTypeDef
    from mypy_boto3_iam.type_defs import RoleTypeDef

RENEW_BEFORE = timedelta(minutes=15)
SERVICE = "ec2.amazonaws.com"


@dataclass(frozen=True)
class InstanceState:
    """What is to be seen of an instance from outside."""

    instance_id: str
    instance_type: str
    life_cycle: str
    tags: dict[str, str]
    state: Literal["running", "hung", "off"]
    console: Path


class Instance:
    """A booted instance. `root` is a session that may do everything: the hypervisor's own."""

    def __init__(
        self, record: "InstanceTypeDef", root: Session, directory: Path, image: MachineImage
    ) -> None:
        self.instance_id = record["InstanceId"]
        self.terminate_at: datetime | None = None
        self._root = root
        self._role = _role(record, root)
        self._key: RoleKey | None = None
        user_data = self._user_data()
        self.metadata = MetadataService(self._metadata(record), self._role_key)
        environment = {
            "AWS_ENDPOINT_URL": root.endpoint_url,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": self.metadata.endpoint,
        }
        try:
            self.machine = Machine(directory, user_data, environment, image)
        except BaseException:
            self.metadata.close()
            raise

    def interrupt(self, grace: timedelta) -> None:
        """Announce that the instance is terminated after the grace."""
        self.terminate_at = datetime.now(UTC) + grace
        self.metadata.announce_interruption(self.terminate_at)

    def is_due(self) -> bool:
        """Whether an announced termination has come."""
        return self.terminate_at is not None and datetime.now(UTC) >= self.terminate_at

    def destroy(self) -> None:
        """Leave nothing but the console."""
        self.machine.pull_the_plug()
        self.metadata.close()

    def state(self) -> InstanceState:
        """A snapshot for whoever watches."""
        about = self.metadata.metadata
        return InstanceState(
            instance_id=self.instance_id,
            instance_type=about.instance_type,
            life_cycle=about.life_cycle,
            tags=dict(about.tags),
            state=self._state(),
            console=self.machine.console,
        )

    def _state(self) -> Literal["running", "hung", "off"]:
        if self.machine.is_off:
            return "off"
        return "hung" if self.machine.hung else "running"

    def _metadata(self, record: "InstanceTypeDef") -> Metadata:
        return Metadata(
            instance_id=self.instance_id,
            instance_type=str(record["InstanceType"]),
            image_id=record["ImageId"],
            life_cycle=str(record.get("InstanceLifecycle", "on-demand")),
            region=self._root.region_name,
            availability_zone=record["Placement"]["AvailabilityZone"],
            tags={tag["Key"]: tag["Value"] for tag in record.get("Tags", [])},
            role_name=self._role["RoleName"] if self._role else None,
        )

    def _user_data(self) -> bytes:
        attribute = self._root.client("ec2").describe_instance_attribute(
            InstanceId=self.instance_id, Attribute="userData"
        )
        return base64.b64decode(attribute["UserData"].get("Value", ""))

    def _role_key(self) -> RoleKey:
        if self._role is None or not trusts(self._role, SERVICE):
            raise RoleRefused(f"EC2 cannot assume the role of {self.instance_id}")
        if self._key is None or self._key.expiration - datetime.now(UTC) < RENEW_BEFORE:
            # The session's name is the instance's id, which policies see in `aws:userid`.
            key = self._root.client("sts").assume_role(
                RoleArn=self._role["Arn"], RoleSessionName=self.instance_id
            )["Credentials"]
            self._key = RoleKey(
                key["AccessKeyId"],
                key["SecretAccessKey"],
                key["SessionToken"],
                key["Expiration"],
            )
        return self._key


def trusts(role: "RoleTypeDef", service: str) -> bool:
    """Whether the role's trust policy lets the service assume it."""
    document = cast("dict[str, Any]", role["AssumeRolePolicyDocument"])
    for statement in document["Statement"]:
        services = statement.get("Principal", {}).get("Service", [])
        named = services if isinstance(services, list) else [services]
        if statement["Effect"] == "Allow" and service in named:
            return True
    return False


def _role(record: "InstanceTypeDef", root: Session) -> "RoleTypeDef | None":
    arn = record.get("IamInstanceProfile", {}).get("Arn")
    if arn is None:
        return None
    iam = root.client("iam")
    profile = iam.get_instance_profile(InstanceProfileName=arn.rsplit("/", 1)[-1])
    for role in profile["InstanceProfile"]["Roles"]:
        found: RoleTypeDef = iam.get_role(RoleName=role["RoleName"])["Role"]
        return found
    return None
