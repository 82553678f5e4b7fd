import json

from localcloud.admin import ask
from tests.localcloud.account import Account, one_state, unique
from tests.waiting import eventually

MEND = "execution_timeout"


def test_an_execution_that_runs_too_long_is_timed_out(account: Account) -> None:
    wait = {"Type": "Wait", "Seconds": 2, "End": True}

    execution = account.ended(account.start(account.machine(one_state(wait, TimeoutSeconds=1))))

    assert (execution["status"], execution.get("error")) == ("TIMED_OUT", "States.Timeout")


def test_rules_see_that_an_execution_is_timed_out(mended: Account) -> None:
    name, pattern = unique("rule"), {"source": ["aws.states"], "detail": {"status": ["TIMED_OUT"]}}
    queue = mended.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    mended.client("events").put_rule(Name=name, EventPattern=json.dumps(pattern))
    mended.client("events").put_targets(
        Rule=name, Targets=[{"Id": "queue", "Arn": mended.arn("sqs", name)}]
    )
    wait = {"Type": "Wait", "Seconds": 2, "End": True}
    execution = mended.start(mended.machine(one_state(wait, TimeoutSeconds=1)))

    messages = eventually(
        lambda: mended.client("sqs").receive_message(QueueUrl=queue).get("Messages")
    )

    assert json.loads(messages[0]["Body"])["detail"]["executionArn"] == execution


def test_a_limit_of_hours_can_be_over_now(account: Account) -> None:
    wait = {"Type": "Wait", "Seconds": 60, "End": True}
    execution = account.start(account.machine(one_state(wait, TimeoutSeconds=43200)))

    ask(account.emulator.endpoint_url, "POST", "time-out", {"execution_arn": execution})

    assert account.execution(execution)["status"] == "TIMED_OUT"
