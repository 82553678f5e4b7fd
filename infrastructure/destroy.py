"""Takes a stage out of an account again."""

from collections.abc import Callable
from pathlib import Path

import boto3

from infrastructure import account as accounts
from infrastructure.chalice_app import ChaliceApp
from infrastructure.deploy import BUILD
from infrastructure.objects import Bucket
from infrastructure.stack import Stack
from infrastructure.stages import Stage
from infrastructure.watching import delete_logs
from infrastructure.work_under_way import end_machines, stop_executions

BUCKETS = ("UploadsBucket", "MediaBucket", "WebsiteBucket")
LEFT_BEHIND = (
    "machine images that were built, with their snapshots, and the SSM parameter that names one",
    "metrics, which CloudWatch forgets after 15 months",
)


def destroy(
    stage: Stage,
    session: boto3.Session,
    *,
    endpoint_url: str | None = None,
    build: Path = BUILD,
    say: Callable[[str], None] = print,
) -> bool:
    """Delete functions, files and stack. Returns whether anything was there.

    Raises DeploymentError when something would not go.
    """
    account = accounts.look_up(session, endpoint_url)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint_url)
    stack = Stack(cloudformation, stage.stack_name)
    if not stack.exists():
        return False
    operations = Stack(cloudformation, stage.operations_name)
    if operations.exists():
        operations.delete()
        say(f"Stack {stage.operations_name}: deleted")
    # A stack that was never created to its end has none, and nothing was ever brought into it.
    outputs = stack.outputs()
    if outputs:
        workflow = session.client("stepfunctions", endpoint_url=endpoint_url)
        stopped = stop_executions(workflow, outputs["StateMachineArn"])
        say(f"Executions: {stopped} stopped")
        ended = end_machines(session.client("ec2", endpoint_url=endpoint_url), stage.name)
        say(f"Machines: {ended} ended")
        s3 = session.client("s3", endpoint_url=endpoint_url)
        media = Bucket(s3, outputs["MediaBucket"])
        app = ChaliceApp(build / stage.name / "removal", stage.name, media)
        if app.delete(accounts.environment(session, account)):
            say("Functions: deleted")
        logs = delete_logs(session.client("logs", endpoint_url=endpoint_url), stage.name)
        say(f"Logs of functions: {logs} deleted")
        for bucket in (Bucket(s3, outputs[name]) for name in BUCKETS):
            keys = bucket.names()
            bucket.delete(keys)
            say(f"{bucket.name}: {len(keys)} files deleted")
    stack.delete()
    say(f"Stack {stage.stack_name}: deleted")
    return True
