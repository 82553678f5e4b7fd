import time

from tests.localcloud.account import Account, invoke, one_state
from tests.waiting import eventually

MEND = "executions"

SOURCE = """
import time

class Broken(Exception):
    pass

def handler(event, context):
    time.sleep(0.5)
    raise Broken
"""
RETRY = [{"ErrorEquals": ["Broken"], "IntervalSeconds": 1, "MaxAttempts": 1}]


def event_types(account: Account, execution: str) -> list[str]:
    history = account.client("stepfunctions").get_execution_history(executionArn=execution)
    return [event["type"] for event in history["events"]]


def stopped_in_a_failing_task(account: Account) -> str:
    task = invoke(account.function(SOURCE), Retry=RETRY)
    execution = account.start(account.machine(one_state(task)))
    eventually(lambda: "TaskScheduled" in event_types(account, execution))
    account.client("stepfunctions").stop_execution(executionArn=execution)
    return execution


def test_nothing_happens_in_an_execution_after_it_was_stopped(account: Account) -> None:
    execution = stopped_in_a_failing_task(account)

    time.sleep(2.5)  # longer than the task and the delay before its second try

    assert account.execution(execution)["status"] == "ABORTED"
    assert event_types(account, execution)[-1] == "ExecutionAborted"
    assert event_types(account, execution).count("TaskScheduled") == 1
