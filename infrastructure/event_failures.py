"""Events that a function could not handle go to the dead-letter queue; Chalice cannot say so."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

ASYNCHRONOUS = ("on_upload", "on_execution_end", "reap_instances")
RETRIES = 2
HOURS = 6


def keep_failed_events(functions: "LambdaClient", stage: str, dead_letters: str) -> None:
    """Tell Lambda to try each event again and then to keep it in the queue."""
    for name in ASYNCHRONOUS:
        functions.put_function_event_invoke_config(
            FunctionName=f"visualneurons-{stage}-{name}",
            MaximumRetryAttempts=RETRIES,
            MaximumEventAgeInSeconds=HOURS * 3600,
            DestinationConfig={"OnFailure": {"Destination": dead_letters}},
        )
