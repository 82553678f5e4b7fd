"""A stack's life by change sets, on the local cloud."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infrastructure.errors import StackFailed
from infrastructure.stack import Change, Plan, Stack
from tests.infrastructure.conftest import Stand


def template(**queues: dict[str, Any]) -> str:
    resources = {
        name: {"Type": "AWS::SQS::Queue", "Properties": properties}
        for name, properties in queues.items()
    }
    outputs = {"Names": {"Value": ",".join(queues)}}
    return json.dumps({"Resources": resources, "Outputs": outputs})


@pytest.fixture
def stack(stand: Stand, request: pytest.FixtureRequest) -> Stack:
    name = request.node.name.replace("_", "-")[:100]
    return Stack(stand.cloud.session().client("cloudformation"), name)


def test_a_plan_names_what_it_adds_and_removes_before_anything_happens(stack: Stack) -> None:
    stack.execute(stack.plan(template(One={}), {}, {}))
    plan = stack.plan(template(Two={}), {}, {})
    assert sorted(map(str, plan.changes)) == [
        "Add Two (AWS::SQS::Queue)",
        "Remove One (AWS::SQS::Queue)",
    ]
    assert stack.outputs() == {"Names": "One"}
    stack.execute(plan)
    assert stack.outputs() == {"Names": "Two"}


def test_a_plan_without_changes_is_empty_and_executes_to_nothing(stack: Stack) -> None:
    stack.execute(stack.plan(template(One={}), {}, {}))
    plan = stack.plan(template(One={}), {}, {})
    assert plan.changes == ()
    stack.execute(plan)


def test_a_template_that_is_refused_says_why(stack: Stack) -> None:
    unknown = json.dumps({"Resources": {"One": {"Type": "AWS::No::Such"}}})
    with pytest.raises(StackFailed, match="AWS::No::Such"):
        stack.plan(unknown, {}, {})


class Failing:
    """CloudFormation, where creating fails; it shows one status after the other."""

    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)
        self.asked: list[str] = []

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        status = self.statuses.pop(0)
        if status == "GONE":
            error = {"Error": {"Code": "ValidationError", "Message": "it does not exist"}}
            raise ClientError(error, "DescribeStacks")  # type: ignore[arg-type]
        return {"Stacks": [{"StackStatus": status}]}

    def describe_stack_events(self, **_: str) -> dict[str, Any]:
        reason = "The bucket's name is taken"
        return {
            "StackEvents": [
                {"LogicalResourceId": "Jobs", "ResourceStatus": "CREATE_COMPLETE"},
                {
                    "LogicalResourceId": "Media",
                    "ResourceStatus": "CREATE_FAILED",
                    "ResourceStatusReason": reason,
                },
            ]
        }

    def describe_change_set(self, **_: str) -> dict[str, Any]:
        return {"Status": "CREATE_COMPLETE", "Changes": []}

    def __getattr__(self, name: str) -> Any:
        return lambda **_: self.asked.append(name)


def test_a_stack_that_fails_to_be_created_names_the_resource_and_the_reason() -> None:
    waited: list[float] = []
    failing = Failing("CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE")
    stack = Stack(failing, "one", waited.append)  # type: ignore[arg-type]
    change = Change("Add", "Media", "AWS::S3::Bucket", replaced=False)
    with pytest.raises(StackFailed, match=r"ROLLBACK_COMPLETE.*Media: The bucket's name is taken"):
        stack.execute(Plan("one", "change-set", "CREATE", (change,)))
    assert len(waited) == 2


def test_a_creation_that_does_not_show_yet_is_waited_for() -> None:
    slow = Failing("REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE")
    change = Change("Add", "Media", "AWS::S3::Bucket", replaced=False)
    Stack(slow, "one", lambda _: None).execute(  # type: ignore[arg-type]
        Plan("one", "change-set", "CREATE", (change,))
    )
    assert slow.statuses == []


def test_what_is_left_of_a_failed_creation_is_deleted_before_the_next_one() -> None:
    failing = Failing("ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", "GONE")
    plan = Stack(failing, "one", lambda _: None).plan("{}", {}, {})  # type: ignore[arg-type]
    assert plan.kind == "CREATE"
    assert failing.asked == ["delete_stack", "create_change_set"]


def test_a_deleted_stack_is_gone(stack: Stack) -> None:
    stack.execute(stack.plan(template(One={}), {}, {}))
    assert stack.exists()
    stack.delete()
    assert not stack.exists()
    with pytest.raises(StackFailed, match="no stack"):
        stack.outputs()
