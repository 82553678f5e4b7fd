"""Runs one job from nothing to the painted clip, and leaves everything about it in a folder."""

import json
import tempfile
import time
from pathlib import Path

from rich.console import Console

from infrastructure.deploy import deploy
from infrastructure.deployment import Deployment
from infrastructure.stages import load_stage
from localcloud.cloud import LocalCloud
from localcloud.console import timeline_table
from localcloud.demo.display import display_for
from localcloud.demo.outputs import TIMELINE, empty_folder, keep_mails, keep_painting
from localcloud.demo.request import DemoRequest, InvalidRequest
from localcloud.executions import Timeline, read_timeline
from localcloud.job import Job, send
from localcloud.terminal import end_well

_CONSOLE_LINES = 25


def run_demo(request: DemoRequest, console: Console) -> int:
    """Returns the exit status: 0 only when the painting is there."""
    try:
        request.check()
    except InvalidRequest as problem:
        console.print("This cannot be painted:", style="red", end=" ")
        console.print(str(problem))
        return 2
    empty_folder(request.folder)
    return end_well(lambda: _run(request, console), console)


def _run(request: DemoRequest, console: Console) -> int:
    with tempfile.TemporaryDirectory(prefix="demo-cloud-") as logs, LocalCloud(Path(logs)) as cloud:
        return _paint(request, cloud, console)


def _paint(request: DemoRequest, cloud: LocalCloud, console: Console) -> int:
    began = time.monotonic()
    deployment = _deploy(cloud, console)
    job = send(cloud, deployment, request.clip, request.style, request.email)
    sent = f"Sent {request.clip.name} as job {job.job_id}; the workflow has it now."
    console.print(sent, soft_wrap=True)
    with display_for(console) as show:
        for moment in job.moments():
            show(moment)
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
            console.print(f"  {step}", soft_wrap=True)
    return deployment


def _keep_json(file: Path, timeline: Timeline) -> None:
    file.write_text(json.dumps(timeline.as_json(), indent=2) + "\n")


def _summarize(folder: Path, job: Job, seconds: float, console: Console) -> None:
    for note in job.record()["notes"]:
        console.print(note)
    console.print(f"Painted in {seconds:.0f} s. In {folder}:")
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        console.print(f"  {file.relative_to(folder)} ({file.stat().st_size / 1000:.0f} kB)")


def _explain(job: Job, timeline: Timeline, cloud: LocalCloud, console: Console) -> None:
    """What went wrong, on one screen: the state, its error, and what the machine said last."""
    record = job.record()
    console.print(f"The job ended as {record.get('status', 'unknown')}.", style="red")
    if record.get("reason"):
        console.print(record["reason"])
    for visit in timeline.visits:
        if visit.errors:
            console.print(f"{visit.state}: {', '.join(visit.errors)}")
    if timeline.cause:
        console.print(timeline.cause)
    for log in sorted(cloud.directory.rglob("console.log")):
        lines = log.read_text(errors="replace").splitlines()[-_CONSOLE_LINES:]
        console.print(f"The console of {log.parent.name}:", *lines, sep="\n")
