from tests.localcloud.account import Account, allow, invoke, one_state, unique

MEND = "workflow_permissions"

SOURCE = """
def handler(event, context):
    return None
"""


def test_a_state_machine_invokes_only_what_its_role_allows(account: Account) -> None:
    function = account.function(SOURCE)
    this = allow("lambda:InvokeFunction", account.arn("lambda", f"function:{function}"))
    another = allow("lambda:InvokeFunction", account.arn("lambda", "function:another"))
    definition = one_state(invoke(function))

    assert account.ended(account.start(account.machine(definition, this)))["status"] == "SUCCEEDED"
    refused = account.ended(account.start(account.machine(definition, another)))
    assert (refused["status"], refused.get("error")) == ("FAILED", "Lambda.AccessDeniedException")


def test_a_state_machine_writes_only_to_tables_that_its_role_allows(mended: Account) -> None:
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:dynamodb:updateItem",
        "Arguments": {"TableName": unique("table"), "Key": {"id": {"S": "it"}}},
        "End": True,
    }
    another = allow("dynamodb:UpdateItem", mended.arn("dynamodb", "table/another"))

    refused = mended.ended(mended.start(mended.machine(one_state(task), another)))

    assert refused.get("error") == "DynamoDb.AccessDeniedException"
