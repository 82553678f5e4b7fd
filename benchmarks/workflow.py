"""From nothing to a finished job: the local cloud, a deployment, and two jobs of a tiny clip."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.report import Report, Row, at_most
from gpu_task.clip import write_gif
from gpu_task.clip.model import ClipInfo, Frame
from infrastructure.deploy import deploy
from infrastructure.stages import load_stage
from localcloud.cloud import LocalCloud
from localcloud.executions import Timeline, read_timeline
from localcloud.job import Job, send

Stages = list[tuple[str, float]]
"""What happened, and when it was over, in seconds since the epoch."""

_FRAMES, _WIDTH, _HEIGHT = 2, 40, 32
_STYLE = "starry-night"
_POLL_SECONDS = 0.05
_PROMISED_SECONDS = 20


def measure(times: int) -> list[Report]:
    """Medians of that many journeys, each in a process of its own."""
    journeys = [_journey() for _ in range(times)]
    what = f"{_FRAMES} frames at {_WIDTH}x{_HEIGHT}; medians of {times}."
    first, second = ([journey[index] for journey in journeys] for index in (0, 1))
    total = _median(first, "in all")
    return [
        Report(
            "From nothing to the first finished job",
            [*_rows(first), at_most("in all", total, "s", _PROMISED_SECONDS)],
            [f"Everything is installed, nothing runs. {what}"],
        ),
        Report(
            "A second job on the same cloud",
            [*_rows(second), Row("in all", _median(second, "in all"), "s")],
            [what],
        ),
    ]


def _rows(journeys: list[dict[str, float]]) -> list[Row]:
    return [Row(name, _median(journeys, name), "s") for name in journeys[0] if name != "in all"]


def _median(journeys: list[dict[str, float]], name: str) -> float:
    return statistics.median(journey[name] for journey in journeys)


def _journey() -> list[dict[str, float]]:
    """Seconds by stage of the first job, from the start of this call, and of the second one."""
    command = [sys.executable, "-m", "benchmarks.workflow", str(time.time())]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return list(json.loads(found.stdout))


def _main(began: float) -> None:
    stages: Stages = [("Python and boto3 are loaded", time.time())]
    with tempfile.TemporaryDirectory() as scratch, LocalCloud(Path(scratch) / "cloud") as cloud:
        stages.append(("the cloud runs", time.time()))

        def say(line: str) -> None:
            if not line.startswith(" "):
                stages.append((f"deployment: {line.partition(':')[0]}", time.time()))

        clip = _tiny_clip(Path(scratch) / "clip.gif")
        deployment = deploy(
            load_stage("local"), cloud.session(), endpoint_url=cloud.endpoint_url, say=say
        )
        jobs = []
        for _ in range(2):
            sent = time.time()
            job = send(cloud, deployment, clip, _STYLE, "visitor@example.com")
            jobs.append((sent, [("uploaded", time.time()), *_execution(_finished(job, cloud))]))
    (sent, first), (sent_again, second) = jobs
    told = [*stages, ("deployment: the rest", sent), *first]
    print(json.dumps([_seconds(began, told), _seconds(sent_again, second)]))


def _finished(job: Job, cloud: LocalCloud) -> Timeline:
    states = cloud.session().client("stepfunctions")
    while True:
        try:
            timeline = read_timeline(states, job.execution_arn)
        except states.exceptions.ExecutionDoesNotExist:
            timeline = None
        if timeline and timeline.status != "running":
            break
        time.sleep(_POLL_SECONDS)
    if timeline.status != "succeeded" or job.record()["status"] != "ready":
        raise RuntimeError(f"the job was not painted: {timeline}")
    return timeline


def _execution(timeline: Timeline) -> Iterator[tuple[str, float]]:
    yield "the execution started", timeline.started.timestamp()
    for visit in timeline.visits:
        yield visit.state, visit.entered.timestamp() + (visit.seconds or 0)


def _seconds(began: float, stages: Stages) -> dict[str, float]:
    before, found = began, {}
    for name, over in stages:
        found[name] = round(over - before, 3)
        before = over
    return {**found, "in all": before - began}


def _tiny_clip(file: Path) -> Path:
    """A square that moves over a gradient."""
    ramp = np.tile(np.linspace(0, 255, _WIDTH, dtype=np.uint8), (_HEIGHT, 1))
    frames = []
    for index in range(_FRAMES):
        picture = np.stack([ramp] * 3, axis=-1)
        picture[8:20, 4 + 3 * index : 16 + 3 * index] = (200, 60, 30)
        frames.append(Frame(picture))
    write_gif(file, ClipInfo(_WIDTH, _HEIGHT, (120,) * _FRAMES, 0), frames)
    return file


if __name__ == "__main__":
    _main(float(sys.argv[1]))
