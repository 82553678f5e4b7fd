"""Events as AWS delivers them: again, too late, too early, several at once."""

import json
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from tests.torture.moments import over
from tests.torture.trial import Trial
from tests.waiting import JOB_SECONDS, eventually

Event = dict[str, Any]


class EventRefused(AssertionError):
    """A function failed with an event that it should take."""


def upload_event(trial: Trial) -> Event:
    """What S3 says of the trial's upload."""
    key = urllib.parse.quote_plus(trial.upload_key, safe="/")
    bucket = {"name": trial.ground.deployment.uploads_bucket}
    return {
        "Records": [{"eventSource": "aws:s3", "s3": {"bucket": bucket, "object": {"key": key}}}]
    }


def ending_event(trial: Trial, status: str = "FAILED") -> Event:
    """What Step Functions says of the end of the trial's execution."""
    return {
        "version": "0",
        "id": trial.job_id,
        "account": trial.ground.cloud.account,
        "region": trial.ground.cloud.region,
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "resources": [trial.job.execution_arn],
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "detail": {
            "name": trial.job_id,
            "status": status,
            "executionArn": trial.job.execution_arn,
            "stateMachineArn": trial.ground.deployment.state_machine_arn,
        },
    }


def deliver(trial: Trial, function: str, event: Event, times: int = 1) -> None:
    """Hands the event to the function, so many times at once, each as often as Lambda tries.

    Raises EventRefused when one of them is not taken in all its tries.
    """
    functions, name = trial.ground.client("lambda"), trial.ground.function(function)

    def invoke(number: int) -> None:
        for pause in (1, 2, 0):
            answer = functions.invoke(FunctionName=name, Payload=json.dumps(event))
            said = answer["Payload"].read().decode()
            if "FunctionError" not in answer:
                return
            time.sleep(pause)
        raise EventRefused(f"delivery {number} of {times} to {function}: {said}")

    with ThreadPoolExecutor(times) as deliveries:
        list(deliveries.map(invoke, range(1, times + 1)))


def deliver_upload_thrice_at_once(trial: Trial) -> None:
    """Two more deliveries of the upload's event, while the first is on its way."""
    deliver(trial, "on_upload", upload_event(trial), times=2)


def deliver_upload_after_the_end(trial: Trial) -> None:
    over(trial)
    deliver(trial, "on_upload", upload_event(trial), times=2)


def deliver_ending_early(trial: Trial) -> None:
    """While the execution runs, its end is told, twice at once."""
    deliver(trial, "on_execution_end", ending_event(trial), times=2)


def deliver_ending_again(trial: Trial) -> None:
    """After the execution's own end and its event, two more of them at once."""
    over(trial)
    deliver(trial, "on_execution_end", ending_event(trial, "ABORTED"), times=2)


def redrive_dead_letter(trial: Trial) -> None:
    """An operator hands an event that nobody took to its function again."""
    sqs = trial.ground.client("sqs")
    name = trial.ground.deployment.dead_letters_arn.rpartition(":")[2]
    queue = sqs.get_queue_url(QueueName=name)["QueueUrl"]

    def letter() -> Event | None:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=1)
        for message in found.get("Messages", []):
            if trial.job_id in message["Body"]:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                kept: Event = json.loads(message["Body"])["requestPayload"]
                return kept
        return None

    deliver(trial, "on_upload", eventually(letter, JOB_SECONDS, what="the dead letter"))
