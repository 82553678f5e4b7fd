"""The entry points: each takes its event apart, calls chalicelib, and answers."""

import os
from dataclasses import asdict
from functools import cache
from typing import Any

import boto3
from chalice.app import (
    BadRequestError,
    Chalice,
    CloudWatchEvent,
    CORSConfig,
    NotFoundError,
    Rate,
    Response,
    S3Event,
)

from chalicelib import clock, serving
from chalicelib.checking import check_upload as check
from chalicelib.errors import JobNotFound, MalformedEvent
from chalicelib.last_resort import settle_execution
from chalicelib.launching import Launch
from chalicelib.launching import launch_instance as launch
from chalicelib.logs import logger
from chalicelib.mailing import send_mail as send
from chalicelib.mails import MailKind
from chalicelib.painters import Part
from chalicelib.receiving import receive_upload
from chalicelib.releasing import reap_instances as reap
from chalicelib.releasing import release_instances
from chalicelib.services import Services
from chalicelib.settings import Settings
from chalicelib.uploads import is_job_id

settings = Settings.from_environment(os.environ)

app = Chalice(app_name="visualneurons")
app.api.cors = CORSConfig(allow_origin=settings.site_url, max_age=600)

ENDED_BADLY = {
    "source": ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    "detail": {
        "status": ["FAILED", "TIMED_OUT", "ABORTED"],
        "stateMachineArn": [settings.state_machine_arn],
    },
}


@cache
def services() -> Services:
    return Services(settings, boto3.Session())


def job_of(event: dict[str, Any]) -> str:
    """Raises MalformedEvent: what is no job's name could match the machines of many jobs."""
    job_id = event["job_id"]
    if not isinstance(job_id, str) or not is_job_id(job_id):
        raise MalformedEvent("the event's job_id is not the name of a job")
    return about(job_id)


def part_of(event: dict[str, Any]) -> Part | None:
    """The part of a long clip that the event is about; None when it is about the clip."""
    part = event.get("part")
    return Part.read(part) if part else None


def about(job_id: str) -> str:
    """The job that every line of this invocation's log belongs to."""
    logger.append_keys(job_id=job_id)
    return job_id


@app.on_s3_event(bucket=settings.uploads_bucket, events=["s3:ObjectCreated:*"], prefix="uploads/")
def on_upload(event: S3Event) -> None:
    about("")
    receive_upload(services(), event.key)


@app.lambda_function()
def check_upload(event: dict[str, Any], context: object) -> dict[str, Any]:
    clip = check(services(), job_of(event))
    return {"frames": clip.frames, "width": clip.width, "height": clip.height}


@app.lambda_function()
def launch_instance(event: dict[str, Any], context: object) -> dict[str, Any]:
    order = Launch(
        job_id=job_of(event),
        attempt=event["attempt"],
        part=part_of(event),
        joins=tuple(Part.read(one) for one in event["joins"]),
        inherits=tuple(event["inherits"]),
    )
    return asdict(launch(services(), order))


@app.lambda_function()
def release_instance(event: dict[str, Any], context: object) -> dict[str, Any]:
    part = part_of(event)
    released = release_instances(
        services(), job_of(event), part.name if part else None, keeps_turn=event["keeps_turn"]
    )
    return {"released": released}


@app.lambda_function()
def send_mail(event: dict[str, Any], context: object) -> dict[str, Any]:
    job_id, kind, reason = job_of(event), MailKind(event["mail"]), event.get("reason") or None
    return {"sent": send(services(), job_id, kind, reason, event.get("painter_id"))}


@app.on_cw_event(ENDED_BADLY)
def on_execution_end(event: CloudWatchEvent) -> None:
    settle_execution(services(), about(event.detail["name"]), event.detail["status"])


@app.schedule(Rate(15, unit=Rate.MINUTES))
def reap_instances(event: CloudWatchEvent) -> None:
    about("")
    reap(services(), clock.now)


@app.route("/health", methods=["GET"])
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.route("/styles", methods=["GET"])
def styles() -> dict[str, Any]:
    return serving.styles(services())


@app.route("/jobs/{job_id}", methods=["GET"])
def job(job_id: str) -> dict[str, Any]:
    try:
        return serving.job_status(services(), about(job_id))
    except JobNotFound as error:
        raise NotFoundError(str(error)) from error


@app.route("/jobs/{job_id}/painting", methods=["GET"])
def painting(job_id: str) -> Response:
    request: Any = app.current_request
    form = (request.query_params or {}).get("format", "gif")
    if form not in serving.PAINTING_FILES:
        allowed = ", ".join(serving.PAINTING_FILES)
        raise BadRequestError(f"format is {form[:20]!r}; it can be {allowed}")
    try:
        return found(serving.painting_link(services(), about(job_id), form))
    except JobNotFound as error:
        raise NotFoundError(str(error)) from error


@app.route("/jobs/{job_id}/clip", methods=["GET"])
def clip(job_id: str) -> Response:
    try:
        return found(serving.clip_link(services(), about(job_id)))
    except JobNotFound as error:
        raise NotFoundError(str(error)) from error


@app.route("/jobs/{job_id}", methods=["DELETE"])
def delete_job(job_id: str) -> Response:
    try:
        serving.delete_job(services(), about(job_id))
    except JobNotFound as error:
        raise NotFoundError(str(error)) from error
    return Response(body="", status_code=204)


def found(address: str) -> Response:
    return Response(body="", status_code=302, headers={"Location": address})
