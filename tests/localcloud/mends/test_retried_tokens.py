from tests.localcloud.account import Account, one_state, unique
from tests.waiting import eventually

MEND = "retried_tokens"


def test_every_try_has_a_token_of_its_own(account: Account) -> None:
    queue = account.client("sqs").create_queue(QueueName=unique("queue"))["QueueUrl"]
    token = "{% $states.context.Task.Token %}"
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Arguments": {"QueueUrl": queue, "MessageBody": token},
        "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 1, "MaxAttempts": 1}],
        "End": True,
    }
    account.start(account.machine(one_state(task)))

    def received() -> str | None:
        messages = account.client("sqs").receive_message(QueueUrl=queue).get("Messages")
        return str(messages[0]["Body"]) if messages else None

    first = eventually(received)
    account.client("stepfunctions").send_task_failure(taskToken=first, error="Again")
    second = eventually(received)

    assert first != second
