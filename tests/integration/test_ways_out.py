"""Each way a job can end: the states it passed, its record, its mails, and no machine left."""

import io
import json
import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from PIL import Image, ImageSequence

from chalicelib.mails import MailKind
from localcloud.faults import OUT_OF_CAPACITY
from localcloud.job import Job
from tests.clips import long_clip, tiny_clip
from tests.integration.conftest import Disturbed
from tests.integration.running import Running

STRAIGHT = [
    "CheckUpload",
    "LaunchInstance",
    "SendAccepted",
    "PaintClip",
    "ReleaseInstance",
    "ChooseWhatNext",
    "SendReady",
]
AGAIN = STRAIGHT[:-1]


class Shape(NamedTuple):
    """What a painting must keep of its clip."""

    size: tuple[int, int]
    loop: int | None
    delays: list[int]


def shape(gif: bytes) -> Shape:
    with Image.open(io.BytesIO(gif)) as image:
        delays = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
        return Shape(image.size, image.info.get("loop"), delays)


def assert_ended(running: Running, job: Job, status: str, *mails: MailKind) -> None:
    assert running.item(job)["status"] == status, running.story(job)
    assert running.mails(job) == list(mails)
    assert running.machines(job) == []
    assert running.places(job) == []


def test_a_clip_comes_back_painted_with_its_timing(running: Running, painted: Job) -> None:
    assert running.states(painted) == STRAIGHT, running.story(painted)
    assert_ended(running, painted, "ready", MailKind.ACCEPTED, MailKind.READY)
    assert running.results(painted) == {"painted.gif", "painted.mp4", "painted.webp", "poster.png"}
    assert shape(painted.painting("gif")) == shape(tiny_clip(frames=3))


def test_an_execution_never_shows_the_address(running: Running, painted: Job) -> None:
    states = running.client("stepfunctions")
    history = states.get_execution_history(executionArn=painted.execution_arn)
    assert running.addresses[painted.job_id] not in json.dumps(history, default=str)
    assert running.addresses[painted.job_id] not in json.dumps(painted.record())


def test_the_same_event_delivered_twice_starts_one_execution(
    running: Running, painted: Job
) -> None:
    event = {
        "Records": [
            {
                "eventSource": "aws:s3",
                "s3": {
                    "bucket": {"name": running.deployment.uploads_bucket},
                    "object": {"key": running.item(painted)["upload_key"].replace(":", "%3A")},
                },
            }
        ]
    }
    answer = running.client("lambda").invoke(
        FunctionName="visualneurons-local-on_upload", Payload=json.dumps(event)
    )
    assert "FunctionError" not in answer, answer["Payload"].read()
    executions = running.client("stepfunctions").list_executions(
        stateMachineArn=running.deployment.state_machine_arn
    )["executions"]
    assert [e["name"] for e in executions].count(painted.job_id) == 1
    assert running.mails(painted) == [MailKind.ACCEPTED, MailKind.READY]


def cut_off() -> bytes:
    noise = random.Random(3)
    picture = Image.frombytes("RGB", (64, 64), noise.randbytes(64 * 64 * 3))
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()[:4000]


def too_many_pixels() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (1600, 1200), "navy").save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("clip", "style", "reason"),
    [
        (lambda: b"this is no picture at all", "scream", "not a GIF, PNG, JPEG"),
        (cut_off, "scream", "damaged or was cut off"),
        (too_many_pixels, "scream", "1600 × 1200 pixels"),
        (tiny_clip, "mona-lisa", "The chosen style is not one we have"),
        (tiny_clip, "guernica", "The chosen style is not one we have"),
    ],
)
def test_an_upload_that_cannot_be_painted_is_rejected_with_its_reason(
    running: Running, clip: Callable[[], bytes], style: str, reason: str
) -> None:
    job = running.send(clip(), style)
    assert running.states(job) == ["CheckUpload", "SendRejected"]
    assert_ended(running, job, "rejected", MailKind.REJECTED)
    assert reason in job.record()["reason"]
    mail = next(m for m in running.cloud.inbox() if m.to == (running.addresses[job.job_id],))
    assert reason[:20] in " ".join(mail.text.split())


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\tand more"])
def test_without_a_usable_address_the_page_still_says_why(running: Running, address: str) -> None:
    job = running.send(tiny_clip(), email=address)
    assert running.states(job) == ["CheckUpload", "SendRejected"]
    assert_ended(running, job, "rejected")
    assert "e-mail address" in job.record()["reason"]


