"""A deployed stage on the local cloud, to which the tests send whole jobs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.mails import MailKind
from localcloud.executions import Timeline, read_timeline
from localcloud.job import Job, send
from localcloud.visitor import Visitor
from tests.mail_kinds import mails_to
from tests.onlooker import Onlooker
from tests.waiting import JOB_SECONDS, Found, NeverCame, eventually


@dataclass(frozen=True)
class Running(Onlooker):
    """An onlooker who sends jobs; every one has an address of its own."""

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

    def eventually(self, look: Callable[[], Found | None], job: Job | None = None) -> Found:
        """Waits for it; when it does not come, the job's story is told."""
        try:
            return eventually(look, JOB_SECONDS)
        except NeverCame as never:
            if job is not None:
                never.add_note(self.story(job))
            raise

    def finished(self, job: Job) -> Timeline:
        """Waits until the execution is over."""
        self.eventually(lambda: self.status(job) not in ("", "RUNNING"), job)
        return self.timeline(job)

    def timeline(self, job: Job) -> Timeline:
        return read_timeline(self.client("stepfunctions"), job.execution_arn)

    def states(self, job: Job) -> list[str]:
        return [visit.state for visit in self.finished(job).visits]

    def mails(self, job: Job) -> list[MailKind]:
        """The kinds of the mails that went to the job's address, in their order."""
        return mails_to(self.addresses[job.job_id], self.cloud)

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

    def tables_about(self, job: Job) -> set[str]:
        """The tables that name the job."""
        tables = self.client("dynamodb").list_tables()["TableNames"]
        return {table for table in tables if job.job_id in str(self.rows(table))}

    def visitor(self) -> Visitor:
        """Somebody new on the page."""
        cloud, pool = self.cloud, self.deployment.identity_pool_id
        return Visitor.arrive(cloud.endpoint_url, cloud.region, pool)

    def instance_painting(self, job: Job, frame: int = 1) -> str:
        """Waits until an instance has painted that many frames, and returns its id."""

        def painted() -> bool:
            painter = self.painter(job)
            return "progress" in painter and painter["progress"]["frame"] >= frame

        self.eventually(painted, job)
        return str(self.painter(job)["painter_id"].partition(":")[2])

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
