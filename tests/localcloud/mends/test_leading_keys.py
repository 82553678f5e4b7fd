import pytest
from botocore.exceptions import ClientError

from localcloud.credentials import assume_role
from tests.localcloud.account import Account, allow, unique

MEND = "leading_keys"


def test_a_session_reaches_the_item_that_bears_its_own_name_only(account: Account) -> None:
    dynamodb, table = account.client("dynamodb"), unique("table")
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "owner", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "owner", "KeyType": "HASH"}],
    )
    only_mine = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:userid}"]}}
    arn = account.arn("dynamodb", f"table/{table}")
    may = [allow(f"dynamodb:{action}", arn, **only_mine) for action in ("GetItem", "UpdateItem")]
    credentials = assume_role(account.client("sts"), account.role("ec2", *may), "i-0123")
    me = account.client("sts", credentials).get_caller_identity()["UserId"]
    mine = account.client("dynamodb", credentials)

    def update(owner: str) -> None:
        mine.update_item(
            TableName=table,
            Key={"owner": {"S": owner}},
            UpdateExpression="SET seen = :yes",
            ExpressionAttributeValues={":yes": {"BOOL": True}},
        )

    update(me)
    assert mine.get_item(TableName=table, Key={"owner": {"S": me}})["Item"]["seen"]["BOOL"]
    for another in (me.replace("i-0123", "i-0124"), "somebody"):
        with pytest.raises(ClientError, match="AccessDenied"):
            update(another)
        with pytest.raises(ClientError, match="AccessDenied"):
            mine.get_item(TableName=table, Key={"owner": {"S": another}})
