"""Runs one job on this instance: take the token, paint, lay down the results, report."""

import gc
import os
import signal
import tempfile
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from gpu_task.errors import Interrupted, InvalidClip, PaintingFailed
from gpu_task.job.media import Media
from gpu_task.job.metadata import InstanceMetadata
from gpu_task.job.metrics import measured
from gpu_task.job.record import PainterRecord
from gpu_task.job.settings import JobSettings
from gpu_task.job.task_token import TaskToken, TokenGone
from gpu_task.job.watch import Watch
from gpu_task.job.workshop import Workshop

_TOKEN_PATIENCE_SECONDS = 600.0
_PATIENT = Config(retries={"total_max_attempts": 10, "mode": "standard"})
"""No hiccup of a minute or two may cost a painting."""


@dataclass(frozen=True)
class Report:
    """What the workflow is told: an output, or an error it routes on."""

    output: dict[str, object] | None = None
    error: str = ""
    cause: str = ""


def run_job(job_id: str) -> int:
    """Paints the job and reports to its token, be it a failure. Returns the exit status."""
    threading.Thread(target=_load_painting).start()
    settings = JobSettings.from_environment(os.environ)
    metadata = InstanceMetadata()
    session = boto3.Session()
    painter_id = f"{settings.painter_role_id}:{metadata.instance_id()}"
    table = session.resource("dynamodb", config=_PATIENT).Table(settings.painters_table)
    record = PainterRecord(table, painter_id)
    try:
        assignment = record.wait_for_assignment(_TOKEN_PATIENCE_SECONDS)
        token = TaskToken(session.client("stepfunctions", config=_PATIENT), assignment.task_token)
        with (
            Watch(token, metadata.interruption) as watch,
            tempfile.TemporaryDirectory(prefix="painting-") as folder,
        ):
            signal.signal(signal.SIGTERM, lambda *_: watch.interrupt())
            s3 = session.client("s3", config=_PATIENT)
            media = Media(s3, settings.media_bucket, job_id, painter_id, Path(folder))
            report = _paint(Workshop(assignment, settings, media, record, watch, Path(folder)))
        _deliver(token, report)
        if report.output is not None and "frames" in report.output:
            print(measured(settings.stage, metadata.instance_type(), report.output), flush=True)
    except TokenGone as gone:
        print(f"Nobody waits for job {job_id} any more: {gone}", flush=True)
    return 0


def _load_painting() -> None:
    """TensorFlow takes seconds to load: it does so while the token is on its way."""
    # Nothing that an import makes is garbage: looking for some takes a fifth of the time.
    gc.disable()
    try:
        import gpu_task.job.job_painting  # noqa: F401
    finally:
        gc.freeze()
        gc.enable()


def _paint(workshop: Workshop) -> Report:
    """Every way a painting can end, as what the workflow is told of it."""
    # Not at the top: the heart must beat before TensorFlow is there.
    from gpu_task.job.job_painting import paint_job

    try:
        return Report(output=paint_job(workshop))
    except Interrupted as error:
        if workshop.watch.nobody_waits:
            raise TokenGone("the task timed out or the execution was stopped") from error
        return Report(error="Interrupted", cause=str(error))
    except InvalidClip as error:
        # What the check of the upload let through and only the painter could see.
        return Report(error="InvalidUpload", cause=str(error))
    except PaintingFailed as error:
        return Report(error="PaintingFailed", cause=str(error))
    except TokenGone:
        raise
    except (ClientError, BotoCoreError) as error:
        # The clip is not to blame: another instance may go on from the saved frames.
        return Report(error="Interrupted", cause=f"{type(error).__name__}: {error}")
    except Exception as error:
        traceback.print_exc()
        return Report(error="PaintingFailed", cause=f"{type(error).__name__}: {error}")


def _deliver(token: TaskToken, report: Report) -> None:
    if report.output is not None:
        token.succeed(report.output)
    else:
        print(f"{report.error}: {report.cause}", flush=True)
        token.fail(report.error, report.cause)
