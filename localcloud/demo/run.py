"""Runs one job from nothing to the painted clip, and leaves everything about it in a folder."""

import contextlib
import json
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from infrastructure.deploy import deploy
from infrastructure.deployment import Deployment
from infrastructure.errors import DeploymentError
from infrastructure.stages import load_stage
from localcloud.cloud import LocalCloud
from localcloud.console import timeline_table
from localcloud.demo.display import display_for
from localcloud.demo.outputs import TIMELINE, empty_folder, keep_mails, keep_painting
from localcloud.demo.request import DemoRequest, InvalidRequest
from localcloud.executions import Timeline, read_timeline
from localcloud.job import Job, NotRecorded, send

_CONSOLE_LINES = 25


def run_demo(request: DemoRequest, console: Console) -> int:
    """Returns the exit status: 0 only when the painting is there."""
    try:
        request.check()
    except InvalidRequest as problem:
        console.print(f"[red]This cannot be painted:[/] {problem}", highlight=False)
        return 2
    empty_folder(request.folder)
    with tempfile.TemporaryDirectory(prefix="demo-cloud-") as logs, _stoppable():
        try:
            with LocalCloud(Path(logs)) as cloud:
                return _paint(request, cloud, console)
        except KeyboardInterrupt:
            console.print("Stopped; nothing is left running.")
            return 130
        except (DeploymentError, NotRecorded, BotoCoreError, ClientError, OSError) as error:
            console.print(f"[red]{type(error).__name__}:[/] {error}", highlight=False)
            return 1


def _paint(request: DemoRequest, cloud: LocalCloud, console: Console) -> int:
    began = time.monotonic()
    deployment = _deploy(cloud, console)
    job = send(cloud, deployment, request.clip, request.style, request.email)
    console.print(f"Sent {request.clip.name} as job {job.job_id}; the workflow has it now.")
    with display_for(console) as display:
        for moment in job.moments():
            display.show(moment)
    timeline = read_timeline(cloud.session().client("stepfunctions"), job.execution_arn)
    keep_mails(cloud.inbox(), request.folder)
    _keep_json(request.folder / TIMELINE, timeline)
    console.print(timeline_table(timeline))
    if job.record().get("status") != "ready":
        _explain(job, timeline, cloud, console)
        return 1
    keep_painting(job, request.clip, request.folder)
    _summarize(request.folder, job, time.monotonic() - began, console)
    return 0


def _deploy(cloud: LocalCloud, console: Console) -> Deployment:
    steps: list[str] = []
    with console.status("Starting the local cloud and deploying to it"):
        deployment = deploy(
            load_stage("local"),
            cloud.session(),
            endpoint_url=cloud.endpoint_url,
            say=steps.append,
        )
    for step in steps:
        if not step.startswith(" "):
            console.print(f"  {step}", highlight=False, soft_wrap=True)
    return deployment


def _keep_json(file: Path, timeline: Timeline) -> None:
    file.write_text(json.dumps(timeline.as_json(), indent=2) + "\n")


def _summarize(folder: Path, job: Job, seconds: float, console: Console) -> None:
    for note in job.record()["notes"]:
        console.print(note, highlight=False)
    console.print(f"Painted in {seconds:.0f} s. In {folder}:")
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        console.print(
            f"  {file.relative_to(folder)} ({file.stat().st_size / 1000:.0f} kB)", highlight=False
        )


def _explain(job: Job, timeline: Timeline, cloud: LocalCloud, console: Console) -> None:
    """What went wrong, on one screen: the state, its error, and what the machine said last."""
    record = job.record()
    console.print(f"[red]The job ended as {record.get('status', 'unknown')}.[/]")
    if record.get("reason"):
        console.print(record["reason"], highlight=False)
    for visit in timeline.visits:
        if visit.errors:
            console.print(f"{visit.state}: {', '.join(visit.errors)}", highlight=False)
    if timeline.cause:
        console.print(timeline.cause, highlight=False)
    for log in sorted(cloud.directory.rglob("console.log")):
        lines = log.read_text(errors="replace").splitlines()[-_CONSOLE_LINES:]
        console.print(f"The console of {log.parent.name}:", *lines, sep="\n", highlight=False)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and a polite end by another program leave nothing running."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
