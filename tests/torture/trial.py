"""One job that is tortured: sent as the page does, watched as the account's root does."""

import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from localcloud.faults import Fault
from localcloud.job import Job
from localcloud.visitor import Visitor
from tests.torture.clips import ClipKind
from tests.torture.ground import Ground
from tests.torture.waiting import wait_for

ALIVE = ["pending", "running", "stopping", "stopped"]
STYLES = ("starry-night", "scream", "composition-viii")


@dataclass
class Trial:
    """A job to be, with dice that decide whatever is left to chance."""

    ground: Ground
    dice: random.Random
    clip: ClipKind
    job_id: str = ""
    email: str = ""
    upload_key: str = ""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.job_id = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        self.email = f"{self.dice.getrandbits(64):016x}@example.com"

    @property
    def job(self) -> Job:
        return Job(self.job_id, self.ground.cloud, self.ground.deployment)

    def upload(self, visitor: Visitor | None = None) -> None:
        """Puts the clip as a new visitor does."""
        cloud, deployment = self.ground.cloud, self.ground.deployment
        visitor = visitor or Visitor.arrive(
            cloud.endpoint_url, cloud.region, deployment.identity_pool_id
        )
        wishes = {"email": self.email, "style": self.dice.choice(STYLES)}
        self.upload_key = visitor.upload(
            deployment.uploads_bucket, f"{self.job_id}.gif", self.clip.make(self.dice), wishes
        )

    def inject(self, fault: Fault) -> str:
        """Lets the fault be until the trial is over, or `lift` is called."""
        name = self.ground.cloud.faults.add(fault)
        self.faults.append(name)
        return name

    def lift(self) -> None:
        """Takes all faults of this trial away."""
        while self.faults:
            self.ground.cloud.faults.remove(self.faults.pop())

    def item(self) -> dict[str, Any]:
        """The job's record as it lies in the table."""
        return self._row(self.ground.deployment.jobs_table, job_id=self.job_id)

    def painter(self) -> dict[str, Any]:
        """The record of the painter that counts now; empty while there is none."""
        painter_id = self.item().get("painter_id")
        table = self.ground.deployment.painters_table
        return self._row(table, painter_id=painter_id) if painter_id else {}

    def frames_done(self) -> int:
        """How far that painter is."""
        return int(self.painter().get("progress", {}).get("frame", 0))

    def places(self) -> list[str]:
        """The job's places in the line for machines."""
        found = self.ground.client("dynamodb").scan(
            TableName=self.ground.deployment.line_table, ConsistentRead=True
        )
        return [
            str(item["place"]["S"])
            for item in found["Items"]
            if item["line"]["S"] == "painters" and item["place"]["S"].startswith(self.job_id)
        ]

    def _row(self, table: str, **key: str) -> dict[str, Any]:
        found = self.ground.client("dynamodb").get_item(
            TableName=table,
            Key={name: {"S": value} for name, value in key.items()},
            ConsistentRead=True,
        )
        read = TypeDeserializer().deserialize
        return {name: read(value) for name, value in found.get("Item", {}).items()}

    def status(self) -> str:
        """How the execution stands, empty while there is none."""
        states = self.ground.client("stepfunctions")
        try:
            found = states.describe_execution(executionArn=self.job.execution_arn)
        except states.exceptions.ExecutionDoesNotExist:
            return ""
        return str(found["status"])

    def instances(self) -> list[str]:
        """The ids of the job's instances that are not terminated, as EC2 answers."""
        found = self.ground.client("ec2").describe_instances(
            Filters=[
                {"Name": "tag:job_id", "Values": [self.job_id]},
                {"Name": "instance-state-name", "Values": ALIVE},
            ]
        )
        return [i["InstanceId"] for r in found["Reservations"] for i in r["Instances"]]

    def machines(self) -> dict[str, str]:
        """The state of every machine that was ever on for this job, by the instance's id."""
        return {
            state.instance_id: state.state
            for state in self.ground.cloud.hypervisor.instances()
            if state.tags.get("job_id") == self.job_id
        }

    def machine(self, *, after: int = 0) -> str:
        """Waits until a machine is on, after so many that were; returns its id."""

        def latest() -> str | None:
            machines = self.machines()
            if len(machines) <= after:
                return None
            newest = list(machines)[-1]
            return newest if machines[newest] == "running" else None

        return wait_for(f"machine {after + 1}", latest)

    def consoles(self) -> str:
        """The last words of the job's machines."""
        return "\n".join(
            f"--- {state.instance_id}\n{state.console.read_text(errors='replace')[-1500:]}"
            for state in self.ground.cloud.hypervisor.instances()
            if state.tags.get("job_id") == self.job_id
        )
