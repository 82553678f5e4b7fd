from datetime import datetime

from tests.localcloud.account import Account, invoke, one_state

MEND = "retry_delays"

SOURCE = """
def handler(event, context):
    raise ValueError
"""


def seconds_waited(account: Account, **retry: object) -> float:
    """How long an execution waited between the tries of its only task."""
    task = invoke(account.function(SOURCE), Retry=[{"ErrorEquals": ["ValueError"], **retry}])
    execution = account.start(account.machine(one_state(task)))
    account.ended(execution, seconds=10)
    history = account.client("stepfunctions").get_execution_history(executionArn=execution)

    def times(kind: str) -> list[datetime]:
        return [event["timestamp"] for event in history["events"] if event["type"] == kind]

    waits = zip(times("TaskFailed"), times("TaskScheduled")[1:], strict=False)
    return sum((scheduled - failed).total_seconds() for failed, scheduled in waits)


def test_delays_stop_growing(account: Account) -> None:
    assert seconds_waited(account, IntervalSeconds=2, MaxAttempts=1, MaxDelaySeconds=1) < 1.5


def test_full_jitter_waits_less_than_the_delay(mended: Account) -> None:
    retry = {"IntervalSeconds": 1, "BackoffRate": 1.0, "MaxAttempts": 3, "JitterStrategy": "FULL"}

    assert seconds_waited(mended, **retry) < 2.9
