"""A whole job leaves the visitor's address nowhere but in its record and in its mails."""

import base64
import json
import uuid

from localcloud.job import Job
from tests.clips import tiny_clip
from tests.integration.running import Running


def test_an_address_is_in_the_record_and_the_mails_only(running: Running) -> None:
    name = uuid.uuid4().hex
    job = running.send(tiny_clip(), email=f"{name}+tag@example.com")
    script = user_data(running, running.instance_painting(job, frame=0))
    running.finished(job)
    assert job.record()["status"] == "ready", running.story(job)
    running.eventually(lambda: job.job_id in running.logs())
    found = everything_else(running, job) | {"user data": script}
    assert [place for place, text in found.items() if name in text] == []
    about_the_job = {place for place, text in found.items() if job.job_id in text}
    assert about_the_job >= {"logs", "execution", "history", "uploads", "media", "user data"}
    assert f"{running.deployment.stack_name}-quotas" in about_the_job
    assert name in running.item(job)["email"]
    assert len(running.mails(job)) == 2


def everything_else(running: Running, job: Job) -> dict[str, str]:
    """What there is of a job, by its place, apart from its record and its mails."""
    return {
        "answer": json.dumps(job.record()),
        "logs": running.logs(),
        "uploads": "\n".join(running.keys(running.deployment.uploads_bucket)),
        "media": "\n".join(with_metadata(running, running.deployment.media_bucket)),
        **of_the_execution(running, job),
        "consoles": "\n".join(
            file.read_text() for file in running.cloud.directory.rglob("console.log")
        ),
        **of_other_tables(running),
    }


def with_metadata(running: Running, bucket: str) -> list[str]:
    """Every object's key, and what else S3 tells of it."""
    s3 = running.client("s3")
    return [f"{key} {s3.head_object(Bucket=bucket, Key=key)}" for key in running.keys(bucket)]


def of_the_execution(running: Running, job: Job) -> dict[str, str]:
    states, arn = running.client("stepfunctions"), job.execution_arn
    pages = states.get_paginator("get_execution_history").paginate(executionArn=arn)
    return {
        "execution": str(states.describe_execution(executionArn=arn)),
        "history": str(list(pages)),
    }


def user_data(running: Running, instance_id: str) -> str:
    answer = running.client("ec2").describe_instance_attribute(
        InstanceId=instance_id, Attribute="userData"
    )
    return base64.b64decode(answer["UserData"]["Value"]).decode()


def of_other_tables(running: Running) -> dict[str, str]:
    tables = running.client("dynamodb").list_tables()["TableNames"]
    jobs = running.deployment.jobs_table
    return {table: str(running.rows(table)) for table in tables if table != jobs}
