"""What is counted, and the lines of the log by which CloudWatch gets it (its embedded format).

Each metric is kept as a total and by its dimensions. The values of dimensions come from small
closed sets: what a job or a visitor could choose belongs into the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import (
    AmazonCloudWatchEMFProvider,
)

if TYPE_CHECKING:
    from chalicelib.jobs import Status
    from chalicelib.launch import Refusal
    from chalicelib.mails import MailKind


@dataclass(frozen=True)
class Measurement:
    """One value of a metric."""

    name: str
    value: float = 1
    unit: MetricUnit = MetricUnit.Count
    dimensions: Mapping[str, str] = field(default_factory=dict)


class MailFailure(StrEnum):
    """What SES did instead of taking a mail."""

    REFUSED = "refused"
    NOT_TAKEN = "not_taken"
    UNANSWERED = "unanswered"


def job_received() -> Measurement:
    return Measurement("JobsReceived")


def job_ended(outcome: "Status") -> Measurement:
    return Measurement("JobsEnded", dimensions={"outcome": outcome.value})


def jobs_waiting(count: int) -> Measurement:
    """Jobs and parts in the line behind those that may have a machine."""
    return Measurement("JobsWaiting", count)


def machine_launched(instance_type: str, market: str) -> Measurement:
    return Measurement("Launches", dimensions=_machine(instance_type, market))


def launch_refused(market: str, refusal: "Refusal") -> Measurement:
    """One rung of the launch plan had no machine."""
    dimensions = {"market": market, "refusal": refusal.name.lower()}
    return Measurement("LaunchesRefused", dimensions=dimensions)


def plan_walked(*, machine_had: bool) -> Measurement:
    """Whether any rung of the launch plan had a machine. Its maximum is 0 while all is full."""
    return Measurement("LaunchSuccess", float(machine_had))


def waited_for_machine(seconds: float) -> Measurement:
    """From the upload to the first machine of a job."""
    return Measurement("SecondsToMachine", seconds, MetricUnit.Seconds)


def machine_used(instance_type: str, market: str, seconds: float) -> Measurement:
    """From a machine's launch to its release, or to the reaper: what it costs."""
    dimensions = _machine(instance_type, market)
    return Measurement("MachineSeconds", seconds, MetricUnit.Seconds, dimensions)


def machines_running(count: int) -> Measurement:
    return Measurement("MachinesRunning", count)


def machines_orphaned(count: int) -> Measurement:
    """Machines that outlived their job; none is counted too, as a sign of life of the reaper."""
    return Measurement("OrphanedMachines", count)


def mail_sent(kind: "MailKind") -> Measurement:
    return Measurement("MailsSent", dimensions={"mail": kind.value})


def mail_failed(kind: "MailKind", failure: MailFailure) -> Measurement:
    """One try to send a mail; another one may follow."""
    return Measurement("MailsFailed", dimensions={"mail": kind.value, "failure": failure.value})


def mail_withheld(why: str) -> Measurement:
    """A mail that is not sent on purpose."""
    return Measurement("MailsWithheld", dimensions={"why": why})


class Metrics:
    """The metrics of a stage."""

    def __init__(self, stage: str) -> None:
        self._namespace = f"VisualNeurons/{stage}"

    def emit(self, *measurements: Measurement) -> None:
        """Print each of them on a line of its own."""
        for one in measurements:
            lines = AmazonCloudWatchEMFProvider(namespace=self._namespace)
            lines.add_metric(one.name, one.unit, one.value)
            if one.dimensions:
                # Beside the empty set of dimensions that there always is: the total.
                lines.add_dimensions(**one.dimensions)
            lines.flush_metrics()


def _machine(instance_type: str, market: str) -> dict[str, str]:
    return {"instance_type": instance_type, "market": market}
