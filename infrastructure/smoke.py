"""Tries a deployed stage as a visitor does: by what the page is told, without any credentials."""

import io
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from PIL import Image

from infrastructure.errors import DeploymentError

HEADERS = ("strict-transport-security", "x-content-type-options", "x-frame-options")
_POLL_SECONDS = 2.0
_TIMEOUT_SECONDS = 30.0
_SIDE = 96
_FRAMES = 6
_OVER = ("ready", "rejected", "failed", "capacity_exceeded")

Say = Callable[[str], None]


class SmokeFailed(DeploymentError):
    """The stage does not do what a visitor wants; the message says what it did."""


@dataclass(frozen=True)
class Wish:
    """What the smoke test asks for, and how long it waits for it."""

    email: str
    clip: bytes
    style: str = "scream"
    minutes: int = 90


def page_config(site_url: str) -> dict[str, Any]:
    """Fetch the page and its settings. Raises SmokeFailed when it lacks security headers."""
    try:
        with urlopen(f"{site_url}/", timeout=_TIMEOUT_SECONDS) as page:  # noqa: S310
            missing = [name for name in HEADERS if name not in page.headers]
    except OSError as error:
        raise SmokeFailed(f"{site_url}: {error}") from error
    if missing:
        raise SmokeFailed(f"{site_url} answers without {', '.join(missing)}")
    config: dict[str, Any] = _json(f"{site_url}/config.json")
    return config


def smoke(config: dict[str, Any], wish: Wish, say: Say = print) -> bytes:
    """Upload the clip and follow its job. Returns the painted GIF. Raises SmokeFailed."""
    job_id = str(uuid.uuid4())
    _upload(config, job_id, wish)
    say(f"Uploaded the clip as job {job_id}")
    job = _follow(f"{config['api_url']}/jobs/{job_id}", wish.minutes * 60, say)
    if job["status"] != "ready":
        raise SmokeFailed(f"the job is {job['status']}: {job['reason'] or 'no reason is given'}")
    painted = _fetch(config["api_url"] + job["painting"]["gif"])
    with Image.open(io.BytesIO(painted)) as image:
        say(f"Painted: {image.width}×{image.height} pixels, {getattr(image, 'n_frames', 1)} frames")
    return painted


def small_clip() -> bytes:
    """A GIF of a few small frames: a light that crosses a gradient."""
    frames = []
    for step in range(_FRAMES):
        frame = Image.linear_gradient("L").resize((_SIDE, _SIDE)).convert("RGB")
        light = Image.new("RGB", (_SIDE // 4, _SIDE // 4), (250, 210, 90))
        frame.paste(light, (step * _SIDE // 8, _SIDE // 3))
        frames.append(frame)
    encoded = io.BytesIO()
    frames[0].save(encoded, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return encoded.getvalue()


def _upload(config: dict[str, Any], job_id: str, wish: Wish) -> None:
    place = {"region_name": config["region"], "endpoint_url": config["endpoint_url"]}
    cognito = boto3.client("cognito-identity", config=Config(signature_version=UNSIGNED), **place)
    identity = cognito.get_id(IdentityPoolId=config["identity_pool_id"])["IdentityId"]
    key = cognito.get_credentials_for_identity(IdentityId=identity)["Credentials"]
    s3 = boto3.client(
        "s3",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretKey"],
        aws_session_token=key["SessionToken"],
        **place,
    )
    s3.put_object(
        Bucket=config["uploads_bucket"],
        Key=f"uploads/{identity}/{job_id}.gif",
        Body=wish.clip,
        ContentType="image/gif",
        Metadata={"email": wish.email, "style": wish.style},
    )


def _follow(address: str, patience_seconds: float, say: Say) -> dict[str, Any]:
    deadline = time.monotonic() + patience_seconds
    told = ""
    while time.monotonic() < deadline:
        job = _json(address, missing={"status": "not recorded yet"})
        if job["status"] != told:
            told = job["status"]
            say(f"  {told}")
        if told in _OVER:
            return job
        time.sleep(_POLL_SECONDS if told != "not recorded yet" else 1)
    raise SmokeFailed(f"the job is still {told} after {patience_seconds / 60:.0f} minutes")


def _json(address: str, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_fetch(address))
    except SmokeFailed as failed:
        if missing is not None and getattr(failed.__cause__, "code", None) == 404:
            return missing
        raise
    return found


def _fetch(address: str) -> bytes:
    try:
        with urlopen(address, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read()
    except OSError as error:
        raise SmokeFailed(f"{address}: {error}") from error
    return content
