"""The metrics of ours that there are, as functions and painters make them."""

import json

from chalicelib import metrics
from chalicelib.jobs import Status
from chalicelib.launch import Refusal
from chalicelib.mails import MailKind
from chalicelib.metrics import MailFailure, Measurement
from gpu_task.job.metrics import measured

MEASUREMENTS: tuple[Measurement, ...] = (
    metrics.job_received(),
    metrics.job_ended(Status.READY),
    metrics.jobs_waiting(0),
    metrics.machine_launched("g6.xlarge", "spot"),
    metrics.launch_refused("spot", Refusal.CAPACITY),
    metrics.plan_walked(machine_had=False),
    metrics.waited_for_machine(1),
    metrics.machine_used("g6.xlarge", "spot", 1),
    metrics.machines_running(1),
    metrics.machines_orphaned(0),
    metrics.mail_sent(MailKind.READY),
    metrics.mail_failed(MailKind.READY, MailFailure.REFUSED),
    metrics.mail_withheld("suppressed"),
)


def emitted_metrics() -> dict[str, tuple[str, ...]]:
    """By the metric's name the names of its dimensions."""
    return {one.name: tuple(one.dimensions) for one in MEASUREMENTS} | _painters_metrics()


def _painters_metrics() -> dict[str, tuple[str, ...]]:
    line = json.loads(measured("dev", "g6.xlarge", {"objective": "", "seconds": 1, "frames": 1}))
    (told,) = line["_aws"]["CloudWatchMetrics"]
    (_, dimensions) = told["Dimensions"]
    return {metric["Name"]: tuple(dimensions) for metric in told["Metrics"]}
