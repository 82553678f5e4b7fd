"""One job on the local cloud: sent as the page sends it, watched as the page and an operator do."""

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infrastructure.deployment import Deployment
from localcloud.cloud import LocalCloud
from localcloud.moment import Moment
from localcloud.visitor import Visitor

_POLL_SECONDS = 0.4
_RECORDED_WITHIN_SECONDS = 60.0
_CONTENT_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
FORMS = ("gif", "mp4", "webp", "poster")


class NotRecorded(Exception):
    """An upload that no job came of; the message shows what the cloud said last."""


@dataclass(frozen=True)
class Job:
    """A job that was sent to a deployment."""

    job_id: str
    cloud: LocalCloud
    deployment: Deployment

    @property
    def execution_arn(self) -> str:
        machine = self.deployment.state_machine_arn
        return f"{machine.replace(':stateMachine:', ':execution:')}:{self.job_id}"

    def record(self) -> dict[str, Any]:
        """What `GET /jobs/{job_id}` answers; empty while the upload is not recorded yet."""
        try:
            answer: dict[str, Any] = json.loads(self._get(f"/jobs/{self.job_id}"))
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return {}
            raise
        return answer

    def painting(self, form: str) -> bytes:
        """The painted clip in one of FORMS, through the API's redirect."""
        return self._get(f"/jobs/{self.job_id}/painting?format={form}")

    def moments(self) -> Iterator[Moment]:
        """Where the job stands, again and again, until its execution is over.

        Raises NotRecorded when the upload starts nothing.
        """
        states = self.cloud.session().client("stepfunctions")
        state, deadline = "upload", time.monotonic() + _RECORDED_WITHIN_SECONDS
        while True:
            record = self.record()
            yield _moment(state, record)
            time.sleep(_POLL_SECONDS)
            if not record:
                if time.monotonic() > deadline:
                    raise NotRecorded(self._log_tail())
                continue
            try:
                status = states.describe_execution(executionArn=self.execution_arn)["status"]
            except states.exceptions.ExecutionDoesNotExist:
                continue
            state = self._current_state(states) or state
            if status != "RUNNING":
                yield _moment(state, self.record())
                return

    def _current_state(self, states: Any) -> str | None:  # noqa: ANN401
        events = states.get_execution_history(
            executionArn=self.execution_arn, reverseOrder=True, maxResults=50
        )["events"]
        entered = (e.get("stateEnteredEventDetails", {}).get("name") for e in events)
        return next((name for name in entered if name), None)

    def _log_tail(self) -> str:
        log = self.cloud.directory / "emulator.log"
        return "the upload started nothing:\n" + log.read_text(errors="replace")[-2000:]

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.deployment.api_url + path, timeout=30) as answer:  # noqa: S310
            return bytes(answer.read())


def send(cloud: LocalCloud, deployment: Deployment, clip: Path, style: str, email: str) -> Job:
    """Uploads as the page does: an anonymous identity, temporary credentials, metadata.

    A style that is a file goes beside the clip, as the visitor's own picture.
    """
    visitor = Visitor.arrive(cloud.endpoint_url, cloud.region, deployment.identity_pool_id)
    job_id = str(uuid.uuid4())
    picture = Path(style)
    if picture.is_file():
        visitor.upload(deployment.uploads_bucket, f"{job_id}.style", picture.read_bytes(), {})
        style = "own"
    visitor.upload(
        deployment.uploads_bucket,
        f"{job_id}{clip.suffix.lower() if clip.suffix.lower() in _CONTENT_TYPES else '.gif'}",
        clip.read_bytes(),
        {"email": email, "style": style},
        _CONTENT_TYPES.get(clip.suffix.lower(), "image/gif"),
    )
    return Job(job_id, cloud, deployment)


def _moment(state: str, record: dict[str, Any]) -> Moment:
    progress = record.get("progress") or {}
    return Moment(
        state=state,
        status=record.get("status", "uploading"),
        frame=progress.get("frame", 0),
        of=progress.get("of", 0),
        phase=progress.get("phase", ""),
        seconds_left=progress.get("seconds_left"),
    )
