"""The logs hold what CloudWatch makes metrics of."""

import json
from collections.abc import Iterator
from typing import Any

from localcloud.faults import OUT_OF_CAPACITY
from localcloud.job import Job
from tests.clips import long_clip, tiny_clip
from tests.integration.running import Running

PREFIXES = ("/aws/lambda/visualneurons-local", "/visualneurons/local/painter")


def groups(running: Running) -> list[str]:
    logs = running.client("logs")
    found = (logs.describe_log_groups(logGroupNamePrefix=prefix) for prefix in PREFIXES)
    return [group["logGroupName"] for page in found for group in page["logGroups"]]


def measured(running: Running) -> Iterator[dict[str, Any]]:
    """Every line in CloudWatch's embedded format that a function or a machine printed."""
    logs = running.client("logs")
    for group in groups(running):
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        for line in (event["message"] for page in pages for event in page["events"]):
            if line.startswith('{"_aws"'):
                yield json.loads(line)


def values(running: Running, metric: str) -> list[dict[str, Any]]:
    return [line for line in measured(running) if metric in line]


def test_a_painted_job_leaves_its_trace_in_the_metrics(running: Running) -> None:
    before = {name: len(values(running, name)) for name in ("JobsReceived", "MailsSent")}
    running.finished(running.send(tiny_clip()))
    running.eventually(lambda: len(values(running, "MailsSent")) == before["MailsSent"] + 2)
    assert len(values(running, "JobsReceived")) == before["JobsReceived"] + 1
    (*_, waited) = values(running, "SecondsToMachine")
    assert waited["SecondsToMachine"][0] > 0
    assert values(running, "JobsEnded")[-1]["outcome"] == "ready"
    running.eventually(lambda: bool(values(running, "PaintingSeconds")))
    (*_, painted) = values(running, "PaintingSeconds")
    assert painted["PaintingSeconds"] > 0
    assert (painted["FramesPainted"], painted["instance_type"]) == (2, "g6.xlarge")


def test_a_machine_that_is_released_leaves_what_it_cost(running: Running) -> None:
    job = running.send(long_clip())
    running.instance_painting(job)
    before = len(values(running, "MachineSeconds"))
    running.client("stepfunctions").stop_execution(executionArn=job.execution_arn)
    running.eventually(lambda: len(values(running, "MachineSeconds")) > before)
    (*_, used) = values(running, "MachineSeconds")
    assert used["MachineSeconds"][0] > 0
    assert (used["instance_type"], used["market"]) == ("g6.xlarge", "spot")


def test_a_plan_walked_in_vain_shows_what_refused_it(running: Running) -> None:
    running.cloud.faults.add(OUT_OF_CAPACITY)
    running.finished(running.send(tiny_clip()))
    running.eventually(
        lambda: any(one["LaunchSuccess"] == [0.0] for one in values(running, "LaunchSuccess"))
    )
    refused = {(one["market"], one["refusal"]) for one in values(running, "LaunchesRefused")}
    assert refused >= {("spot", "capacity"), ("on-demand", "capacity")}
    assert any(one["outcome"] == "capacity_exceeded" for one in values(running, "JobsEnded"))


def test_no_metric_holds_an_address(running: Running, painted: Job) -> None:
    running.eventually(lambda: bool(values(running, "MailsSent")))
    assert running.addresses[painted.job_id] not in json.dumps(list(measured(running)))
