"""The lines that become metrics, and that the control plane prints them."""

import json
import uuid
from typing import Any

import pytest

from chalicelib import clock, metrics
from chalicelib.checking import check_upload
from chalicelib.errors import InvalidUpload, MailNotTaken
from chalicelib.jobs import Job, Status, Upload, Wishes
from chalicelib.launch import Refusal
from chalicelib.mailing import send_mail
from chalicelib.mails import MailKind
from chalicelib.metrics import MailFailure, Measurement, Metrics
from chalicelib.releasing import reap_instances
from localcloud.faults import Fault
from tests.chalicelib.conftest import Backend

Printed = pytest.CaptureFixture[str]


def printed(capsys: Printed) -> list[dict[str, Any]]:
    """What was printed for CloudWatch to read."""
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith('{"_aws"')]
    return [json.loads(line) for line in lines]


def counted(capsys: Printed) -> dict[str, list[tuple[str, ...]]]:
    """For each metric the values of its dimensions, once for each time that it was counted."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in printed(capsys):
        (told,) = line["_aws"]["CloudWatchMetrics"]
        (metric,) = told["Metrics"]
        values = tuple(str(line[name]) for names in told["Dimensions"] for name in names)
        found.setdefault(metric["Name"], []).append(values)
    return found


def new_job(backend: Backend, address: str) -> Job:
    upload = Upload("uploads/a/b.gif", '"etag"', 1234)
    return backend.services.jobs.create(str(uuid.uuid4()), upload, Wishes(address, "scream"))


def test_a_metric_is_kept_as_a_total_and_by_its_dimensions(capsys: Printed) -> None:
    Metrics("dev").emit(metrics.machine_used("g6.xlarge", "spot", 90.5))
    (line,) = printed(capsys)
    assert line["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "VisualNeurons/dev",
            "Dimensions": [[], ["instance_type", "market"]],
            "Metrics": [{"Name": "MachineSeconds", "Unit": "Seconds"}],
        }
    ]
    assert line["MachineSeconds"] == [90.5]
    assert (line["instance_type"], line["market"]) == ("g6.xlarge", "spot")


def test_nothing_of_one_metric_is_left_in_the_next(capsys: Printed) -> None:
    refused = metrics.launch_refused("spot", Refusal.CAPACITY)
    Metrics("dev").emit(refused, metrics.job_received())
    first, second = printed(capsys)
    assert (first["market"], first["refusal"]) == ("spot", "capacity")
    assert second["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [[]]
    assert "market" not in second


@pytest.mark.parametrize(
    "measurement",
    [
        metrics.job_ended(Status.READY),
        metrics.machine_launched("g5.xlarge", "on-demand"),
        metrics.mail_sent(MailKind.ACCEPTED),
        metrics.mail_failed(MailKind.READY, MailFailure.REFUSED),
    ],
    ids=lambda one: one.name,
)
def test_an_event_counts_once(measurement: Measurement, capsys: Printed) -> None:
    Metrics("dev").emit(measurement)
    assert counted(capsys) == {measurement.name: [tuple(measurement.dimensions.values())]}
    assert measurement.value == 1


def test_a_job_is_counted_when_it_ends_and_never_again(backend: Backend, capsys: Printed) -> None:
    job = new_job(backend, "someone@example.com")
    send_mail(backend.services, job.job_id, MailKind.READY)
    send_mail(backend.services, job.job_id, MailKind.FAILED)
    assert counted(capsys) == {"JobsEnded": [("ready",)], "MailsSent": [("ready",)]}


def test_a_rejected_upload_is_counted_once_with_its_mail(backend: Backend, capsys: Printed) -> None:
    job = new_job(backend, "nobody")
    with pytest.raises(InvalidUpload):
        check_upload(backend.services, job.job_id)
    send_mail(backend.services, job.job_id, MailKind.REJECTED)
    assert counted(capsys) == {"JobsEnded": [("rejected",)]}


def test_a_mail_that_ses_does_not_take_is_counted(backend: Backend, capsys: Printed) -> None:
    job = new_job(backend, "someone@example.com")
    backend.cloud.faults.add(Fault("ses:SendEmail", "TooManyRequestsException", 429))
    with pytest.raises(MailNotTaken):
        send_mail(backend.services, job.job_id, MailKind.READY)
    assert counted(capsys)["MailsFailed"] == [("ready", "not_taken")]


def test_a_mail_to_a_suppressed_address_is_no_failure(backend: Backend, capsys: Printed) -> None:
    job = new_job(backend, "bounced@example.com")
    ses = backend.cloud.session(backend.cloud.deployer).client("sesv2")
    ses.put_suppressed_destination(EmailAddress="bounced@example.com", Reason="BOUNCE")
    send_mail(backend.services, job.job_id, MailKind.READY)
    assert counted(capsys) == {"JobsEnded": [("ready",)], "MailsWithheld": [("suppressed",)]}


def test_the_reaper_shows_that_it_looked_although_nothing_runs(
    backend: Backend, capsys: Printed
) -> None:
    reap_instances(backend.services, clock.now)
    values = {
        line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"] for line in printed(capsys)
    }
    assert values == {"MachinesRunning", "OrphanedMachines", "JobsWaiting"}


def test_no_line_holds_an_address(backend: Backend, capsys: Printed) -> None:
    job = new_job(backend, "secret@example.com")
    send_mail(backend.services, job.job_id, MailKind.READY)
    assert "secret" not in json.dumps(printed(capsys))
