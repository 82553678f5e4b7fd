import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, one_state

MEND = "repeated_starts"


def start(account: Account, machine: str, payload: str) -> str:
    started = account.client("stepfunctions").start_execution(
        stateMachineArn=machine, name="job", input=payload
    )
    return str(started["executionArn"])


def test_starting_what_runs_already_answers_the_running_execution(account: Account) -> None:
    machine = account.machine(one_state({"Type": "Wait", "Seconds": 1, "End": True}))
    execution = start(account, machine, '{"job_id": "a"}')

    assert start(account, machine, '{"job_id": "a"}') == execution
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        start(account, machine, '{"job_id": "b"}')
