"""The CloudFormation stack of a stage: changed by change sets, so that it says what it will do."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from botocore.exceptions import ClientError

from infrastructure.errors import StackFailed

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import DescribeChangeSetOutputTypeDef, StackTypeDef

_POLL_SECONDS = 0.2
_SLOWEST_POLL_SECONDS = 5.0
_ONLY_PLANNED = "REVIEW_IN_PROGRESS"
_FAILED_TO_BE_CREATED = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED")
"""Such a stack holds nothing and can only be deleted."""
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")


@dataclass(frozen=True)
class Change:
    """One resource that a change set adds, modifies or removes."""

    action: str
    resource: str
    kind: str
    replaced: bool

    def __str__(self) -> str:
        return f"{self.action} {self.resource} ({self.kind})" + (
            ", by a new one" if self.replaced else ""
        )


@dataclass(frozen=True)
class Plan:
    """A change set that waits to be executed. Without changes there is nothing to execute."""

    stack_name: str
    change_set: str
    kind: Literal["CREATE", "UPDATE"]
    changes: tuple[Change, ...]


class Stack:
    """One stack. `sleep` waits so many seconds between looks."""

    def __init__(
        self,
        cloudformation: "CloudFormationClient",
        name: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._cloudformation = cloudformation
        self._name = name
        self._sleep = sleep

    def plan(self, template: str, parameters: Mapping[str, str], tags: Mapping[str, str]) -> Plan:
        """What deploying the template would change. Raises StackFailed when it is refused."""
        status = self._settled()
        if status in _FAILED_TO_BE_CREATED:
            self.delete()
            status = None
        kind: Literal["CREATE", "UPDATE"] = (
            "CREATE" if status in (None, _ONLY_PLANNED) else "UPDATE"
        )
        change_set = f"deploy-{time.time_ns()}"
        try:
            self._cloudformation.create_change_set(
                StackName=self._name,
                ChangeSetName=change_set,
                ChangeSetType=kind,
                TemplateBody=template,
                Capabilities=["CAPABILITY_IAM"],
                Parameters=[
                    {"ParameterKey": key, "ParameterValue": value}
                    for key, value in parameters.items()
                ],
                Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            )
        except ClientError as error:
            raise StackFailed(f"{self._name}: {error.response['Error']['Message']}") from error
        return Plan(self._name, change_set, kind, self._changes(change_set))

    def execute(self, plan: Plan) -> None:
        """Apply the plan and wait. Raises StackFailed with the reasons of what failed."""
        if not plan.changes:
            return
        self._cloudformation.execute_change_set(
            StackName=plan.stack_name, ChangeSetName=plan.change_set
        )
        expected = f"{plan.kind}_COMPLETE"
        status = self._settled(executing=True)
        if status != expected:
            raise StackFailed(f"{self._name} is {status}, not {expected}: {self._reasons()}")

    def outputs(self) -> dict[str, str]:
        """The stack's outputs; none of one that was never created to its end.

        Raises StackFailed when there is no such stack.
        """
        described = self._described_stack()
        if described is None:
            raise StackFailed(f"there is no stack {self._name}")
        return {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}

    def delete(self) -> None:
        """Delete the stack and wait. Raises StackFailed with the reasons of what stayed."""
        self._cloudformation.delete_stack(StackName=self._name)
        status = self._settled()
        if status not in (None, "DELETE_COMPLETE"):
            raise StackFailed(f"{self._name} is {status}: {self._reasons()}")

    def exists(self) -> bool:
        """Whether there is such a stack, in whatever state."""
        return self._status() not in (None, "DELETE_COMPLETE")

    def _changes(self, change_set: str) -> tuple[Change, ...]:
        described = self._described(change_set)
        if described["Status"] == "FAILED":
            reason = described.get("StatusReason", "")
            self._cloudformation.delete_change_set(StackName=self._name, ChangeSetName=change_set)
            if any(words in reason for words in _NOTHING_TO_DO):
                return ()
            raise StackFailed(f"{self._name}: {reason}")
        changes = [change["ResourceChange"] for change in described["Changes"]]
        return tuple(
            Change(
                action=change["Action"],
                resource=change["LogicalResourceId"],
                kind=change["ResourceType"],
                replaced=change.get("Replacement") == "True",
            )
            for change in changes
        )

    def _described(self, change_set: str) -> "DescribeChangeSetOutputTypeDef":
        pause = _POLL_SECONDS
        while True:
            described = self._cloudformation.describe_change_set(
                StackName=self._name, ChangeSetName=change_set
            )
            if not described["Status"].endswith(("PENDING", "IN_PROGRESS")):
                break
            self._sleep(pause)
            pause = min(pause * 1.5, _SLOWEST_POLL_SECONDS)
        token = described.get("NextToken")
        while token:
            page = self._cloudformation.describe_change_set(
                StackName=self._name, ChangeSetName=change_set, NextToken=token
            )
            described["Changes"] += page["Changes"]
            token = page.get("NextToken")
        return described

    def _settled(self, *, executing: bool = False) -> str | None:
        """The stack's status once nothing is in progress; None when there is no such stack.

        What is only planned waits for us, unless its plan is being executed.
        """
        pause = _POLL_SECONDS
        while True:
            status = self._status()
            waits_for_us = status == _ONLY_PLANNED and not executing
            if status is None or waits_for_us or not status.endswith("IN_PROGRESS"):
                return status
            self._sleep(pause)
            pause = min(pause * 1.5, _SLOWEST_POLL_SECONDS)

    def _status(self) -> str | None:
        described = self._described_stack()
        return None if described is None else described["StackStatus"]

    def _described_stack(self) -> "StackTypeDef | None":
        try:
            return self._cloudformation.describe_stacks(StackName=self._name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in error.response["Error"]["Message"]:
                return None
            raise

    def _reasons(self) -> str:
        try:
            events = self._cloudformation.describe_stack_events(StackName=self._name)
        except ClientError:
            return "no events are to be had"
        failed = [
            f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}"
            for event in events["StackEvents"]
            if event.get("ResourceStatus", "").endswith("FAILED")
        ]
        return "; ".join(reversed(failed)) or "no resource failed"
