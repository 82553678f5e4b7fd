import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, allow, one_state, unique
from tests.waiting import eventually

MEND = "task_tokens"


class Waiting:
    """An execution that waits for its token, which it has put into a table."""

    def __init__(self, account: Account) -> None:
        self.account, self.table = account, unique("table")
        account.client("dynamodb").create_table(
            TableName=self.table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        token = {"S": "{% $states.context.Task.Token %}"}
        task = {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken",
            "Arguments": {"TableName": self.table, "Item": {"id": {"S": "it"}, "token": token}},
            "End": True,
        }
        self.machine = account.machine(one_state(task))
        self.execution = account.start(self.machine)
        self.token = eventually(self._token)

    def _token(self) -> str | None:
        key = {"id": {"S": "it"}}
        answer = self.account.client("dynamodb").get_item(TableName=self.table, Key=key)
        return str(answer["Item"]["token"]["S"]) if "Item" in answer else None


def test_a_token_is_used_with_a_permission_for_its_state_machine(account: Account) -> None:
    waiting = Waiting(account)
    other = account.user(allow("states:SendTaskHeartbeat", f"{waiting.machine}-other"))
    right = account.user(allow("states:SendTaskHeartbeat", waiting.machine))

    with pytest.raises(ClientError, match="AccessDenied"):
        account.client("stepfunctions", other).send_task_heartbeat(taskToken=waiting.token)
    account.client("stepfunctions", right).send_task_heartbeat(taskToken=waiting.token)


def test_the_token_of_a_stopped_execution_is_dead(account: Account) -> None:
    waiting, states = Waiting(account), account.client("stepfunctions")
    states.stop_execution(executionArn=waiting.execution)

    def is_dead() -> bool:
        try:
            states.send_task_heartbeat(taskToken=waiting.token)
        except states.exceptions.TaskTimedOut:
            return True
        return False

    eventually(is_dead, seconds=3)
    assert account.execution(waiting.execution)["status"] == "ABORTED"


def test_the_token_of_a_finished_task_is_timed_out(account: Account) -> None:
    waiting, states = Waiting(account), account.client("stepfunctions")
    states.send_task_success(taskToken=waiting.token, output="{}")

    with pytest.raises(states.exceptions.TaskTimedOut):
        states.send_task_success(taskToken=waiting.token, output="{}")


def test_a_token_that_was_never_issued_is_invalid(account: Account) -> None:
    states = account.client("stepfunctions")

    with pytest.raises(states.exceptions.InvalidToken):
        states.send_task_success(taskToken="made up", output="{}")
