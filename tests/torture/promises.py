"""What must hold of every accepted job, whatever was done to it. Each broken promise is a line."""

import io
import json
import tempfile
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from chalicelib.jobs import FINAL, Status
from chalicelib.mails import MailKind
from gpu_task.clip import read_clip
from localcloud.job import FORMS
from tests.torture.case import Case
from tests.torture.trial import Trial


def broken(trial: Trial, case: Case) -> list[str]:
    """The promises that are broken now, in words."""
    item = trial.item()
    return [
        *_record(item, case),
        *_mails(trial, item, case),
        *_execution(trial),
        *_machines(trial),
        *_results(trial, item),
    ]


def _record(item: dict[str, Any], case: Case) -> Iterator[str]:
    if not case.ends:
        if "email" in item or "deleted" not in item:
            yield "a deleted job left more than its name"
    elif item.get("status") not in case.ends:
        yield f"status is {item.get('status')}, not {' or '.join(sorted(case.ends))}"


def _mails(trial: Trial, item: dict[str, Any], case: Case) -> Iterator[str]:
    came = trial.mails()
    final = [kind for kind in came if kind is not MailKind.ACCEPTED]
    words = ", ".join(came) or "none"
    if len(came) - len(final) > case.copies or came.count(MailKind.ACCEPTED) > case.copies:
        yield f"accepted came too often: {words}"
    if came != sorted(came, key=lambda kind: kind is not MailKind.ACCEPTED):
        yield f"accepted came after the end: {words}"
    if len(set(final)) > 1 or len(final) > case.copies:
        yield f"more than one final mail: {words}"
    if item.get("status") in FINAL and set(final) != {MailKind(item["status"])}:
        yield f"status is {item['status']}, but the mails are: {words}"


def _execution(trial: Trial) -> Iterator[str]:
    states = trial.ground.client("stepfunctions")
    if trial.status() == "RUNNING":
        yield "the execution still runs"
    try:
        pages = states.get_paginator("get_execution_history").paginate(
            executionArn=trial.job.execution_arn
        )
        history = json.dumps(list(pages), default=str)
    except states.exceptions.ExecutionDoesNotExist:
        yield "there is no execution"
        return
    if trial.email in history:
        yield "the address is in the execution's history"


def _machines(trial: Trial) -> Iterator[str]:
    if left := trial.ground.machines(trial.job):
        yield f"machines are left: {', '.join(left)}"
    on = [machine for machine, state in trial.machines().items() if state != "off"]
    if on:
        yield f"processes of machines are left: {', '.join(on)}"
    if places := trial.ground.places(trial.job):
        yield f"places in the line are left: {', '.join(places)}"


def _results(trial: Trial, item: dict[str, Any]) -> Iterator[str]:
    """Whole, or not to be had."""
    for form in FORMS:
        try:
            painting = trial.job.painting(form)
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 404 or item.get("status") == Status.READY:
                    yield f"the {form} of a job that is {item.get('status')}: {error.code}"
            continue
        if item.get("status") != Status.READY:
            yield f"the {form} can be had of a job that is {item.get('status')}"
        yield from _unreadable(form, painting, trial.clip.frames)


def _unreadable(form: str, painting: bytes, frames: int) -> Iterator[str]:
    try:
        if form == "mp4":
            with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
                file.write(painting)
                file.flush()
                with read_clip(Path(file.name)) as clip:
                    clip.frames[clip.info.frame_count - 1]
            return
        with Image.open(io.BytesIO(painting)) as picture:
            found = getattr(picture, "n_frames", 1)
            for index in range(found):
                picture.seek(index)
                picture.load()
    except Exception as error:
        yield f"the {form} cannot be read: {error}"
        return
    if form in ("gif", "webp") and found != frames:
        yield f"the {form} has {found} frames, not {frames}"
