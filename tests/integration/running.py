"""A deployed stage on the local cloud, as the tests of whole jobs see it."""

import io
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from boto3.dynamodb.conditions import Key
from PIL import Image

from chalicelib.mails import MailContent, MailKind, render
from infrastructure.deployment import Deployment
from localcloud.cloud import LocalCloud
from localcloud.executions import Timeline, read_timeline
from localcloud.job import Job, send
from localcloud.visitor import Visitor

PATIENCE_SECONDS = 90.0


def tiny_clip(frames: int = 2, size: tuple[int, int] = (40, 32)) -> bytes:
    """A GIF with a square that moves over a gradient, again and again."""
    width, height = size
    ramp = np.linspace(0, 255, width, dtype=np.uint8)
    pictures = []
    for index in range(frames):
        pixels = np.stack([np.tile(ramp, (height, 1))] * 3, axis=-1)
        left = 4 + 3 * index % (width - 20)
        pixels[8:20, left : left + 12] = (200, 60, 30)
        pictures.append(Image.fromarray(pixels))
    data = io.BytesIO()
    pictures[0].save(
        data, "GIF", save_all=True, append_images=pictures[1:], duration=[120] * frames, loop=0
    )
    return data.getvalue()


def long_clip() -> bytes:
    """A clip that is painted for long enough to be interrupted."""
    return tiny_clip(frames=90, size=(96, 72))


def eventually(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


@dataclass(frozen=True)
class Running:
    """One cloud with one deployment; every job has an address of its own."""

    cloud: LocalCloud
    deployment: Deployment
    folder: Path
    addresses: dict[str, str] = field(default_factory=dict)

    def send(
        self,
        clip: bytes,
        style: str = "starry-night",
        email: str | None = None,
        name: str = "c.gif",
    ) -> Job:
        file = self.folder / f"{uuid.uuid4()}-{name}"
        file.write_bytes(clip)
        address = f"{uuid.uuid4().hex}@example.com" if email is None else email
        job = send(self.cloud, self.deployment, file, style, address)
        self.addresses[job.job_id] = address
        return job

    def finished(self, job: Job) -> Timeline:
        """Waits until the execution is over."""
        assert eventually(lambda: self._is_over(job)), self.story(job)
        return self.timeline(job)

    def timeline(self, job: Job) -> Timeline:
        return read_timeline(self.client("stepfunctions"), job.execution_arn)

    def states(self, job: Job) -> list[str]:
        return [visit.state for visit in self.finished(job).visits]

    def mails(self, job: Job) -> list[MailKind]:
        """The kinds of the mails that went to the job's address, in their order."""
        to = self.addresses[job.job_id]
        return [_KINDS[mail.subject] for mail in self.cloud.inbox() if mail.to == (to,)]

    def item(self, job: Job) -> dict[str, Any]:
        """The job's record as it lies in the table."""
        return self.row(self.deployment.jobs_table, job_id=job.job_id)

    def row(self, table: str, **key: str) -> dict[str, Any]:
        """An item of a table; empty when there is none."""
        found = self.cloud.session().resource("dynamodb").Table(table).get_item(Key=key)
        row: dict[str, Any] = found.get("Item", {})
        return row

    def painter(self, job: Job) -> dict[str, Any]:
        """The record of the painter that counts now; empty while there is none."""
        painter_id = self.item(job).get("painter_id")
        table = self.deployment.painters_table
        return self.row(table, painter_id=painter_id) if painter_id else {}

    def line(self) -> set[str]:
        """The jobs that stand in the line for machines."""
        table = self.cloud.session().resource("dynamodb").Table(self.deployment.line_table)
        places = table.query(KeyConditionExpression=Key("line").eq("painters"))["Items"]
        return {str(place["job_id"]) for place in places}

    def files(self, job_id: str) -> list[str]:
        """The keys of everything in the buckets that belongs to a job."""
        buckets = (self.deployment.uploads_bucket, self.deployment.media_bucket)
        return [key for bucket in buckets for key in self.keys(bucket) if job_id in key]

    def keys(self, bucket: str) -> list[str]:
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def logs(self) -> str:
        """Every line that is in CloudWatch Logs."""
        logs = self.client("logs")
        groups = logs.get_paginator("describe_log_groups").paginate()
        lines = []
        for name in [group["logGroupName"] for page in groups for group in page["logGroups"]]:
            pages = logs.get_paginator("filter_log_events").paginate(logGroupName=name)
            lines += [event["message"] for page in pages for event in page["events"]]
        return "\n".join(lines)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything in a table."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=table)
        return [item for page in pages for item in page["Items"]]

    def tables_about(self, job: Job) -> set[str]:
        """The tables that name the job."""
        tables = self.client("dynamodb").list_tables()["TableNames"]
        return {table for table in tables if job.job_id in str(self.rows(table))}

    def visitor(self) -> Visitor:
        """Somebody new on the page."""
        cloud, pool = self.cloud, self.deployment.identity_pool_id
        return Visitor.arrive(cloud.endpoint_url, cloud.region, pool)

    def machines(self, job: Job) -> list[str]:
        """The ids of the job's instances that are not terminated."""
        alive = ["pending", "running", "stopping", "stopped"]
        found = self.client("ec2").describe_instances(
            Filters=[
                {"Name": "tag:job_id", "Values": [job.job_id]},
                {"Name": "instance-state-name", "Values": alive},
            ]
        )
        return [i["InstanceId"] for r in found["Reservations"] for i in r["Instances"]]

    def instance_painting(self, job: Job, frame: int = 1) -> str:
        """Waits until an instance has painted that many frames, and returns its id."""

        def painted() -> bool:
            painter = self.painter(job)
            return "progress" in painter and painter["progress"]["frame"] >= frame

        assert eventually(painted), self.story(job)
        return str(self.painter(job)["painter_id"].partition(":")[2])

    def client(self, service: str) -> Any:
        return self.cloud.session().client(service)

    def results(self, job: Job) -> set[str]:
        found = self.client("s3").list_objects_v2(
            Bucket=self.deployment.media_bucket, Prefix=f"results/{job.job_id}/"
        )
        return {entry["Key"].rpartition("/")[2] for entry in found.get("Contents", [])}

    def story(self, job: Job) -> str:
        """What a failing test prints: the timeline, the record, the consoles."""
        consoles = [f.read_text()[-1500:] for f in self.cloud.directory.rglob("console.log")]
        try:
            timeline: object = self.timeline(job)
        except self.client("stepfunctions").exceptions.ExecutionDoesNotExist:
            timeline = "no execution"
        return "\n".join([str(timeline), str(self.item(job)), *consoles[-3:]])

    def _is_over(self, job: Job) -> bool:
        states = self.client("stepfunctions")
        try:
            found = states.describe_execution(executionArn=job.execution_arn)
        except states.exceptions.ExecutionDoesNotExist:
            return False
        return bool(found["status"] != "RUNNING")


def _subject(kind: MailKind) -> str:
    content = MailContent(
        job_id="x",
        page_url="https://paint.example/#job=x",
        kept_until="2026-01-01",
        style_title="The Starry Night",
        frames=2,
        seconds=0.2,
        reason="because",
    )
    return render(kind, content).subject


_KINDS = {_subject(kind): kind for kind in MailKind}
