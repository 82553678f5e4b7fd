from tests.localcloud.account import Account, one_state

MEND = "callback_errors"

SOURCE = """
class NobodyHome(Exception):
    pass

def handler(event, context):
    raise NobodyHome
"""


def test_a_task_fails_with_the_function_that_should_hand_on_its_token(account: Account) -> None:
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Arguments": {"FunctionName": account.function(SOURCE), "Payload": {}},
        "TimeoutSeconds": 1,
        "End": True,
    }

    execution = account.ended(account.start(account.machine(one_state(task))))

    assert execution.get("error") == "NobodyHome"
