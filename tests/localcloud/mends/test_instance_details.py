from tests.localcloud.account import Account, unique

MEND = "instance_details"


def test_an_instance_keeps_all_tags_its_market_its_token_and_its_zone(account: Account) -> None:
    ec2, token = account.client("ec2"), unique("token")
    subnets = ec2.describe_subnets()["Subnets"]
    subnet = next(item for item in subnets if not item["AvailabilityZone"].endswith("a"))
    launched = ec2.run_instances(
        ImageId="ami-1",
        MinCount=1,
        MaxCount=1,
        ClientToken=token,
        SubnetId=subnet["SubnetId"],
        InstanceMarketOptions={"MarketType": "spot"},
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "project", "Value": "x"}]},
            {"ResourceType": "volume", "Tags": [{"Key": "other", "Value": "y"}]},
            {"ResourceType": "instance", "Tags": [{"Key": "job_id", "Value": "z"}]},
        ],
    )
    instance_id = launched["Instances"][0]["InstanceId"]

    described = ec2.describe_instances(InstanceIds=[instance_id])
    instance = described["Reservations"][0]["Instances"][0]

    tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert tags == {"project": "x", "job_id": "z"}
    assert instance["InstanceLifecycle"] == "spot"
    assert instance["ClientToken"] == token
    assert instance["Placement"]["AvailabilityZone"] == subnet["AvailabilityZone"]
