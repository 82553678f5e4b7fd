"""The metrics of ours that there are, as functions and painters make them."""

import json
from functools import partial

from chalicelib import metrics
from chalicelib.jobs import Status
from chalicelib.launch import Refusal
from chalicelib.mails import MailKind
from chalicelib.metrics import MailFailure, Measurement
from gpu_task.job.metrics import measured

_MADE = (
    partial(metrics.job_received),
    partial(metrics.job_ended, Status.READY),
    partial(metrics.jobs_waiting, 0),
    partial(metrics.machine_launched, "g6.xlarge", "spot"),
    partial(metrics.launch_refused, "spot", Refusal.CAPACITY),
    partial(metrics.plan_walked, machine_had=False),
    partial(metrics.waited_for_machine, 1),
    partial(metrics.machine_used, "g6.xlarge", "spot", 1),
    partial(metrics.machines_running, 1),
    partial(metrics.machines_orphaned, 0),
    partial(metrics.mail_sent, MailKind.READY),
    partial(metrics.mail_failed, MailKind.READY, MailFailure.REFUSED),
    partial(metrics.mail_withheld, "suppressed"),
)

MEASUREMENTS: dict[str, Measurement] = {made.func.__name__: made() for made in _MADE}
"""One of each kind, by the function that makes it."""


def emitted_metrics() -> dict[str, tuple[str, ...]]:
    """By the metric's name the names of its dimensions."""
    return {one.name: tuple(one.dimensions) for one in MEASUREMENTS.values()} | _painters_metrics()


def _painters_metrics() -> dict[str, tuple[str, ...]]:
    line = json.loads(measured("dev", "g6.xlarge", {"objective": "", "seconds": 1, "frames": 1}))
    (told,) = line["_aws"]["CloudWatchMetrics"]
    (_, dimensions) = told["Dimensions"]
    return {metric["Name"]: tuple(dimensions) for metric in told["Metrics"]}
