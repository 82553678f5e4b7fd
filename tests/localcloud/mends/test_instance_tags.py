import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, allow

MEND = "instance_tags"


def launch(account: Account, project: str) -> str:
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "project", "Value": project}]}]
    launched = account.client("ec2").run_instances(
        ImageId="ami-1", MinCount=1, MaxCount=1, TagSpecifications=tags
    )
    return str(launched["Instances"][0]["InstanceId"])


def test_a_permission_can_depend_on_the_tags_of_an_instance(account: Account) -> None:
    ours = allow(
        "ec2:TerminateInstances",
        account.arn("ec2", "instance/*"),
        StringEquals={"aws:ResourceTag/project": "ours"},
    )
    client = account.client("ec2", account.user(ours))

    client.terminate_instances(InstanceIds=[launch(account, "ours")])
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        client.terminate_instances(InstanceIds=[launch(account, "theirs")])
