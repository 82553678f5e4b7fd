import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from localcloud.credentials import assume_role
from localcloud.emulator import Emulator, EmulatorSettings
from localcloud.inbox import read_inbox
from tests.localcloud.account import EVERYTHING, Account, one_state, unique
from tests.waiting import eventually

MEND = "restarts"


@pytest.fixture(params=["mended", "lacking"])
def account(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Account]:
    """An account on an emulator of its own, which keeps its state."""
    without = (MEND,) if request.param == "lacking" else ()
    settings = EmulatorSettings(keeps_state=True, without_mends=without)
    with Emulator(tmp_path / "emulator.log", settings) as emulator:
        yield Account(emulator)


def test_mails_are_still_in_the_inbox(account: Account) -> None:
    ses = account.client("sesv2")
    ses.create_email_identity(EmailIdentity="paint@visual.example")
    body = {"Text": {"Data": "Done."}}
    ses.send_email(
        FromEmailAddress="paint@visual.example",
        Destination={"ToAddresses": ["visitor@b.example"]},
        Content={"Simple": {"Subject": {"Data": "Your painting is ready"}, "Body": body}},
    )

    account.emulator.restart()

    subjects = [mail.subject for mail in read_inbox(account.emulator.endpoint_url)]
    assert subjects == ["Your painting is ready"]


def test_a_role_goes_on_working(account: Account) -> None:
    credentials = assume_role(account.client("sts"), account.role("ec2", EVERYTHING), "i-1")

    account.emulator.restart()

    account.client("s3", credentials).list_buckets()


def test_rules_see_that_what_ran_has_failed(account: Account) -> None:
    name, pattern = unique("rule"), {"source": ["aws.states"], "detail": {"status": ["FAILED"]}}
    queue = account.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    account.client("events").put_rule(Name=name, EventPattern=json.dumps(pattern))
    account.client("events").put_targets(
        Rule=name, Targets=[{"Id": "queue", "Arn": account.arn("sqs", name)}]
    )
    wait = {"Type": "Wait", "Seconds": 60, "End": True}
    execution = account.start(account.machine(one_state(wait)))

    account.emulator.restart()

    messages = eventually(
        lambda: account.client("sqs").receive_message(QueueUrl=queue).get("Messages"), seconds=5
    )
    assert json.loads(messages[0]["Body"])["detail"]["executionArn"] == execution
    history = account.client("stepfunctions").get_execution_history(executionArn=execution)
    assert history["events"][-1]["type"] == "ExecutionFailed"
