"""What there is of jobs on a deployed stage, as tests of whole jobs look at it."""

from dataclasses import dataclass, field
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from infrastructure.deployment import Deployment
from localcloud.cloud import LocalCloud
from localcloud.job import Job

SERVICES = ("dynamodb", "ec2", "lambda", "logs", "s3", "sesv2", "sqs", "stepfunctions")
ALIVE = ("pending", "running", "stopping", "stopped")


@dataclass(frozen=True)
class Onlooker:
    """One cloud with one deployment. Looked at as the root, whom no fault hits."""

    cloud: LocalCloud
    deployment: Deployment
    _clients: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        session = self.cloud.session(self.cloud.root)
        # Clients may be shared between threads, making them may not.
        self._clients.update({service: session.client(service) for service in SERVICES})

    def client(self, service: str) -> Any:
        """A client of the root."""
        return self._clients[service]

    def item(self, job: Job) -> dict[str, Any]:
        """The job's record as it lies in the table."""
        return self.row(self.deployment.jobs_table, job_id=job.job_id)

    def painter(self, job: Job) -> dict[str, Any]:
        """The record of the painter that counts now; empty while there is none."""
        painter_id = self.item(job).get("painter_id")
        table = self.deployment.painters_table
        return self.row(table, painter_id=painter_id) if painter_id else {}

    def places(self, job: Job) -> list[str]:
        """The places of the job and its parts in the line for machines."""
        rows = self.rows(self.deployment.line_table)
        names = [str(row["place"]) for row in rows if row["line"] == "painters"]
        return [name for name in names if name.startswith(job.job_id)]

    def row(self, table: str, **key: str) -> dict[str, Any]:
        """An item of a table; empty when there is none."""
        found = self.client("dynamodb").get_item(
            TableName=table,
            Key={name: {"S": value} for name, value in key.items()},
            ConsistentRead=True,
        )
        return _plain(found.get("Item", {}))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything in a table."""
        pages = self.client("dynamodb").get_paginator("scan")
        found = pages.paginate(TableName=table, ConsistentRead=True)
        return [_plain(item) for page in found for item in page["Items"]]

    def status(self, job: Job) -> str:
        """How the execution stands, empty while there is none."""
        states = self.client("stepfunctions")
        try:
            found = states.describe_execution(executionArn=job.execution_arn)
        except states.exceptions.ExecutionDoesNotExist:
            return ""
        return str(found["status"])

    def machines(self, job: Job) -> list[str]:
        """The ids of the job's instances that are not terminated, as EC2 answers."""
        found = self.client("ec2").describe_instances(
            Filters=[
                {"Name": "tag:job_id", "Values": [job.job_id]},
                {"Name": "instance-state-name", "Values": list(ALIVE)},
            ]
        )
        return [i["InstanceId"] for r in found["Reservations"] for i in r["Instances"]]


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    read = TypeDeserializer().deserialize
    return {name: read(value) for name, value in item.items()}
