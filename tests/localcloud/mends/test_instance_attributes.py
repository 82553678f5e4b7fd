import base64

from tests.localcloud.account import Account

MEND = "instance_attributes"


def test_the_user_data_and_what_a_shutdown_does_can_be_read(account: Account) -> None:
    ec2 = account.client("ec2")
    launched = ec2.run_instances(
        ImageId="ami-1",
        MinCount=1,
        MaxCount=1,
        UserData="#!/bin/bash\necho 'é'",
        InstanceInitiatedShutdownBehavior="terminate",
    )
    instance_id = launched["Instances"][0]["InstanceId"]

    def attribute(name: str) -> str:
        answer = ec2.describe_instance_attribute(InstanceId=instance_id, Attribute=name)
        return str(answer[name[0].upper() + name[1:]].get("Value", ""))

    assert attribute("instanceInitiatedShutdownBehavior") == "terminate"
    assert base64.b64decode(attribute("userData")).decode() == "#!/bin/bash\necho 'é'"
