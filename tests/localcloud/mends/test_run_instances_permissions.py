from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, Statement, allow

MEND = "run_instances_permissions"

TAGS = {"ResourceType": "instance", "Tags": [{"Key": "project", "Value": "ours"}]}


def launch(account: Account, *statements: Statement, **more: Any) -> None:
    client = account.client("ec2", account.user(*statements))
    client.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, **more)


def test_a_launch_is_checked_on_instances_with_the_tags_of_the_request(account: Account) -> None:
    tagged = allow(
        "ec2:RunInstances",
        account.arn("ec2", "instance/*"),
        StringEquals={"aws:RequestTag/project": "ours", "ec2:InstanceType": "g4dn.xlarge"},
    )

    launch(account, tagged, InstanceType="g4dn.xlarge", TagSpecifications=[TAGS])
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        launch(account, tagged, InstanceType="p5.48xlarge", TagSpecifications=[TAGS])
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        launch(account, tagged, InstanceType="g4dn.xlarge")


def test_handing_a_role_to_an_instance_needs_permission(account: Account) -> None:
    role = account.role("ec2")
    profile = {"Name": account.instance_profile(role)}
    run = allow("ec2:RunInstances")
    to_ec2 = {"iam:PassedToService": "ec2.amazonaws.com"}

    launch(
        account, run, allow("iam:PassRole", role, StringEquals=to_ec2), IamInstanceProfile=profile
    )
    with pytest.raises(ClientError, match="iam:PassRole"):
        launch(account, run, IamInstanceProfile=profile)
