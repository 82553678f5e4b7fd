import json

from tests.localcloud.account import Account, unique
from tests.waiting import eventually

MEND = "rule_targets"

FAILS = """
def handler(event, context):
    raise RuntimeError("never again")
"""


def test_an_event_that_its_function_fails_with_is_not_lost(account: Account) -> None:
    function, name = account.function(FAILS), unique("rule")
    queue = account.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    account.client("lambda").put_function_event_invoke_config(
        FunctionName=function,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": account.arn("sqs", name)}},
    )
    events = account.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    target = {"Id": "function", "Arn": account.arn("lambda", f"function:{function}")}
    events.put_targets(Rule=name, Targets=[target])

    events.put_events(Entries=[{"Source": name, "DetailType": "it", "Detail": '{"a": 1}'}])

    messages = eventually(
        lambda: account.client("sqs").receive_message(QueueUrl=queue).get("Messages"), seconds=8
    )
    assert json.loads(messages[0]["Body"])["requestPayload"]["detail"] == {"a": 1}
