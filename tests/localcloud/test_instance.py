import threading
from pathlib import Path
from typing import Any

import pytest

from localcloud.instance import Instance, trusts
from localcloud.machine import MachineImage
from localcloud.session import Session
from tests.localcloud.account import allow, unique
from tests.localcloud.instances import Ec2


def test_an_instance_works_with_the_permissions_of_its_role(ec2: Ec2) -> None:
    bucket = unique("bucket")
    ec2.account.client("s3").create_bucket(Bucket=bucket)
    role = ec2.account.role(
        "ec2", allow("s3:PutObject", f"arn:aws:s3:::{bucket}/${{aws:userid}}/*")
    )
    profile = ec2.account.instance_profile(role)
    script = f"""
import boto3
s3, sts = boto3.client("s3"), boto3.client("sts", region_name="us-east-1")
user = sts.get_caller_identity()["UserId"]
print("user", user)
s3.put_object(Bucket="{bucket}", Key=user + "/it", Body=b"")
print("may put its own")
try:
    s3.put_object(Bucket="{bucket}", Key="other/it", Body=b"")
except s3.exceptions.ClientError as error:
    print("other:", error.response["Error"]["Code"])
"""
    instance_id = ec2.launch(f"painter-python -c '{script}'", IamInstanceProfile={"Name": profile})

    ec2.prints(instance_id, "other: AccessDenied")
    assert "may put its own" in ec2.console(instance_id)
    assert f":{instance_id}\n" in ec2.console(instance_id)


def test_an_instance_without_a_role_has_no_credentials(ec2: Ec2) -> None:
    script = "import boto3; print(boto3.Session().get_credentials())"
    instance_id = ec2.launch(f"painter-python -c '{script}'")

    ec2.prints(instance_id, "None")


def test_ec2_gives_no_credentials_of_a_role_that_does_not_trust_it(ec2: Ec2) -> None:
    profile = ec2.account.instance_profile(ec2.account.role("lambda"))
    script = "import boto3; print(boto3.Session().get_credentials())"
    instance_id = ec2.launch(f"painter-python -c '{script}'", IamInstanceProfile={"Name": profile})

    ec2.prints(instance_id, "None")


def test_an_instance_that_does_not_boot_leaves_no_metadata_service(
    ec2: Ec2, tmp_path: Path
) -> None:
    described = ec2.account.client("ec2").describe_instances(InstanceIds=[ec2.launch("true")])
    record = described["Reservations"][0]["Instances"][0]
    emulator = ec2.account.emulator
    root = Session(emulator.endpoint_url, ec2.account.region, emulator.root)
    (tmp_path / "no-folder").touch()
    before = set(threading.enumerate())

    with pytest.raises(NotADirectoryError):
        Instance(record, root, tmp_path / "no-folder", MachineImage())

    assert set(threading.enumerate()) <= before


def test_a_trust_policy_names_its_services() -> None:
    def role(**principal: object) -> Any:
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        return {"AssumeRolePolicyDocument": {"Statement": [statement]}}

    assert trusts(role(Service="ec2.amazonaws.com"), "ec2.amazonaws.com")
    assert trusts(role(Service=["a.amazonaws.com", "ec2.amazonaws.com"]), "ec2.amazonaws.com")
    assert not trusts(role(Service="lambda.amazonaws.com"), "ec2.amazonaws.com")
    assert not trusts(role(AWS="arn:aws:iam::1:root"), "ec2.amazonaws.com")


def test_the_state_tells_type_market_and_tags(ec2: Ec2) -> None:
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "job_id", "Value": "it"}]}]
    instance_id = ec2.launch(
        "sleep 5", InstanceMarketOptions={"MarketType": "spot"}, TagSpecifications=tags
    )

    state = ec2.find(instance_id)

    assert state is not None
    assert (state.instance_type, state.life_cycle) == ("g4dn.xlarge", "spot")
    assert (state.tags, state.state) == ({"job_id": "it"}, "running")
