"""Runs on the instance while the painter is not there yet: fetches it, checks it, starts it.

User data carries this file as it is. Whatever goes wrong before the painter can report by itself is
told to the workflow here, so that nobody waits for a heartbeat that will never come.
"""

import hashlib
import io
import os
import subprocess
import sys
import time
import zipfile

import boto3

PATIENCE_SECONDS = 600.0
NOBODY_WAITS = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")


def main() -> int:
    try:
        fetch_painter()
    except Exception as error:
        tell_workflow("PaintingFailed", f"the painter could not be fetched: {error}")
        return 1
    painter = [sys.executable, "-m", "gpu_task", "job", os.environ["JOB_ID"]]
    status = subprocess.run(painter, check=False).returncode
    if status < 0:
        tell_workflow("Interrupted", f"the painter was killed by signal {-status}")
    elif status > 0:
        tell_workflow("PaintingFailed", f"the painter ended with status {status}")
    return status


def fetch_painter() -> None:
    """Unpacks the package into this folder. Raises ValueError when its hash is not its name's."""
    name = os.environ["PAINTER_PACKAGE"]
    found = boto3.client("s3").get_object(Bucket=os.environ["MEDIA_BUCKET"], Key=name)
    package = found["Body"].read()
    digest = hashlib.sha256(package).hexdigest()
    if digest not in name:
        raise ValueError(f"{name} has the hash {digest}")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(".")


def tell_workflow(error: str, cause: str) -> None:
    """Reports to the task token, once it is there. What was reported before stays."""
    print(f"{error}: {cause}", flush=True)
    token = wait_for_token()
    if token is None:
        return
    states = boto3.client("stepfunctions")
    try:
        states.send_task_failure(taskToken=token, error=error, cause=cause[:2000])
    except states.exceptions.ClientError as refused:
        if refused.response["Error"]["Code"] not in NOBODY_WAITS:
            raise


def wait_for_token() -> str | None:
    """The job's token. An older launch's cannot be seen: it was removed before this launch."""
    table = boto3.resource("dynamodb").Table(os.environ["JOBS_TABLE"])
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        key = {"job_id": os.environ["JOB_ID"]}
        item = table.get_item(Key=key, ConsistentRead=True).get("Item")
        if item is None:
            return None
        if "task_token" in item:
            return str(item["task_token"])
        time.sleep(1)
    return None


if __name__ == "__main__":
    sys.exit(main())
