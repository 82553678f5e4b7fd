import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, unique

MEND = "client_tokens"


def launch(account: Account, token: str, instance_type: str = "g4dn.xlarge") -> str:
    launched = account.client("ec2").run_instances(
        ImageId="ami-1", InstanceType=instance_type, MinCount=1, MaxCount=1, ClientToken=token
    )
    return str(launched["Instances"][0]["InstanceId"])


def test_a_repeated_launch_answers_the_same_instance(account: Account) -> None:
    token = unique("token")

    assert launch(account, token) == launch(account, token)


def test_a_token_with_other_arguments_is_refused(account: Account) -> None:
    token = unique("token")
    launch(account, token)

    with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
        launch(account, token, "g6.xlarge")
