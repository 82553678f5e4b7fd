"""Runs on the instance while the painter is not there yet: fetches it, checks it, starts it.

User data carries this file as it is. Whatever goes wrong before the painter can report by itself is
told to the workflow here, so that nobody waits for a heartbeat that will never come. What goes
wrong in here, user data tells.
"""

import hashlib
import io
import os
import subprocess
import sys
import time
import urllib.request
import zipfile

import boto3
from botocore.exceptions import ClientError

PATIENCE_SECONDS = 600.0
NOBODY_WAITS = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")
MISSING = ("NoSuchKey", "AccessDenied")
"""S3 does not tell who may not list a bucket whether an object is there."""


def main() -> None:
    """Returns when the workflow knows how it went, or nobody waits."""
    try:
        fetch_painter()
    except WrongPackage as error:
        tell_workflow("PaintingFailed", f"the painter could not be fetched: {error}")
        return
    except Exception as error:
        # Another machine may have more luck; the workflow bounds how many try.
        tell_workflow("Interrupted", f"the painter could not be fetched: {error}")
        return
    painter = [sys.executable, "-m", "gpu_task", "job", os.environ["JOB_ID"]]
    status = subprocess.run(painter, check=False).returncode
    if status:
        tell_workflow("Interrupted", f"the painter ended with status {status}")


class WrongPackage(Exception):
    """The package is missing, or is not the one whose hash its name holds."""


def fetch_painter() -> None:
    """Unpacks the package into this folder. Raises WrongPackage."""
    name, s3 = os.environ["PAINTER_PACKAGE"], boto3.client("s3")
    try:
        found = s3.get_object(Bucket=os.environ["MEDIA_BUCKET"], Key=name)
    except ClientError as error:
        if error.response["Error"]["Code"] not in MISSING:
            raise
        raise WrongPackage(f"{name} is missing") from error
    package = found["Body"].read()
    digest = hashlib.sha256(package).hexdigest()
    if digest not in name:
        raise WrongPackage(f"{name} has the hash {digest}")
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
    except ClientError as refused:
        if refused.response["Error"]["Code"] not in NOBODY_WAITS:
            raise


def wait_for_token() -> str | None:
    """The token that waits for this machine; None when none comes."""
    table = boto3.resource("dynamodb").Table(os.environ["PAINTERS_TABLE"])
    key = {"painter_id": f"{os.environ['PAINTER_ROLE_ID']}:{instance_id()}"}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        item = table.get_item(Key=key, ConsistentRead=True).get("Item", {})
        if "task_token" in item:
            return str(item["task_token"])
        time.sleep(1)
    return None


def instance_id() -> str:
    """Asked of the instance metadata service (IMDSv2), at the address that AWS's tools also use."""
    service = os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://169.254.169.254")
    ask = {"X-aws-ec2-metadata-token-ttl-seconds": "600"}
    token = fetch_text("PUT", f"{service.rstrip('/')}/latest/api/token", ask)
    address = f"{service.rstrip('/')}/latest/meta-data/instance-id"
    return fetch_text("GET", address, {"X-aws-ec2-metadata-token": token})


def fetch_text(method: str, address: str, headers: dict[str, str]) -> str:
    request = urllib.request.Request(address, method=method, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return str(answer.read().decode())


if __name__ == "__main__":
    main()
