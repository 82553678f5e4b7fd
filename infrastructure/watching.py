"""What Chalice cannot say about the functions: kept events, and how long logs are kept."""

from typing import TYPE_CHECKING

from infrastructure.stages import Stage

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient

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


def limit_logs(logs: "CloudWatchLogsClient", stage: Stage) -> None:
    """Let the routes' log expire, as Chalice lets those of the other functions."""
    # Chalice makes the routes' function, visualneurons-<stage>, but the log group of another name.
    routes = f"/aws/lambda/visualneurons-{stage.name}"
    if routes not in _groups(logs, routes):
        logs.create_log_group(logGroupName=routes)
    logs.put_retention_policy(logGroupName=routes, retentionInDays=stage.log_days)


def delete_logs(logs: "CloudWatchLogsClient", stage: str) -> int:
    """Delete the functions' logs. Returns how many groups there were."""
    groups = [
        name
        for name in _groups(logs, f"/aws/lambda/visualneurons-{stage}")
        if name.removeprefix(f"/aws/lambda/visualneurons-{stage}")[:1] in ("", "-")
    ]
    for name in groups:
        logs.delete_log_group(logGroupName=name)
    return len(groups)


def _groups(logs: "CloudWatchLogsClient", prefix: str) -> list[str]:
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
    return [group["logGroupName"] for page in pages for group in page["logGroups"]]
