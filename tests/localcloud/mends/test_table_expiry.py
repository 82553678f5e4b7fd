import json

from tests.localcloud.account import Account, unique
from tests.waiting import eventually

MEND = "table_expiry"


def test_a_table_made_by_a_template_forgets_what_has_expired(account: Account) -> None:
    name, stacks = unique("stack"), account.client("cloudformation")
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
        },
    }
    stacks.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"Jobs": table}}))

    def is_complete() -> bool:
        status = stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return bool(status == "CREATE_COMPLETE")

    eventually(is_complete)
    expiry = account.client("dynamodb").describe_time_to_live(TableName=name)
    assert expiry["TimeToLiveDescription"] == {
        "AttributeName": "expires_at",
        "TimeToLiveStatus": "ENABLED",
    }
