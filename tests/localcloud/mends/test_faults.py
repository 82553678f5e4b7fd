import json
import threading
from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError

from localcloud.credentials import assume_role
from localcloud.faults import OUT_OF_CAPACITY, Fault, Faults
from tests.localcloud.account import EVERYTHING, Account, allow, invoke, one_state, unique
from tests.waiting import eventually

MEND = "faults"

COUNTS = """
calls = 0

def handler(event, context):
    global calls
    calls += 1
    return calls
"""

SOURCE = """
def handler(event, context):
    return None
"""


@pytest.fixture
def faults(mended: Account) -> Iterator[Faults]:
    switch = Faults(mended.emulator.endpoint_url)
    yield switch
    switch.clear()


def code_and_status(call: Callable[[], object]) -> tuple[str, int]:
    with pytest.raises(ClientError) as error:
        call()
    answer = error.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def test_a_launch_is_out_of_capacity_until_the_fault_is_cleared(account: Account) -> None:
    faults, user = Faults(account.emulator.endpoint_url), account.user(EVERYTHING)

    def launch() -> None:
        account.client("ec2", user).run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)

    faults.add(OUT_OF_CAPACITY)

    assert code_and_status(launch) == ("InsufficientInstanceCapacity", 500)
    assert code_and_status(launch) == ("InsufficientInstanceCapacity", 500)
    assert faults.hits() == 2
    faults.clear()
    launch()


def test_every_protocol_answers_the_code_and_the_status(mended: Account, faults: Faults) -> None:
    function, user = mended.function(SOURCE), mended.user(EVERYTHING)
    calls = {
        Fault("dynamodb:GetItem", "ProvisionedThroughputExceededException", 400): (
            lambda: mended.client("dynamodb", user).get_item(TableName="t", Key={"id": {"S": "x"}})
        ),
        Fault("s3:GetObject", "SlowDown", 503): (
            lambda: mended.client("s3", user).get_object(Bucket="bucket", Key="key")
        ),
        Fault("ses:SendEmail", "TooManyRequestsException", 429): (
            lambda: mended.client("sesv2", user).send_email(Content={"Raw": {"Data": b"x"}})
        ),
        Fault("lambda:InvokeFunction", "ServiceException", 500): (
            lambda: mended.client("lambda", user).invoke(FunctionName=function)
        ),
        Fault("states:StartExecution", "StateMachineDoesNotExist", 400): (
            lambda: mended.client("stepfunctions", user).start_execution(
                stateMachineArn=mended.arn("states", "stateMachine:it")
            )
        ),
        Fault("sts:AssumeRole", "RegionDisabledException", 403): (
            lambda: mended.client("sts", user).assume_role(
                RoleArn=mended.arn("iam", "role/it"), RoleSessionName="it"
            )
        ),
    }
    for fault, call in calls.items():
        faults.add(fault)

        assert code_and_status(call) == (fault.code, fault.status)


def test_a_fault_hits_the_requests_that_it_is_meant_for(mended: Account, faults: Faults) -> None:
    bucket, s3 = unique("bucket"), mended.client("s3", mended.user(EVERYTHING))
    s3.create_bucket(Bucket=bucket)

    def put(key: str) -> None:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")

    faults.add(Fault("s3:PutObject", "InternalError", containing="checkpoints/", skip=1, count=1))

    put("checkpoints/1")
    put("results/1")
    assert code_and_status(lambda: put("checkpoints/2")) == ("InternalError", 500)
    put("checkpoints/2")


def test_a_lost_answer_leaves_the_work_done(mended: Account, faults: Faults) -> None:
    bucket, s3 = unique("bucket"), mended.client("s3", mended.user(EVERYTHING))
    s3.create_bucket(Bucket=bucket)
    faults.add(Fault("s3:PutObject", "InternalError", applied=True))

    code_and_status(lambda: s3.put_object(Bucket=bucket, Key="key", Body=b"done"))

    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"done"


def test_a_fault_hits_the_caller_that_it_is_meant_for(mended: Account, faults: Faults) -> None:
    role = mended.role("ec2", EVERYTHING)

    def machine(instance_id: str) -> Callable[[], object]:
        credentials = assume_role(mended.client("sts"), role, instance_id)
        return lambda: mended.client("s3", credentials).list_buckets()

    unlucky, lucky = machine("i-1"), machine("i-2")
    faults.add(Fault("s3:*", "InternalError", count=None, caller="/i-1"))

    assert code_and_status(unlucky) == ("InternalError", 500)
    lucky()


def test_a_request_waits_until_its_fault_is_taken_away(mended: Account, faults: Faults) -> None:
    s3 = mended.client("s3", mended.user(EVERYTHING))
    answered = threading.Event()
    name = faults.add(Fault("*", delay=60))

    def ask() -> None:
        s3.list_buckets()
        answered.set()

    thread = threading.Thread(target=ask)
    thread.start()
    eventually(lambda: faults.hits(name) == 1)

    assert not answered.wait(0.3)
    faults.remove(name)

    thread.join(10)
    assert answered.is_set()


def test_taking_one_fault_away_leaves_the_others(mended: Account, faults: Faults) -> None:
    s3 = mended.client("s3", mended.user(EVERYTHING))
    name = faults.add(Fault("s3:ListAllMyBuckets", "SlowDown", 503, count=None))
    faults.add(Fault("s3:ListAllMyBuckets", "InternalError", count=None))

    assert code_and_status(s3.list_buckets) == ("SlowDown", 503)
    faults.remove(name)

    assert code_and_status(s3.list_buckets) == ("InternalError", 500)


@pytest.mark.parametrize("applied", [False, True])
def test_a_function_raises_before_or_after_its_work(
    mended: Account, faults: Faults, applied: bool
) -> None:
    function = mended.function(COUNTS)
    lambdas = mended.client("lambda")
    faults.add(Fault(f"handler:{function}", "OutOfLuck", applied=applied))

    failed = lambdas.invoke(FunctionName=function)
    assert json.load(failed["Payload"])["errorType"] == "OutOfLuck"

    worked = json.load(lambdas.invoke(FunctionName=function)["Payload"])
    assert worked == (2 if applied else 1)


def test_the_root_looks_on_undisturbed(mended: Account, faults: Faults) -> None:
    faults.add(Fault("ec2:DescribeInstances", "RequestLimitExceeded", 503, count=None))

    mended.client("ec2").describe_instances()

    nosy = mended.client("ec2", mended.user(EVERYTHING))
    assert code_and_status(nosy.describe_instances) == ("RequestLimitExceeded", 503)


def test_calls_that_a_state_machine_makes_itself_fail_too(mended: Account, faults: Faults) -> None:
    function = mended.function(SOURCE)
    machine = mended.machine(one_state(invoke(function)), allow("lambda:InvokeFunction"))
    faults.add(Fault("lambda:InvokeFunction", "TooManyRequestsException", containing=function))

    execution = mended.ended(mended.start(machine))

    assert execution.get("error") == "Lambda.TooManyRequestsException"
