"""Ends the work of a stage that is taken away: its executions, and the machines that paint."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_stepfunctions import SFNClient

_CAUSE = "The stage is taken away."
_ALIVE = ("pending", "running", "shutting-down", "stopping", "stopped")


def stop_executions(workflow: "SFNClient", state_machine_arn: str) -> int:
    """Stop whatever runs. Returns how many executions that were."""
    pages = workflow.get_paginator("list_executions").paginate(
        stateMachineArn=state_machine_arn, statusFilter="RUNNING"
    )
    try:
        running = [execution["executionArn"] for page in pages for execution in page["executions"]]
    except workflow.exceptions.StateMachineDoesNotExist:
        # An earlier try got further than this.
        return 0
    for arn in running:
        workflow.stop_execution(executionArn=arn, cause=_CAUSE)
    return len(running)


def end_machines(ec2: "EC2Client", stage: str) -> int:
    """Terminate the stage's machines and wait until they are gone: until then the network stays.

    Returns how many there were.
    """
    pages = ec2.get_paginator("describe_instances").paginate(
        Filters=[
            {"Name": "tag:project", "Values": ["visualneurons"]},
            {"Name": "tag:stage", "Values": [stage]},
            {"Name": "instance-state-name", "Values": list(_ALIVE)},
        ]
    )
    ids = [
        instance["InstanceId"]
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
    ]
    if ids:
        ec2.terminate_instances(InstanceIds=ids)
        ec2.get_waiter("instance_terminated").wait(InstanceIds=ids)
    return len(ids)
