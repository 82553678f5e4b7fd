"""Errors and throttles of the services, answers that are lost, capacity that is not there."""

from collections.abc import Callable

from localcloud.faults import Fault
from tests.clips import LONG
from tests.torture.case import CAPACITY_EXCEEDED, READY, Case, Injects
from tests.torture.moments import MACHINE
from tests.torture.trial import Trial

THROTTLED_TABLE = ("ProvisionedThroughputExceededException", 400)
BROKEN_TABLE = ("InternalServerError", 500)


def some(
    action: str, code: str, status: int, most: int, calls: int = 1, caller: str = ""
) -> Injects:
    """One to `most` requests of the job in a row fail, from one of the first `calls` on."""

    def injects(trial: Trial) -> tuple[Fault, ...]:
        return (
            Fault(
                action,
                code,
                status,
                count=trial.dice.randint(1, most),
                skip=trial.dice.randrange(calls),
                containing=trial.job_id,
                caller=caller,
            ),
        )

    return injects


def lost(action: str, calls: int = 1, caller: str = "") -> Injects:
    """One of the job's first `calls` requests is carried out, and its answer lost."""

    def injects(trial: Trial) -> tuple[Fault, ...]:
        return (
            Fault(
                action,
                "ServiceUnavailable",
                503,
                skip=trial.dice.randrange(calls),
                containing=trial.job_id,
                caller=caller,
                applied=True,
            ),
        )

    return injects


def reports(code: str, status: int, *, applied: bool = False) -> Callable[[Trial], None]:
    """The painter's report fails some times, or is taken and its answer lost."""

    def act(trial: Trial) -> None:
        machine = trial.machine()
        count = 1 if applied else trial.dice.randint(1, 4)
        trial.inject(
            Fault(
                "states:SendTask*",
                code,
                status,
                count=count,
                skip=trial.dice.randrange(2),
                caller=f"/{machine}",
                applied=applied,
            )
        )

    return act


def full(trial: Trial) -> tuple[Fault, ...]:
    """No capacity anywhere, for ever."""
    code = "InsufficientInstanceCapacity"
    return (Fault("ec2:RunInstances", code, 500, count=None, containing=trial.job_id),)


def full_at_first(trial: Trial) -> tuple[Fault, ...]:
    """Capacity comes at some rung of some round."""
    code, most = trial.dice.choice(
        (("InsufficientInstanceCapacity", 30), ("MaxSpotInstanceCountExceeded", 5))
    )
    count = trial.dice.randint(1, most)
    return (Fault("ec2:RunInstances", code, 500, count=count, containing=trial.job_id),)


CASES = (
    Case(
        "DynamoDB throttles",
        "one to six requests about the job are throttled",
        injects=some("dynamodb:*", *THROTTLED_TABLE, most=6, calls=25),
    ),
    Case(
        "DynamoDB fails",
        "one to six requests about the job fail",
        injects=some("dynamodb:*", *BROKEN_TABLE, most=6, calls=25),
    ),
    Case(
        "DynamoDB answer lost",
        "one write of the job is carried out, but its answer lost",
        injects=lost("dynamodb:UpdateItem", calls=12),
    ),
    Case(
        "first write's answer lost",
        "the job is recorded, but the answer lost",
        injects=lost("dynamodb:PutItem"),
    ),
    Case(
        "S3 reads fail",
        "one to six reads of the job's objects fail",
        injects=some("s3:GetObject", "InternalError", 500, most=6, calls=3),
        clip=LONG,
    ),
    Case(
        "S3 slows down",
        "one to twelve writes of the painter are told to slow down",
        injects=some("s3:PutObject", "SlowDown", 503, most=12, calls=40, caller=MACHINE),
        clip=LONG,
    ),
    Case(
        "S3 answer lost",
        "one object of the painter is written, but the answer lost",
        injects=lost("s3:PutObject", calls=40, caller=MACHINE),
        clip=LONG,
    ),
    Case(
        "SES throttles",
        "one to three mails of the job are refused for now",
        injects=some("ses:SendEmail", "TooManyRequestsException", 429, most=3, calls=2),
    ),
    Case(
        "SES answer lost",
        "SES takes a mail, but its answer is lost",
        injects=lost("ses:SendEmail", calls=2),
        copies=2,
    ),
    Case(
        "no capacity at all",
        "every launch is refused for want of capacity",
        injects=full,
        ends=CAPACITY_EXCEEDED,
    ),
    Case(
        "no capacity at first",
        "up to thirty launches are refused for want of capacity or quota",
        injects=full_at_first,
        ends=READY,
    ),
    Case(
        "EC2 throttles launches",
        "one to three launches are throttled",
        injects=some("ec2:RunInstances", "RequestLimitExceeded", 503, most=3),
    ),
    Case(
        "launch's answer lost",
        "a machine is launched, but the answer lost",
        injects=lost("ec2:RunInstances"),
    ),
    Case(
        "EC2 looks up nothing",
        "one to six look-ups of the job's machines fail",
        injects=some("ec2:DescribeInstances", "InternalError", 500, most=6, calls=3),
    ),
    Case(
        "start's answer lost",
        "the execution is started, but the answer lost",
        injects=lost("states:StartExecution"),
    ),
    Case(
        "start fails",
        "one to five starts of the execution are throttled",
        injects=some("states:StartExecution", "ThrottlingException", 400, most=5),
    ),
    Case(
        "report fails",
        "one to four heartbeats or reports of the painter fail",
        reports("ServiceUnavailable", 503),
    ),
    Case(
        "report's answer lost",
        "a heartbeat or the report is taken, but its answer lost",
        reports("ServiceUnavailable", 503, applied=True),
    ),
)
