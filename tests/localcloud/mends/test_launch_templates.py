import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, unique

MEND = "launch_templates"


def test_a_launch_is_completed_from_its_template(account: Account) -> None:
    ec2 = account.client("ec2")
    profile = account.instance_profile(account.role("ec2"))
    template = ec2.create_launch_template(
        LaunchTemplateName=unique("template"),
        LaunchTemplateData={
            "ImageId": "ami-of-the-template",
            "InstanceType": "g4dn.xlarge",
            "IamInstanceProfile": {"Name": profile},
            "TagSpecifications": [
                {
                    "ResourceType": "instance",
                    "Tags": [{"Key": "stage", "Value": "a"}, {"Key": "project", "Value": "b"}],
                }
            ],
        },
    )["LaunchTemplate"]

    instance = ec2.run_instances(
        MinCount=1,
        MaxCount=1,
        LaunchTemplate={"LaunchTemplateId": template["LaunchTemplateId"], "Version": "$Latest"},
        InstanceType="g6.xlarge",
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "stage", "Value": "of the request"}]}
        ],
    )["Instances"][0]

    tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert instance["ImageId"] == "ami-of-the-template"
    assert instance["InstanceType"] == "g6.xlarge"
    assert instance["IamInstanceProfile"]["Arn"].endswith(f"/{profile}")
    assert tags == {"stage": "of the request", "project": "b"}


def test_a_launch_from_a_template_that_is_not_there_is_refused(account: Account) -> None:
    with pytest.raises(ClientError, match="NotFound"):
        account.client("ec2").run_instances(
            MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateName": "nobody's"}
        )
