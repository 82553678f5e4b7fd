"""More jobs than machines, and clips that are too long for one machine."""

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest
from PIL import Image, ImageDraw

from chalicelib.mails import MailKind
from infrastructure.stages import load_stage
from localcloud.job import Job
from tests.clips import tiny_clip
from tests.integration.conftest import running_stage
from tests.integration.running import Running
from tests.integration.test_routes import delete
from tests.integration.test_ways_out import assert_ended, shape

MACHINES = 2
SCENES = ("navy", "darkgreen", "firebrick")
FRAMES_PER_SCENE = 12


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stage with two machines, whose time is too short for any clip of more than one scene."""
    stage = replace(load_stage("local"), max_instances=MACHINES, painting_minutes=0.1)
    with running_stage(tmp_path_factory.mktemp("crowded"), stage) as running:
        yield running


def clip_of_scenes(frames_per_scene: int = FRAMES_PER_SCENE) -> bytes:
    """Scenes of one colour each, in which something moves."""
    frames = []
    for number, colour in enumerate(SCENES):
        for step in range(frames_per_scene):
            frame = Image.new("RGB", (96, 72), colour)
            pen = ImageDraw.Draw(frame)
            for row in range(number, 72, 9 - 2 * number):
                pen.line((0, row, 96, row + 6 * number), fill="white")
            left = 6 + 5 * step % 64
            pen.ellipse((left, 20, left + 20, 40), fill="gold")
            frames.append(frame)
    data = io.BytesIO()
    delays = [70 + 10 * (number % 5) for number in range(len(frames))]
    frames[0].save(
        data, "GIF", save_all=True, append_images=frames[1:], duration=delays, loop=0, disposal=1
    )
    return data.getvalue()


@contextmanager
def counted_machines(running: Running) -> Iterator[set[int]]:
    """How many machines were launched and not yet told to end, at several moments."""
    seen: set[int] = set()
    over, ec2 = threading.Event(), running.client("ec2")
    alive = [{"Name": "instance-state-name", "Values": ["pending", "running"]}]

    def count() -> None:
        while not over.wait(0.3):
            found = ec2.describe_instances(Filters=alive)["Reservations"]
            seen.add(sum(len(reservation["Instances"]) for reservation in found))

    watcher = threading.Thread(target=count)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def began_painting(running: Running, job: Job) -> float:
    visits = running.timeline(job).visits
    return next(visit.entered.timestamp() for visit in visits if visit.state == "PaintClip")


def test_jobs_wait_for_their_turn_and_the_oldest_goes_first(crowded: Running) -> None:
    jobs = []
    with counted_machines(crowded) as seen:
        for _ in range(5):
            job = crowded.send(tiny_clip(frames=4))
            crowded.eventually(partial(crowded.places, job), job)
            jobs.append(job)
        waiting = jobs[-1].record()
        assert waiting["status"] == "waiting_for_capacity"
        assert "our painting machines are busy" in waiting["reason"]
        for job in jobs:
            crowded.finished(job)
    assert max(seen) <= MACHINES
    beginnings = [began_painting(crowded, job) for job in jobs]
    assert beginnings == sorted(beginnings)
    for job in jobs:
        assert_ended(crowded, job, "ready", MailKind.ACCEPTED, MailKind.READY)
    assert "WaitForTurn" in crowded.states(jobs[-1])


def test_a_clip_that_is_too_long_is_painted_in_parts_and_joined(crowded: Running) -> None:
    clip = clip_of_scenes()
    with counted_machines(crowded) as seen:
        job = crowded.send(clip)
        states = crowded.states(job)
    assert states.count("PaintPart") == len(SCENES), crowded.story(job)
    assert [s for s in states if s in ("PaintClip", "PaintParts", "JoinParts", "SendReady")] == [
        "PaintClip",
        "PaintParts",
        "JoinParts",
        "PaintClip",
        "SendReady",
    ]
    assert_ended(crowded, job, "ready", MailKind.ACCEPTED, MailKind.READY)
    assert max(seen) == MACHINES
    assert shape(job.painting("gif")) == shape(clip)
    assert job.record()["progress"]["of"] == len(SCENES) * FRAMES_PER_SCENE


def test_a_part_whose_machine_is_taken_away_is_gone_on_with_elsewhere(crowded: Running) -> None:
    # Long enough for a painter to hear of it, who asks every two seconds.
    clip = clip_of_scenes(frames_per_scene=60)
    job = crowded.send(clip)
    crowded.cloud.hypervisor.interrupt(painter_of_a_part(crowded, job))
    states = crowded.states(job)
    assert states.count("PaintPart") == len(SCENES) + 1, crowded.story(job)
    assert_ended(crowded, job, "ready", MailKind.ACCEPTED, MailKind.READY)
    assert shape(job.painting("gif")) == shape(clip)


def replace_upload(running: Running, job: Job) -> None:
    where = {"Bucket": running.deployment.uploads_bucket, "Key": running.item(job)["upload_key"]}
    running.client("s3").put_object(**where, Body=tiny_clip())


def find_it_broken(running: Running, job: Job) -> None:
    painter_id = f":{painter_of_a_part(running, job)}"
    (painter,) = (
        running.row(running.deployment.painters_table, painter_id=one)
        for one in running.item(job)["painters"]
        if one.endswith(painter_id)
    )
    running.client("stepfunctions").send_task_failure(
        taskToken=painter["task_token"], error="InvalidUpload", cause="The clip is broken."
    )


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(replace_upload, "replaced"), (find_it_broken, "The clip is broken.")],
)
def test_a_clip_that_turns_out_unpaintable_in_a_part_is_rejected(
    crowded: Running, spoil: Callable[[Running, Job], None], reason: str
) -> None:
    job = crowded.send(clip_of_scenes())
    painter_of_a_part(crowded, job)
    spoil(crowded, job)
    states = crowded.states(job)
    assert states[-3:] == ["ReleaseInstance", "ChooseWhatNext", "SendRejected"], crowded.story(job)
    assert_ended(crowded, job, "rejected", MailKind.ACCEPTED, MailKind.REJECTED)
    assert reason in job.record()["reason"]


def test_deleting_a_long_clip_ends_all_of_its_parts(crowded: Running) -> None:
    job = crowded.send(clip_of_scenes())
    painter_of_a_part(crowded, job)
    painters = crowded.item(job)["painters"]
    assert delete(crowded, job.job_id) == 204
    crowded.eventually(lambda: crowded.machines(job) == [])
    assert crowded.places(job) == []
    table = crowded.deployment.painters_table
    assert all(not crowded.row(table, painter_id=painter) for painter in painters)
    assert crowded.mails(job) == [MailKind.ACCEPTED]


def painter_of_a_part(running: Running, job: Job) -> str:
    """Waits until a machine has begun to paint a part, and returns its id."""
    table = running.deployment.painters_table

    def painters() -> list[str]:
        found = running.item(job).get("painters", ())
        rows = {painter: running.row(table, painter_id=painter) for painter in found}
        return [painter for painter, row in rows.items() if {"part", "progress"} <= row.keys()]

    return running.eventually(painters, job)[0].partition(":")[2]