def test_an_object_outside_the_key_scheme_starts_nothing(running: Running) -> None:
    machine = running.deployment.state_machine_arn

    def executions() -> int:
        listed = running.client("stepfunctions").list_executions(stateMachineArn=machine)
        return len(listed["executions"])

    before = executions()
    running.client("s3").put_object(
        Bucket=running.deployment.uploads_bucket, Key="uploads/somebody/cat.gif", Body=tiny_clip()
    )
    marker = running.send(b"no picture")
    running.finished(marker)
    assert executions() == before + 1


def test_where_no_machine_can_be_had_the_visitor_is_asked_to_try_later(running: Running) -> None:
    running.cloud.faults.add(OUT_OF_CAPACITY)
    job = running.send(tiny_clip())
    assert running.states(job) == [
        "CheckUpload",
        "LaunchInstance",
        "ReleaseInstance",
        "ChooseWhatNext",
        "SendCapacityExceeded",
    ]
    assert_ended(running, job, "capacity_exceeded", MailKind.CAPACITY_EXCEEDED)
    mail = next(m for m in running.cloud.inbox() if m.to == (running.addresses[job.job_id],))
    assert "AWS has no GPU machine free for us" in " ".join(mail.text.split())
    launch = running.timeline(job).visits[1]
    assert (launch.retries, launch.errors) == (2, ("CapacityExceeded",) * 3)
    rungs = 3 * 3 * 2
    assert running.cloud.faults.hits() == 3 * rungs


def test_a_painting_that_fails_is_told_honestly(running: Running) -> None:
    key = "styles/wheatstacks.jpg"
    bucket, s3 = running.deployment.media_bucket, running.client("s3")
    picture = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    s3.delete_object(Bucket=bucket, Key=key)
    try:
        job = running.send(tiny_clip(), "wheatstacks")
        assert running.states(job) == [*AGAIN, "SendFailed", "PaintingFailed"]
    finally:
        s3.put_object(Bucket=bucket, Key=key, Body=picture)
    assert_ended(running, job, "failed", MailKind.ACCEPTED, MailKind.FAILED)
    assert running.results(job) == set()
    assert running.timeline(job).visits[3].errors == ("PaintingFailed",)


@pytest.mark.parametrize(
    ("package", "cause"), [(None, "could not be fetched"), (b"another", "has the hash")]
)
def test_a_machine_without_its_painter_says_so_and_powers_off(
    running: Running, package: bytes | None, cause: str
) -> None:
    deployment, s3 = running.deployment, running.client("s3")
    where = {"Bucket": deployment.media_bucket, "Key": deployment.painter_package}
    real = s3.get_object(**where)["Body"].read()
    s3.delete_object(**where)
    if package is not None:
        s3.put_object(**where, Body=package)
    try:
        job = running.send(tiny_clip())
        assert running.states(job) == [*AGAIN, "SendFailed", "PaintingFailed"], running.story(job)
    finally:
        s3.put_object(**where, Body=real)
    assert_ended(running, job, "failed", MailKind.ACCEPTED, MailKind.FAILED)
    machine = running.cloud.hypervisor.instances()[-1]
    assert cause in machine.console.read_text()


def test_an_interrupted_painting_is_resumed_on_another_machine(
    running: Running, disturbed: Mapping[str, Disturbed]
) -> None:
    job, first = disturbed["interrupted"].job, disturbed["interrupted"].machine
    assert running.states(job) == [*AGAIN, *STRAIGHT[1:]], running.story(job)
    assert_ended(running, job, "ready", MailKind.ACCEPTED, MailKind.READY)
    assert running.timeline(job).visits[3].errors == ("Interrupted",)
    assert not running.painter(job)["painter_id"].endswith(first)
    assert len(shape(job.painting("gif")).delays) == 90


def test_a_silent_machine_is_released_and_another_goes_on(
    running: Running, disturbed: Mapping[str, Disturbed]
) -> None:
    job = disturbed["silent"].job
    assert running.states(job) == [*AGAIN, *STRAIGHT[1:]], running.story(job)
    assert_ended(running, job, "ready", MailKind.ACCEPTED, MailKind.READY)
    assert running.timeline(job).visits[3].errors == ("States.HeartbeatTimeout",)


def test_what_an_operator_aborts_is_released_and_told(running: Running) -> None:
    job = running.send(long_clip())
    running.instance_painting(job)
    running.client("stepfunctions").stop_execution(executionArn=job.execution_arn, cause="drain")
    running.eventually(lambda: running.machines(job) == [], job)
    running.eventually(lambda: len(running.mails(job)) == 2, job)
    assert running.timeline(job).status == "aborted"
    assert_ended(running, job, "failed", MailKind.ACCEPTED, MailKind.FAILED)


def test_no_machine_runs_after_the_jobs(running: Running) -> None:
    running.eventually(lambda: all(i.state == "off" for i in running.cloud.hypervisor.instances()))
