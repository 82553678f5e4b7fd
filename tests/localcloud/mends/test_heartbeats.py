import time

from tests.localcloud.account import Account, one_state, unique
from tests.waiting import eventually

MEND = "heartbeats"


class Waiting:
    """An execution whose task must be heard of every second."""

    def __init__(self, account: Account, timeout: int) -> None:
        queue = account.client("sqs").create_queue(QueueName=unique("queue"))["QueueUrl"]
        task = {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Arguments": {"QueueUrl": queue, "MessageBody": "{% $states.context.Task.Token %}"},
            "HeartbeatSeconds": 1,
            "TimeoutSeconds": timeout,
            "End": True,
        }
        self.execution = account.start(account.machine(one_state(task)))
        receive = account.client("sqs").receive_message
        self.token = eventually(lambda: receive(QueueUrl=queue).get("Messages"))[0]["Body"]


def test_a_task_that_is_not_heard_of_fails(account: Account) -> None:
    execution = account.ended(Waiting(account, timeout=3).execution)

    assert execution.get("error") == "States.HeartbeatTimeout"


def test_a_task_that_is_heard_of_lives_until_it_falls_silent(mended: Account) -> None:
    waiting = Waiting(mended, timeout=30)

    for _ in range(4):
        time.sleep(0.4)
        mended.client("stepfunctions").send_task_heartbeat(taskToken=waiting.token)

    assert mended.execution(waiting.execution)["status"] == "RUNNING"
    assert mended.ended(waiting.execution)["error"] == "States.HeartbeatTimeout"
